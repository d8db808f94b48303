import type { PanelSummary } from '../../panels/store/panel-lists.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { Page, PageHead } from './layout.js'
import { panelTitle } from './panel-names.js'
import { Moment, PanelMark } from './parts.js'
import { panelPath, panelsPath } from './paths.js'
import { sendPage } from './send.js'

const shownPanels = 100

/** The newest panels, newest first. */
export async function showPanels(c: DeskContext, { panels, dossiers, runtime }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  const recent = await panels.recent(shownPanels)
  const names = await dossiers.names(recent.flatMap(({ plan }) => plan.tools.map((tool) => tool.dossierSha256)))
  return sendPage(
    c,
    <Page title="Panels" actor={actor} path={panelsPath}>
      <PageHead title="Panels" terms={['panel', 'persona', 'juror', 'seat', 'unscored']}>
        {mayAs(actor, 'editor') ? (
          <a class="button" href={`${panelsPath}/new`}>
            Kick off a panel
          </a>
        ) : null}
      </PageHead>
      {recent.length === 0 ? (
        <p class="empty">
          No panel has run yet. An editor kicks one off from one tool or several; it comes here at once, with its progress.
        </p>
      ) : (
        <PanelTable panels={recent} names={names} now={runtime.now()} />
      )}
      {recent.length === shownPanels ? <p class="meta">The newest {shownPanels}; older ones are found through their records.</p> : null}
    </Page>,
  )
}

type PanelTableProps = { panels: readonly PanelSummary[]; names: ReadonlyMap<string, string>; now: Date; isShort?: boolean }

/** Panels with how far each is. */
export function PanelTable({ panels, names, now, isShort = false }: PanelTableProps) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Panel</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Seats ended
          </th>
          {isShort ? null : <th scope="col">Begun</th>}
        </tr>
      </thead>
      <tbody>
        {panels.map((panel) => (
          <tr>
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
