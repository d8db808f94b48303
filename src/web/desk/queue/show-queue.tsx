import type { NotFound } from '../../../review/refusals.js'
import type { VerdictView } from '../../../review/views.js'
import { Page } from '../layout.js'
import { queuePath } from '../paths.js'
import { sendPage, sendPlain } from '../send.js'
import { doneText } from '../verdict/answers.js'
import { reviewScript, reviewStylesheet } from '../verdict/assets.js'
import type { Typed } from '../verdict/decisions.js'
import type { Notice } from '../verdict/notices.js'
import { colleaguesOf, type Step } from '../verdict/step.js'
import { QueuePage } from './queue-page.js'

export type ShowQueue = {
  status?: 200 | 403 | 404 | 409 | 422
  notice?: Notice | null
  typed?: Typed | null
  /** The verdict to open; null for the one that waits longest. */
  at?: string | null
  scope?: 'mine' | 'all'
  cursor?: string | null
}

const itemsShown = 25

/** What waits for the actor, oldest first, with one of them open beside it. */
export async function showQueue(
  { c, deps, actor }: Pick<Step, 'c' | 'deps' | 'actor'>,
  { status = 200, notice = null, typed = null, at = null, scope = 'mine', cursor = null }: ShowQueue = {},
): Promise<Response> {
  const [queue, colleagues, asked] = await Promise.all([
    deps.review.queue({ actor, scope, limit: itemsShown, ...(cursor === null ? {} : { cursor }) }),
    colleaguesOf(deps),
    at === null ? null : openAsked(deps, actor, at),
  ])
  if (queue.status === 'invalid')
    return sendPlain(c, { status: 422, title: 'No such page of the queue', children: 'Begin again at the front of the queue.' })
  const [first] = queue.items
  const view = at === null && first !== undefined ? found(await deps.review.verdict(first.recordId, first.verdictId, actor)) : asked
  const done = c.req.method === 'GET' ? doneText(c.req.query('done')) : null
  return sendPage(
    c,
    <Page title="Review queue" actor={actor} path={queuePath} isWide styles={[reviewStylesheet]} script={reviewScript}>
      <QueuePage
        queue={queue}
        scope={scope}
        cursor={cursor}
        view={view}
        isMissing={at !== null && view === null}
        colleagues={colleagues}
        userId={actor.userId}
        typed={typed}
        notice={notice ?? (done === null ? null : { kind: 'done', text: done })}
        now={deps.runtime.now()}
      />
    </Page>,
    status,
  )
}

/** The verdict that was asked for; null when it is not there. */
async function openAsked({ review }: Step['deps'], actor: Step['actor'], verdictId: string): Promise<VerdictView | null> {
  const recordId = await review.recordOfVerdict(verdictId)
  return recordId === null ? null : found(await review.verdict(recordId, verdictId, actor))
}

function found(view: VerdictView | NotFound): VerdictView | null {
  return view.status === 'not found' ? null : view
}
