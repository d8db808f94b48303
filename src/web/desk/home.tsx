import type { Actor } from '../../contracts/actor.js'
import type { PanelSummary } from '../../panels/store/panel-lists.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import type { QueueScope } from '../../review/store/review-lists.js'
import type { QueueItem, QueuePage, RecordSummary } from '../../review/views.js'
import { groupDigits } from '../../site/pages/record/words.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext, mayAs } from './env.js'
import { FirstSteps } from './first-steps.js'
import { Page, PageHead } from './layout.js'
import { PanelTable } from './panel-list.js'
import { Moment } from './parts.js'
import { deskPath, panelsPath, queuePath, recordsPath, verdictPath } from './paths.js'
import { queueScopes } from './queue/queue-list.js'
import { scopeWords, waitingFor } from './queue/waiting-for.js'
import { hasNamesake, recordLine } from './record-names.js'
import { RecordTable } from './records.js'
import { sendPage } from './send.js'

const shownWork = 8
const shownRecords = 6
/** So many panels that run are shown, and so many of the newest where none does. */
const shownRunning = 20
const shownPanels = 3

/** What waits for me, what runs, and the newest records. */
export async function showHome(c: DeskContext, { review, panels, dossiers, runtime }: DeskDependencies): Promise<Response> {
  const actor = actorOf(c)
  const [queue, { ids, total }, records] = await Promise.all([
    waitingFor(review, { actor, limit: shownWork }),
    panels.findPage({ status: 'running', limit: shownRunning }),
    review.records({ actor, limit: shownRecords }),
  ])
  const isNew = records.status === 'done' && records.total === 0 && mayAs(actor, 'editor')
  const shown = await (total > 0 ? panels.byIds(ids) : panels.recent(shownPanels))
  const names = await dossiers.names(shown.flatMap(({ plan }) => plan.tools.map((tool) => tool.dossierSha256)))
  const now = runtime.now()
  return sendPage(
    c,
    <Page title="Desk" actor={actor} path={deskPath}>
      <PageHead title="The desk" terms={['panel', 'record', 'verdict', 'seat', 'unscored']}>
        {mayAs(actor, 'editor') ? <KickOffLink /> : null}
      </PageHead>
      <div class="two-up lead-left">
        <div>
          {isNew ? <FirstSteps actor={actor} tools={(await dossiers.countTools()).total} panels={shown.length} /> : null}
          {queue.status === 'done' ? <Work queue={queue} now={now} /> : null}
          <Newest records={records.status === 'done' ? records.items : []} now={now} actor={actor} />
        </div>
        <Running panels={shown} running={total} names={names} now={now} />
      </div>
    </Page>,
  )
}

function KickOffLink() {
  return (
    <a class="button" href={`${panelsPath}/new`}>
      Kick off a panel
    </a>
  )
}

const workWords: Record<QueueItem['work'], string> = {
  'call blind': 'your own call first, the draft after it',
  review: 'to be read, and accepted or edited',
  returned: 'returned with a note',
  unscored: 'no verdict: write it, try it again, or do without it',
  comment: 'a comment to answer',
}

type WorkProps = { queue: Extract<QueuePage, { status: 'done' }>; now: Date }

function Work({ queue: { items, scope, total, counts }, now }: WorkProps) {
  return (
    <section class="block" aria-labelledby="work-title">
      <h2 id="work-title">
        {scopeWords[scope]} <span class="meta num">{groupDigits(total)}</span>
      </h2>
      {counts.mine === 0 ? (
        <p class="empty">
          Nothing waits for you.{' '}
          {counts.unassigned === 0 ? 'Verdicts come here when a panel has drafted them.' : 'These are no one’s: take one.'}
        </p>
      ) : null}
      {items.length === 0 ? null : (
        <ul class="rows">
          {items.map((item) => (
            <li>
              <a class="name" href={verdictPath(item.recordId, item.verdictId)}>
                {item.persona.seat} on {revealInvisible(item.tool.name)}
              </a>
              <p class="meta">
                {workWords[item.work]} · {revealInvisible(item.recordTitle)}
                {hasNamesake(item, items)
                  ? ` (${recordLine({ id: item.recordId, models: item.recordModels, createdAt: item.recordCreatedAt })})`
                  : null}{' '}
                · <Moment at={item.since} now={now} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <p class="pager">
        {queueScopes.map((each) => (
          <a href={`${queuePath}?scope=${each}`}>
            {scopeLinks[each]} <span class="num">{groupDigits(counts[each])}</span>
          </a>
        ))}
      </p>
    </section>
  )
}

const scopeLinks: Readonly<Record<QueueScope, string>> = { mine: 'Yours', unassigned: 'No one’s', all: 'Everyone’s' }

type RunningProps = { panels: readonly PanelSummary[]; running: number; names: ReadonlyMap<string, string>; now: Date }

function Running({ panels, running, names, now }: RunningProps) {
  return (
    <section class="block" aria-labelledby="running-title">
      <h2 id="running-title">
        {running > 0 ? 'Running' : 'Last panels'} <span class="meta">{running > 0 ? groupDigits(running) : 'nothing runs now'}</span>
      </h2>
      {panels.length === 0 ? (
        <p class="empty">No panel has run yet. An editor kicks one off from one tool or several.</p>
      ) : (
        <PanelTable panels={panels} names={names} now={now} isShort />
      )}
      <p class="pager">
        {running > panels.length ? <a href={`${panelsPath}?state=running`}>All that run</a> : null}
        <a href={panelsPath}>All panels</a>
      </p>
    </section>
  )
}

function Newest({ records, now, actor }: { records: readonly RecordSummary[]; now: Date; actor: Actor }) {
  return (
    <section class="block" aria-labelledby="records-title">
      <h2 id="records-title">Newest records</h2>
      {records.length === 0 ? (
        <p class="empty">
          No record yet. A panel makes one when its last seat has ended.{' '}
          {mayAs(actor, 'editor') ? <a href={`${panelsPath}/new`}>Kick off a panel</a> : 'An editor kicks it off.'}
        </p>
      ) : (
        <RecordTable records={records} now={now} />
      )}
      <p class="pager">
        <a href={recordsPath}>All records</a>
      </p>
    </section>
  )
}
