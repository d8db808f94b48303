import { slugSchema } from '../../../contracts/primitives.js'
import { archiveTools } from '../../../panels/archive-tools.js'
import type { Archived, ToolHead } from '../../../panels/store/tool-lists.js'
import { mostInBulk } from '../../http/most-in-bulk.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import type { BulkAction } from '../lists/bulk-form.js'
import { type BulkOutcome, BulkProblems, BulkReport } from '../lists/bulk-report.js'
import type { ListDefinition, ListProblem, ListQuery } from '../lists/definition.js'
import { type Bulk, readBulk } from '../lists/read-bulk.js'
import { panelsPath, toolPath } from '../paths.js'
import { readForm, sendPage } from '../send.js'
import { toolListDefinition, toToolQuery } from './tool-list-query.js'

/** As many tools as the form of a kick-off takes from an address. */
const mostInKickOff = 20

/** What editors do with several tools at once. */
export const toolBulkActions: readonly BulkAction[] = [
  { value: 'kick-off', label: 'Kick off a panel over them' },
  { value: 'archive', label: 'Archive' },
  { value: 'unarchive', label: 'Take out of the archive' },
]

/** Archives the tools that were picked, takes them out of the archive, or leads to the kick-off of a panel over them. */
export async function changeTools(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const definition = await toolListDefinition(dependencies)
  const read = readBulk(form, definition)
  if (read.status === 'invalid') return sendProblems(c, definition, null, read.problems)
  const { action, query } = read.bulk
  const slugs = await pickedSlugs(dependencies, read.bulk)
  if ('problem' in slugs) return sendProblems(c, definition, query, [slugs.problem])
  if (action === 'kick-off') return leadToKickOff(c, { slugs: slugs.slugs, definition, query })
  if (action !== 'archive' && action !== 'unarchive') {
    return sendProblems(c, definition, query, [{ path: 'do', message: 'choose what to do with the tools' }])
  }
  const archive = action === 'archive'
  const { dossiers, runtime } = dependencies
  const archived = await archiveTools(dossiers, { actor: actorOf(c), slugs: slugs.slugs, archive, at: runtime.now() })
  const heads = await dossiers.toolHeads(slugs.slugs)
  const outcomes = archived.map((each) => toOutcome(each, { head: heads.get(each.slug), archive }))
  const did = archive ? 'tools archived' : 'tools taken out of the archive'
  return sendPage(c, <BulkReport actor={actorOf(c)} definition={definition} query={query} did={did} outcomes={outcomes} />)
}

type Picked = { slugs: string[] } | { problem: ListProblem }

/** All that match are looked for again: where another number matches by now, nothing is done. */
async function pickedSlugs({ dossiers }: DeskDependencies, { on }: Bulk): Promise<Picked> {
  if ('ids' in on) {
    const isSlug = on.ids.every((id) => slugSchema.safeParse(id).success)
    return isSlug ? { slugs: [...new Set(on.ids)] } : { problem: { path: 'pick', message: 'pick tools of the list: one of these is none' } }
  }
  const { items, total } = await dossiers.listTools({ ...toToolQuery(on.query), limit: mostInBulk })
  if (total === on.seen) return { slugs: items.map(({ slug }) => slug) }
  return { problem: { path: 'seen', message: `${total} tools match by now, and you saw ${on.seen}: look at the list again` } }
}

function leadToKickOff(
  c: DeskContext,
  { slugs, definition, query }: { slugs: readonly string[]; definition: ListDefinition; query: ListQuery },
): Response | Promise<Response> {
  if (slugs.length > mostInKickOff) {
    const message = `these are ${slugs.length} tools, and a kick-off takes ${mostInKickOff} from here: tick fewer`
    return sendProblems(c, definition, query, [{ path: 'pick', message }])
  }
  const named = slugs.map((slug) => `tool=${encodeURIComponent(slug)}`).join('&')
  return c.redirect(`${panelsPath}/new?${named}`, 303)
}

function toOutcome({ slug, outcome }: Archived, { head, archive }: { head: ToolHead | undefined; archive: boolean }): BulkOutcome {
  const named = { name: head?.name ?? slug, href: head === undefined ? null : toolPath(slug) }
  if (outcome === 'done') return { ...named, status: 'done' }
  if (outcome === 'unknown')
    return { ...named, status: 'refused', why: 'there is no such tool', fix: 'look at the list again, and pick it there' }
  const why = archive ? 'it is in the archive already' : 'it is not in the archive'
  return { ...named, status: 'refused', why, fix: 'leave it out' }
}

function sendProblems(
  c: DeskContext,
  definition: ListDefinition,
  query: ListQuery | null,
  problems: readonly ListProblem[],
): Response | Promise<Response> {
  return sendPage(c, <BulkProblems actor={actorOf(c)} definition={definition} query={query} problems={problems} />, 422)
}
