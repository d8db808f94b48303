import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { QueueItem, VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { agoText } from '../parts.js'
import { queuePath, verdictPath } from '../paths.js'

type WaitingProps = { view: VerdictView; waiting: readonly QueueItem[]; head: string; total: number; now: Date }

/** What else waits for the person; its first and last neighbours of this verdict are where `j` and `k` lead. */
export function WaitingList({ view, waiting, head, total, now }: WaitingProps) {
  const at = waiting.findIndex(({ verdictId }) => verdictId === view.verdictId)
  const place = view.order.indexOf(view.verdictId)
  const inRecord = (index: number) => {
    const id = view.order[index]
    return id === undefined ? undefined : verdictPath(view.recordId, id)
  }
  const inQueue = (index: number) => {
    const item = waiting[index]
    return item === undefined ? undefined : verdictPath(item.recordId, item.verdictId)
  }
  const next = at === -1 ? (inQueue(0) ?? inRecord(place + 1)) : inQueue(at + 1)
  const previous = at === -1 ? inRecord(place - 1) : inQueue(at - 1)
  return (
    <nav class="waiting-side" aria-label={head} id="waiting">
      <h2>
        {head} · {total}
      </h2>
      <p class="steps" data-steps="">
        {previous === undefined ? null : (
          <a rel="prev" href={previous}>
            <kbd>k</kbd> Previous
          </a>
        )}
        {next === undefined ? null : (
          <a rel="next" href={next}>
            <kbd>j</kbd> Next
          </a>
        )}
      </p>
      <ul>
        {waiting.map((item) => (
          <li>
            <a
              href={verdictPath(item.recordId, item.verdictId)}
              class="waits"
              aria-current={item.verdictId === view.verdictId ? 'page' : undefined}
            >
              <span>{revealInvisible(item.persona.seat)}</span> <WorkMark item={item} />
              <small>
                {revealInvisible(item.tool.name)}
                {hasTwin(item, waiting) ? `, ${revealInvisible(item.model)}` : null}
              </small>{' '}
              <small class="num">{agoText(new Date(item.since), now)}</small>
            </a>
          </li>
        ))}
      </ul>
      {waiting.length === 0 ? <p class="empty">Nothing waits for you.</p> : null}
      {total > waiting.length ? <a href={queuePath}>All {total}</a> : null}
    </nav>
  )
}

/** Whether another juror's verdict from the same persona on the same tool waits as well, so that the model distinguishes them. */
export function hasTwin(item: QueueItem, items: readonly QueueItem[]): boolean {
  const isTwin = ({ recordId, persona, tool }: QueueItem) =>
    recordId === item.recordId && persona.id === item.persona.id && tool.slug === item.tool.slug
  return items.filter(isTwin).length > 1
}

/** What there is to do with a verdict that waits: its call, or the word for why it has none. */
export function WorkMark({ item: { work, call } }: { item: Pick<QueueItem, 'work' | 'call'> }) {
  if (work === 'call blind') return <span class="meta">call first</span>
  if (work === 'unscored') return <span class="meta">no verdict</span>
  return <CallMark call={call} />
}
