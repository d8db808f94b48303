import { UsageError } from '../platform/errors.js'
import type { SiteActions } from '../site/create-site-actions.js'
import { answer, type JsonOption } from './json-option.js'
import { renderTable } from './table.js'

/** Who the command line is in the list of redirects. */
const by = 'panel site'

/** What the commands work with. */
export type SiteContext = { site: SiteActions; columns: number; write: (text: string) => unknown }

export type RedirectOptions = JsonOption & { remove?: boolean }

/** Adds a redirect, or takes one back. Throws `UsageError` with why it cannot. */
export async function redirect(
  { site, write }: SiteContext,
  { from, to, remove = false, json }: { from: string; to: string | undefined } & RedirectOptions,
): Promise<void> {
  if (remove) {
    if (to !== undefined) throw new UsageError('--remove takes the old slug alone')
    if (!(await site.removeRedirect(from))) throw new UsageError(`${from} leads nowhere. Where old slugs lead: panel site redirects`)
    answer(write, { json }, { document: { schema: 'panel.redirect/1', from, to: null }, text: `${from} leads nowhere any more.\n` })
    return
  }
  if (to === undefined) throw new UsageError('name the old slug and the new one: panel site redirect old-name new-name')
  const added = await site.addRedirect({ from, to, by })
  if (added.status === 'refused') throw new UsageError(`${added.why}: ${added.fix}`)
  answer(write, { json }, { document: { schema: 'panel.redirect/1', from, to }, text: `Readers of ${from} are led to ${to}.\n` })
}

/** Lists all redirects, as a table or as JSON. */
export async function listRedirects({ site, columns, write }: SiteContext, { json = false }: { json?: boolean }): Promise<void> {
  const redirects = await site.redirects()
  if (json) {
    write(`${JSON.stringify({ schema: 'panel.redirects/1', redirects }, null, 2)}\n`)
    return
  }
  if (redirects.length === 0) {
    write('No old slug leads anywhere. Add one: panel site redirect old-name new-name\n')
    return
  }
  const rows = redirects.map(({ from, to, at, by: who }) => [from, to, at.slice(0, 10), who])
  write(renderTable({ head: ['old', 'new', 'since', 'by'], rows, columns }))
}

/** Rebuilds the site index from all decisions. */
export async function rebuild({ site, write }: SiteContext, options: JsonOption = {}): Promise<void> {
  await site.rebuild()
  const { tools, pairs } = await site.pages()
  const text = `The site index is rebuilt: ${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}, ${pairs.length} ${pairs.length === 1 ? 'comparison' : 'comparisons'}.\n`
  answer(write, options, { document: { schema: 'panel.site/1', tools: tools.length, comparisons: pairs.length }, text })
}
