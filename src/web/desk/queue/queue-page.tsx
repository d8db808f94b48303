import type { SavedView } from '../../../accounts/store/saved-views.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { QueueScope } from '../../../review/store/review-lists.js'
import type { QueuePage as Queue, QueueItem, QueueWork, VerdictView } from '../../../review/views.js'
import { groupDigits, sentenceCase } from '../../../site/pages/record/words.js'
import { AssignTo } from '../bulk-parts.js'
import { Explained } from '../explained.js'
import { type BulkAction, BulkForm } from '../lists/bulk-form.js'
import { type ListDefinition, type ListQuery, listAddress } from '../lists/definition.js'
import { ListToolbar } from '../lists/list-toolbar.js'
import { ListResults } from '../lists/open-list.js'
import { Pager } from '../lists/pager.js'
import { Moment } from '../parts.js'
import { queuePath } from '../paths.js'
import { hasNamesake, recordLine } from '../record-names.js'
import type { Colleague, Typed } from '../verdict/decisions.js'
import { KeyBar, KeyList } from '../verdict/keys.js'
import { type Notice, NoticeBox } from '../verdict/notices.js'
import { hasTwin, WorkMark } from '../verdict/waiting-list.js'
import { OpenItem } from './open-item.js'
import { queueScopes } from './queue-list.js'

export type QueueProps = {
  queue: Extract<Queue, { status: 'done' }>
  definition: ListDefinition
  query: ListQuery
  views: readonly SavedView[]
  mayShare: boolean
  /** Whose verdicts these are. */
  scope: QueueScope
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
    <div class="queue-desk" data-keys="queue">
      <section class="queue-list" tabindex={0} aria-label="What waits">
        <h1 class="title">{headText(props)}</h1>
        <Explained terms={['verdict', 'seat', 'draft', 'unscored', 'call']} />
        <Scopes {...props} />
        <ListToolbar {...props} counts={{ total: queue.total }} />
        <ListResults>
          {queue.items.length === 0 ? (
            <p class="empty">Verdicts come here when a panel has drafted them, when someone returns one, or hands one to you.</p>
          ) : null}
          <BulkForm
            definition={props.definition}
            query={atScope(props)}
            action={`${queuePath}/bulk`}
            actions={queue.items.length === 0 ? [] : bulkActions(props)}
            ids={queue.items.map(({ verdictId }) => verdictId)}
            total={queue.items.length}
          >
            <ol data-rows={listAddress(atScope(props), props.definition)}>
              {queue.items.map((item) => (
                <li class="picked-item">
                  <input
                    type="checkbox"
                    name="pick"
                    value={item.verdictId}
                    aria-label={`Tick ${revealInvisible(item.persona.seat)} on ${revealInvisible(item.tool.name)}, ${revealInvisible(item.recordTitle)}`}
                  />
                  <ItemLink item={item} queue={props} />
                </li>
              ))}
            </ol>
          </BulkForm>
          <Pager definition={props.definition} query={atScope(props)} next={queue.next} shown={queue.items.length} />
        </ListResults>
        <Steps {...props} />
      </section>
      <section
        class="queue-open"
        id="open"
        tabindex={0}
        aria-label="The one that is open"
        data-verdict={view?.verdictId}
        data-address={view === null ? undefined : address(props, view.verdictId)}
      >
        <NoticeBox notice={notice} />
        {isMissing ? <p class="empty">The verdict you asked for is not there, or its record is gone.</p> : null}
        {view === null ? null : <OpenItem {...props} view={view} now={now} />}
        {view === null && !isMissing ? <p class="empty">Nothing is open.</p> : null}
      </section>
      <KeyBar state={`${queue.total} waiting`} />
      <KeyList place="queue" />
    </div>
  )
}

/** `3 wait for you`, or whose it is that waits. */
function headText({ queue: { total, counts }, scope }: QueueProps): string {
  const waits = `${groupDigits(total)} ${total === 1 ? 'waits' : 'wait'}`
  if (scope === 'mine') return total === 0 ? 'Nothing waits for you' : `${waits} for you`
  if (scope === 'all') return total === 0 ? 'Nothing waits' : `${waits}, everyone’s`
  const nothing = counts.mine === 0 ? 'Nothing waits for you; ' : ''
  return total === 0 ? 'Nothing waits for you or for anyone' : sentenceCase(`${nothing}${waits} for anyone`)
}

/** The query with the scope that is shown in it, asked for or not. */
function atScope({ query, scope }: Pick<QueueProps, 'query' | 'scope'>): ListQuery {
  return { ...query, filters: { ...query.filters, scope } }
}

/** What may be done with several at once. */
function bulkActions({ colleagues, userId }: QueueProps): BulkAction[] {
  return [
    { value: 'take', label: 'Take them' },
    { value: 'accept', label: 'Accept the clean ones' },
    { value: 'assign', label: 'Assign', fields: <AssignTo colleagues={colleagues} userId={userId} /> },
  ]
}

/** A place in the queue: what is looked at, and which verdict is open. */
function address(props: Pick<QueueProps, 'query' | 'scope' | 'definition'>, at: string): string {
  return `${listAddress(atScope(props), props.definition)}&at=${encodeURIComponent(at)}#open`
}

const scopeTabs: Readonly<Record<QueueScope, string>> = { mine: 'Mine', unassigned: 'No one’s', all: 'Everyone’s' }

/** Whose verdicts, each with how many there are. */
function Scopes({ scope, query, definition, queue: { counts } }: QueueProps) {
  return (
    <nav class="filter" aria-label="Whose">
      {queueScopes.map((each) => (
        <a
          href={listAddress({ ...query, filters: { ...query.filters, scope: each }, cursor: null }, definition)}
          aria-current={scope === each ? 'page' : undefined}
        >
          {scopeTabs[each]} <span class="num">{groupDigits(counts[each])}</span>
        </a>
      ))}
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
        {hasNamesake(item, queue.queue.items)
          ? `, ${recordLine({ id: item.recordId, models: item.recordModels, createdAt: item.recordCreatedAt })}`
          : null}
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
    <p class="pager" data-steps="">
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
