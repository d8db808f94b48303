import type { SavedViewActions } from '../../../accounts/saved-views.js'
import type { SavedView } from '../../../accounts/store/saved-views.js'
import type { Actor } from '../../../contracts/actor.js'
import type { Persona } from '../../../contracts/persona.js'
import { verdictIdSchema } from '../../../contracts/review-ids.js'
import type { NotFound } from '../../../review/refusals.js'
import type { VerdictView } from '../../../review/views.js'
import { listScriptAsset } from '../assets.js'
import { mayAs } from '../env.js'
import { Page } from '../layout.js'
import type { ListDefinition, ListQuery } from '../lists/definition.js'
import { sendListProblems } from '../lists/open-list.js'
import { queuePath } from '../paths.js'
import { sendPage } from '../send.js'
import { reviewScript, reviewStylesheet } from '../verdict/assets.js'
import type { Typed } from '../verdict/decisions.js'
import type { ReviewDeskDependencies } from '../verdict/dependencies.js'
import { doneElsewhere } from '../verdict/done-notice.js'
import type { Notice } from '../verdict/notices.js'
import { colleaguesOf, type Step } from '../verdict/step.js'
import { queueBefore, queueList } from './queue-list.js'
import { QueuePage } from './queue-page.js'
import { waitingFor } from './waiting-for.js'

export type QueueDependencies = ReviewDeskDependencies & { savedViews: Pick<SavedViewActions, 'list'>; personas: () => Promise<Persona[]> }

export type ShowQueue = {
  status?: 200 | 403 | 404 | 409 | 422
  notice?: Notice | null
  typed?: Typed | null
  /** The verdict to open; null for the one that waits longest. */
  at?: string | null
  /** What is looked at; left out, the list that the request came from. */
  query?: ListQuery
  views?: readonly SavedView[]
  definition?: ListDefinition
}

const itemsShown = 25

/** What waits, oldest first, with one of them open beside it: for the actor, or for no one where nothing waits for the actor and nothing else was asked for. */
export async function showQueue(
  { c, deps, actor }: { c: Step['c']; deps: ReviewDeskDependencies; actor: Actor },
  shown: ShowQueue = {},
): Promise<Response> {
  const { status = 200, notice = null, typed = null, at = null, views = [], definition = queueList([]) } = shown
  const query = shown.query ?? queueBefore(c.req.header('referer'))
  const [queue, colleagues, asked] = await Promise.all([
    waitingFor(deps.review, { actor, query, limit: itemsShown }),
    colleaguesOf(deps),
    at === null ? null : openAsked(deps, actor, at),
  ])
  if (queue.status === 'invalid') return sendListProblems(c, definition, queue.problems)
  const [first] = queue.items
  const view = at === null && first !== undefined ? found(await deps.review.verdict(first.recordId, first.verdictId, actor)) : asked
  const done = c.req.method === 'GET' ? await doneBefore({ c, deps, actor }) : null
  return sendPage(
    c,
    <Page title="Review queue" actor={actor} path={queuePath} isWide styles={[reviewStylesheet]} script={[reviewScript, listScriptAsset]}>
      <QueuePage
        definition={definition}
        query={query}
        views={views}
        mayShare={mayAs(actor, 'editor')}
        queue={queue}
        scope={queue.scope}
        view={view}
        isMissing={at !== null && view === null}
        colleagues={colleagues}
        userId={actor.userId}
        typed={typed}
        notice={notice ?? done}
        now={deps.runtime.now()}
      />
    </Page>,
    status,
  )
}

/** What was done to the verdict that was open before; null where the address names neither. */
async function doneBefore({ c, deps, actor }: Pick<Step, 'c' | 'deps' | 'actor'>): Promise<Notice | null> {
  const verdictId = verdictIdSchema.safeParse(c.req.query('of'))
  const view = verdictId.success ? await openAsked(deps, actor, verdictId.data) : null
  return view === null ? null : doneElsewhere(c.req.query('done'), view, actor.userId)
}

/** The verdict that was asked for; null when it is not there. */
async function openAsked({ review }: Step['deps'], actor: Step['actor'], verdictId: string): Promise<VerdictView | null> {
  const recordId = await review.recordOfVerdict(verdictId)
  return recordId === null ? null : found(await review.verdict(recordId, verdictId, actor))
}

function found(view: VerdictView | NotFound): VerdictView | null {
  return view.status === 'not found' ? null : view
}
