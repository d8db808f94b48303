import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { QueuePage as Queue, QueueItem, QueueWork, VerdictView } from '../../../review/views.js'
import { Moment } from '../parts.js'
import { queuePath } from '../paths.js'
import type { Colleague, Typed } from '../verdict/decisions.js'
import { KeyBar, KeyList } from '../verdict/keys.js'
import { type Notice, NoticeBox } from '../verdict/notices.js'
import { hasTwin, WorkMark } from '../verdict/waiting-list.js'
import { OpenItem } from './open-item.js'

export type QueueProps = {
  queue: Extract<Queue, { status: 'done' }>
  scope: 'mine' | 'all'
  cursor: string | null
  /** The verdict that is open. */
  view: VerdictView | null
  /** One was asked for that is not there. */
  isMissing: boolean
  colleagues: readonly Colleague[]
  userId: string
  typed: Typed | null
  notice: Notice | null
  now: Date
}

const workWords: Record<QueueWork, string> = {
  'call blind': 'call it before you see the draft',
  review: 'read, then accept or edit',
  returned: 'returned with a note',
  unscored: 'write it, try again, or do without',
  comment: 'a comment is open',
}

/** What waits, and one of them open to be decided on. */
export function QueuePage(props: QueueProps) {
  const { queue, view, notice, isMissing, now } = props
  return (
    <div class="queue-desk">
      <section class="queue-list" tabindex={0} aria-label="What waits">
        <h1 class="title">
          {queue.total === 0 ? 'Nothing waits for you' : `${queue.total} ${queue.total === 1 ? 'waits' : 'wait'} for you`}
        </h1>
        <Filter {...props} />
        {queue.items.length === 0 ? (
          <p class="empty">Verdicts come here when a panel has drafted them, when someone returns one, or hands one to you.</p>
        ) : null}
        <ol>
          {queue.items.map((item) => (
            <li>
              <ItemLink item={item} queue={props} />
            </li>
          ))}
        </ol>
        {queue.next === null ? null : (
          <p class="pager">
            <a href={address({ ...props, cursor: queue.next })}>Those that came after</a>
          </p>
        )}
        <Steps {...props} />
      </section>
      <section class="queue-open" id="open" tabindex={0} aria-label="The one that is open">
        <NoticeBox notice={notice} />
        {isMissing ? <p class="empty">The verdict you asked for is not there, or its record is gone.</p> : null}
        {view === null ? null : <OpenItem {...props} view={view} now={now} />}
        {view === null && !isMissing ? <p class="empty">Nothing is open.</p> : null}
      </section>
      <KeyBar state={`${queue.total} waiting`} />
      <KeyList />
    </div>
  )
}

/** A place in the queue: the scope, the page, and which verdict is open. */
function address({ scope, cursor }: Pick<QueueProps, 'scope' | 'cursor'>, at: string | null = null): string {
  const query = new URLSearchParams({
    ...(scope === 'all' ? { scope } : {}),
    ...(cursor === null ? {} : { cursor }),
    ...(at === null ? {} : { at }),
  }).toString()
  return `${queuePath}${query === '' ? '' : `?${query}`}${at === null ? '' : '#open'}`
}

function Filter({ scope }: QueueProps) {
  return (
    <nav class="filter" aria-label="Whose">
      <a href={queuePath} aria-current={scope === 'mine' ? 'page' : undefined}>
        Mine and no one’s
      </a>
      <a href={`${queuePath}?scope=all`} aria-current={scope === 'all' ? 'page' : undefined}>
        Everyone’s
      </a>
    </nav>
  )
}

function ItemLink({ item, queue }: { item: QueueItem; queue: QueueProps }) {
  const { persona, tool, recordTitle, work, since, assignedTo, openComments, verdictId } = item
  return (
    <a class="waits" href={address(queue, verdictId)} aria-current={queue.view?.verdictId === verdictId ? 'true' : undefined}>
      <span class="seat-name">
        {revealInvisible(persona.seat)} on {revealInvisible(tool.name)}
      </span>{' '}
      <WorkMark item={item} />
      <small>
        {revealInvisible(recordTitle)}
        {hasTwin(item, queue.queue.items) ? `, ${revealInvisible(item.model)}` : null}: {workWords[work]}
        {assignedTo === null ? null : `, ${assignedTo.userId === queue.userId ? 'yours' : revealInvisible(assignedTo.name)}`}
        {openComments === 0 ? null : `, ${openComments} open ${openComments === 1 ? 'comment' : 'comments'}`}
      </small>{' '}
      <small class="num">
        <Moment at={since} now={queue.now} />
      </small>
    </a>
  )
}

/** Where `j` and `k` lead. */
function Steps(props: QueueProps) {
  const { queue, view } = props
  const at = queue.items.findIndex(({ verdictId }) => verdictId === view?.verdictId)
  const next = queue.items[at + 1]
  const previous = at > 0 ? queue.items[at - 1] : undefined
  return (
    <p class="pager">
      {previous === undefined ? null : (
        <a rel="prev" href={address(props, previous.verdictId)}>
          Previous
        </a>
      )}
      {next === undefined ? null : (
        <a rel="next" href={address(props, next.verdictId)}>
          Next
        </a>
      )}
    </p>
  )
}
