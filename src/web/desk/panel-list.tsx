import type { PanelSummary } from '../../panels/store/panel-lists.js'
import { isolate } from '../../platform/text/text-direction.js'
import { listScriptAsset } from './assets.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import { BulkForm, PickCell, PickHead } from './lists/bulk-form.js'
import { ListToolbar } from './lists/list-toolbar.js'
import { ListResults, openList, sendListProblems } from './lists/open-list.js'
import { Pager } from './lists/pager.js'
import { panelTitle } from './panel-names.js'
import { panelBulkActions } from './panels/bulk-panels.js'
import { panelListDefinition, panelPlaceProblems, toPanelQuery } from './panels/panel-list.js'
import { Moment, PanelMark, usdText } from './parts.js'
import { panelPath, panelsPath } from './paths.js'
import { sendPage } from './send.js'

const shownPanels = 50

/** The list of panels. */
export async function showPanels(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const { panels, dossiers, people, runtime } = dependencies
  const actor = actorOf(c)
  const isEditor = mayAs(actor, 'editor')
  const definition = await panelListDefinition(dependencies)
  const opened = await openList(c, dependencies, definition)
  if ('response' in opened) return opened.response
  const { query, views } = opened
  const problems = panelPlaceProblems(query)
  if (problems.length > 0) return sendListProblems(c, definition, problems)
  const cursor = query.cursor === null ? {} : { cursor: query.cursor }
  const [{ ids, total, next }, counts] = await Promise.all([
    panels.findPage({ ...toPanelQuery(query, actor.userId), limit: shownPanels, ...cursor }),
    panels.countByStatus(),
  ])
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const [shown, costs, everyone] = await Promise.all([panels.byIds(ids), panels.costs(ids), people.list()])
  const names = await dossiers.names(shown.flatMap(({ plan }) => plan.tools.map((tool) => tool.dossierSha256)))
  const who = new Map(everyone.map(({ id, name }) => [id, name]))
  return sendPage(
    c,
    <Page title="Panels" actor={actor} path={panelsPath} script={listScriptAsset}>
      <PageHead title="Panels" terms={['panel', 'persona', 'juror', 'seat', 'unscored']}>
        {isEditor ? (
          <a class="button" href={`${panelsPath}/new`}>
            Kick off a panel
          </a>
        ) : null}
      </PageHead>
      {all === 0 ? null : <ListToolbar {...{ definition, query, views }} counts={{ total, all }} mayShare={isEditor} />}
      <ListResults>
        {shown.length === 0 ? (
          <NoPanels isEmpty={all === 0} />
        ) : (
          <BulkForm {...{ definition, query, ids, total }} action={`${panelsPath}/bulk`} actions={isEditor ? panelBulkActions : []}>
            <PanelTable panels={shown} names={names} now={runtime.now()} more={{ costs, who, mayPick: isEditor }} />
          </BulkForm>
        )}
        <Pager definition={definition} query={query} next={next} shown={shown.length} />
      </ListResults>
    </Page>,
  )
}

function NoPanels({ isEmpty }: { isEmpty: boolean }) {
  return (
    <p class="empty">
      {isEmpty
        ? 'No panel has run yet. An editor kicks one off from one tool or several; it comes here at once, with its progress.'
        : 'No panel matches. Take away a word or a filter.'}
    </p>
  )
}

/** What the list of panels shows besides: what each cost, who kicked it off, and ticks. */
type More = { costs: ReadonlyMap<string, number>; who: ReadonlyMap<string, string>; mayPick: boolean }

type PanelTableProps = { panels: readonly PanelSummary[]; names: ReadonlyMap<string, string>; now: Date; isShort?: boolean; more?: More }

/** Panels with how far each is. */
export function PanelTable({ panels, names, now, isShort = false, more }: PanelTableProps) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          {more?.mayPick === true ? <PickHead /> : null}
          <th scope="col">Panel</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Seats ended
          </th>
          {isShort ? null : <th scope="col">Begun</th>}
          {more === undefined ? null : <th scope="col">Kicked off by</th>}
          {more === undefined ? null : (
            <th scope="col" class="num">
              Cost
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {panels.map((panel) => (
          <tr>
            {more?.mayPick === true ? <PickCell id={panel.panelId} name={panelTitle(panel.plan, names)} /> : null}
            <th scope="row">
              <a href={panelPath(panel.panelId)}>{panelTitle(panel.plan, names)}</a>
              {isShort ? (
                <div class="meta">
                  <Moment at={panel.createdAt} now={now} />
                </div>
              ) : null}
            </th>
            <td>
              <PanelMark status={panel.status} />
            </td>
            <td class="num" data-label="Seats ended">
              {endedText(panel.seats)}
            </td>
            {isShort ? null : (
              <td>
                <Moment at={panel.createdAt} now={now} />
              </td>
            )}
            {more === undefined ? null : <td data-label="Kicked off by">{isolate(more.who.get(panel.askedBy ?? '') ?? 'not known')}</td>}
            {more === undefined ? null : (
              <td class="num" data-label="Cost">
                {usdText(more.costs.get(panel.panelId) ?? 0)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `7 of 8, 1 unscored`. */
function endedText({ planned, drafting, drafted, unscored }: PanelSummary['seats']): string {
  const ended = `${drafted + unscored} of ${planned + drafting + drafted + unscored}`
  return unscored === 0 ? ended : `${ended}, ${unscored} unscored`
}
