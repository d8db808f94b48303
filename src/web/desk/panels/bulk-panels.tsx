import { type ChangedPanel, changePanels as changeMany, panelChanges } from '../../../panels/change-panels.js'
import { mostInBulk } from '../../http/most-in-bulk.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import type { BulkAction } from '../lists/bulk-form.js'
import { type BulkOutcome, BulkProblems, BulkReport } from '../lists/bulk-report.js'
import type { ListProblem, ListQuery } from '../lists/definition.js'
import { readBulk } from '../lists/read-bulk.js'
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
  const change = panelChanges.find((each) => each === action)
  if (change === undefined) return refuse(query, [{ path: 'do', message: 'choose what to do with the panels' }])
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
  const reason = `the panel was cancelled by ${actor.name}, at the desk`
  const changed = await changeMany(dependencies, { actor, change, panelIds: ids, reason })
  const names = await dependencies.dossiers.names(changed.flatMap(({ plan }) => plan?.tools.map((tool) => tool.dossierSha256) ?? []))
  const outcomes = changed.map((each) => toOutcome(each, names))
  const did = change === 'retry' ? 'panels try their missing drafts again' : 'panels cancelled'
  return sendPage(c, <BulkReport actor={actor} definition={definition} query={query} did={did} outcomes={outcomes} />)
}

function toOutcome({ panelId, plan, ...outcome }: ChangedPanel, names: ReadonlyMap<string, string>): BulkOutcome {
  return plan === null ? { name: panelId, href: null, ...outcome } : { name: panelTitle(plan, names), href: panelPath(panelId), ...outcome }
}
