import { RepliesCleanedError } from '../../../panels/store/reopen-panel.js'
import { UsageError } from '../../../platform/errors.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import type { BulkAction } from '../lists/bulk-form.js'
import { type BulkOutcome, BulkProblems, BulkReport } from '../lists/bulk-report.js'
import type { ListProblem, ListQuery } from '../lists/definition.js'
import { mostInBulk, readBulk } from '../lists/read-bulk.js'
import { panelTitle } from '../panel-names.js'
import { panelPath } from '../paths.js'
import { readForm, sendPage } from '../send.js'
import { panelListDefinition, toPanelQuery } from './panel-list.js'

/** What editors do with several panels at once. */
export const panelBulkActions: readonly BulkAction[] = [
  { value: 'retry', label: 'Try missing drafts again' },
  { value: 'cancel', label: 'Cancel' },
]

/** Tries the missing drafts of several panels again, or cancels those that run: one after the other, each with its own answer. */
export async function changePanels(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const actor = actorOf(c)
  const definition = await panelListDefinition(dependencies)
  const refuse = (query: ListQuery | null, problems: readonly ListProblem[]) =>
    sendPage(c, <BulkProblems actor={actor} definition={definition} query={query} problems={problems} />, 422)
  const read = readBulk(form, definition)
  if (read.status === 'invalid') return refuse(null, read.problems)
  const { action, on, query } = read.bulk
  if (action !== 'retry' && action !== 'cancel') return refuse(query, [{ path: 'do', message: 'choose what to do with the panels' }])
  let ids = 'ids' in on ? [...new Set(on.ids)] : []
  if ('query' in on) {
    const found = await dependencies.panels.findPage({ ...toPanelQuery(on.query, actor.userId), limit: mostInBulk })
    if (found.total !== on.seen) {
      return refuse(query, [
        { path: 'seen', message: `${found.total} panels match by now, and you saw ${on.seen}: look at the list again` },
      ])
    }
    ids = found.ids
  }
  if (!ids.every((id) => /^pnl_[0-9a-z]{1,80}$/.test(id))) return refuse(query, [{ path: 'pick', message: 'pick panels of the list' }])
  const outcomes: BulkOutcome[] = []
  for (const id of ids) outcomes.push(await changeOne(dependencies, { id, action, actor }))
  const did = action === 'retry' ? 'panels try their missing drafts again' : 'panels cancelled'
  return sendPage(c, <BulkReport actor={actor} definition={definition} query={query} did={did} outcomes={outcomes} />)
}

type One = { id: string; action: 'retry' | 'cancel'; actor: ReturnType<typeof actorOf> }

async function changeOne({ actions, dossiers, panels }: DeskDependencies, { id, action, actor }: One): Promise<BulkOutcome> {
  const [panel] = await panels.byIds([id])
  if (panel === undefined)
    return { name: id, href: null, status: 'refused', why: 'there is no such panel', fix: 'look at the list again, and pick it there' }
  const names = await dossiers.names(panel.plan.tools.map(({ dossierSha256 }) => dossierSha256))
  const named = { name: panelTitle(panel.plan, names), href: panelPath(id) }
  try {
    // One that was cancelled goes on with what is missing; one that ended tries it again.
    if (action === 'retry') await (panel.status === 'cancelled' ? actions.resume : actions.retry)(id, { by: actor })
    else await actions.cancel(id, `by ${actor.name}, at the desk`, actor)
    return { ...named, status: 'done' }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const fix = error instanceof RepliesCleanedError ? error.fix : 'look at the panel as it is now'
    return { ...named, status: 'refused', why: error.message, fix }
  }
}
