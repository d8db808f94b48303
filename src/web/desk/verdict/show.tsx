import { renderHtml } from '../../../platform/html/render-html.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { NotFound } from '../../../review/refusals.js'
import type { VerdictView } from '../../../review/views.js'
import { mayAs } from '../env.js'
import { Page } from '../layout.js'
import { queuePath } from '../paths.js'
import { scopeWords, waitingFor } from '../queue/waiting-for.js'
import { sendNotFound, sendPage } from '../send.js'
import { reviewScript, reviewStylesheet } from './assets.js'
import type { Typed } from './decisions.js'
import { doneHere } from './done-notice.js'
import { type Editing, EditorPage, HowItReads, readEditing, startEditing } from './editor-page.js'
import { HistoryPage } from './history-page.js'
import { DraftInPane } from './jury.js'
import { draftAsked } from './jury-drafts.js'
import { MergePage, type MergeProps } from './merge-page.js'
import type { Notice } from './notices.js'
import { colleaguesOf, type Step } from './step.js'

type Status = 200 | 403 | 404 | 409 | 422

/** How many of those that wait are beside the editor. */
const waitingShown = 15

/** The verdict as the actor may see it. Noted as shown. */
export function loadView({ deps, actor, recordId, verdictId }: Step): Promise<VerdictView | NotFound> {
  return deps.review.verdict(recordId, verdictId, actor)
}

function titleOf({ persona, tool }: VerdictView): string {
  return revealInvisible(`${isolate(persona.seat)} on ${isolate(tool.name)}`)
}

export type ShowEditor = { status?: Status; notice?: Notice | null; editing?: Editing; typed?: Typed | null }

/** The editor, with what happened at the top and every word that was typed still in it. */
export async function showEditor(step: Step, { status = 200, notice = null, editing, typed = null }: ShowEditor = {}): Promise<Response> {
  const { c, deps, actor } = step
  const [view, colleagues, queue] = await Promise.all([
    loadView(step),
    colleaguesOf(deps),
    waitingFor(deps.review, { actor, limit: waitingShown }),
  ])
  if (view.status === 'not found') return sendNotFound(c, view.what)
  const done = c.req.method === 'GET' ? doneHere(c.req.query('done'), view, actor.userId) : null
  const waiting = queue.status === 'done' ? queue.items : []
  return sendPage(
    c,
    <Page title={titleOf(view)} actor={actor} path={queuePath} isWide styles={[reviewStylesheet]} script={reviewScript}>
      <EditorPage
        view={view}
        colleagues={colleagues}
        userId={actor.userId}
        typed={typed}
        back="verdict"
        editing={editing ?? startEditing(view)}
        open={draftAsked(view, c.req.query('draft'))}
        waiting={waiting}
        waitingHead={queue.status === 'done' ? scopeWords[queue.scope] : scopeWords.mine}
        waitingTotal={queue.status === 'done' ? queue.total : 0}
        notice={notice ?? done}
        mayDraftAgain={mayAs(actor, 'editor')}
        now={deps.runtime.now()}
      />
    </Page>,
    status,
  )
}

/** How the words in the editor read, by themselves: what the page puts in its place while someone writes. */
export async function showReading(step: Step): Promise<Response> {
  const view = await loadView(step)
  if (view.status === 'not found') return sendNotFound(step.c, view.what)
  if (view.isHidden || view.current === null) return sendNotFound(step.c, 'reading')
  const editing = startEditing(view)
  return step.c.html(renderHtml(<HowItReads view={view} editing={editing} reading={readEditing(view, editing.content)} />))
}

/** Another juror's draft by itself: what the page puts in its place when someone asks for it. */
export async function showDraft(step: Step): Promise<Response> {
  const view = await loadView(step)
  if (view.status === 'not found') return sendNotFound(step.c, view.what)
  const open = draftAsked(view, step.c.req.query('draft'))
  if (open === null) return sendNotFound(step.c, 'draft with that number')
  return step.c.html(renderHtml(<DraftInPane view={view} open={open} content={startEditing(view).content} />))
}

export type ShowHistory = { status?: Status; notice?: Notice | null; typed?: Typed | null; from?: number | null; to?: number | null }

/** The history: the two revisions that were asked for side by side, else the last two. */
export async function showHistory(step: Step, { status = 200, notice = null, typed = null, from, to }: ShowHistory): Promise<Response> {
  const { c, deps, actor } = step
  const view = await loadView(step)
  if (view.status === 'not found') return sendNotFound(c, view.what)
  if (view.isHidden || view.current === null) return showEditor(step)
  const { history, current } = view
  const after = to == null ? current : history.find(({ number }) => number === to)
  const before =
    from == null
      ? (history.find(({ number }) => number === (after?.parent ?? 1)) ?? current)
      : history.find(({ number }) => number === from)
  if (after === undefined || before === undefined) return sendNotFound(c, 'revision with that number')
  return sendPage(
    c,
    <Page title={`History of ${titleOf(view)}`} actor={actor} path={queuePath} styles={[reviewStylesheet]} script={reviewScript}>
      <HistoryPage view={view} before={before} after={after} notice={notice} typed={typed} now={deps.runtime.now()} />
    </Page>,
    status,
  )
}

/** Both versions of a verdict that two people wrote on, and the merge of them. */
export function showMerge(step: Step, props: Omit<MergeProps, 'now'>, status: Status): Response | Promise<Response> {
  const { c, deps, actor } = step
  return sendPage(
    c,
    <Page title="Someone saved in between" actor={actor} path={queuePath} styles={[reviewStylesheet]} script={reviewScript}>
      <MergePage {...props} now={deps.runtime.now()} />
    </Page>,
    status,
  )
}
