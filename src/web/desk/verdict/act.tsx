import { type Call, callSchema } from '../../../contracts/call.js'
import { userIdSchema } from '../../../contracts/review-ids.js'
import type { Stale } from '../../../review/change-verdict.js'
import type { NotDone } from '../../../review/refusals.js'
import { showQueue } from '../queue/show-queue.js'
import { sendNotFound, textOf } from '../send.js'
import { commentIdSchema, type DoneWord, notDoneAnswer } from './answers.js'
import { problemsByField } from './fields.js'
import { showEditor, showHistory } from './show.js'
import { backWith, baseOf, type FormStep, onVerdict, typedWith } from './step.js'

type Result = { status: 'done' } | { status: 'unchanged' } | NotDone | Stale

/** Ends an action: back to where it was tried, or there again with what is wrong and all that was typed. */
async function finish(step: FormStep, action: string, { result, word }: { result: Result; word: DoneWord }): Promise<Response> {
  const isFromQueue = textOf(step.form, 'back') === 'queue'
  if (result.status === 'done' || result.status === 'unchanged')
    return backWith(step, word, { isFromQueue: isFromQueue && word !== 'called' })
  const { status, notice } = notDoneAnswer(result)
  const problems = problemsByField(result.status === 'invalid' ? result.problems : [])
  const typed = typedWith(step.form, action, problems)
  if (isFromQueue) return showQueue(step, { at: step.verdictId, status, notice, typed })
  return showEditor(step, { status, notice, typed })
}

/** Base of a write that names a revision; 0 is none and so never fresh. */
function baseNumber(form: FormData): number {
  return baseOf(form) ?? 0
}

export async function accept(step: FormStep): Promise<Response> {
  const result = await step.deps.review.accept({ ...onVerdict(step), base: baseNumber(step.form) })
  return finish(step, 'accept', { result, word: 'accepted' })
}

/** Words that an action cannot do without; null when they are there. */
function missing(form: FormData, field: 'note' | 'reason' | 'text', what: string): NotDone | null {
  if (textOf(form, field).trim() !== '') return null
  return { status: 'invalid', problems: [{ path: field, message: `write ${what}; one sentence will do` }] }
}

export async function returnIt(step: FormStep): Promise<Response> {
  const note = textOf(step.form, 'note')
  const empty = missing(step.form, 'note', 'what is to be changed')
  if (empty !== null) return finish(step, 'return', { result: empty, word: 'returned' })
  const result = await step.deps.review.return({ ...onVerdict(step), base: baseNumber(step.form), note })
  return finish(step, 'return', { result, word: 'returned' })
}

/** The other call on the words as they are: what `s` and `x` do where the whole editor is not open. */
export async function changeCall(step: FormStep): Promise<Response> {
  const { form, deps, actor, recordId, verdictId } = step
  const call = readCall(form)
  const wrong = call === null ? noCall : missing(form, 'reason', 'why the call changes')
  if (call === null || wrong !== null) return finish(step, 'call', { result: wrong ?? noCall, word: 'saved' })
  const view = await deps.review.verdict(recordId, verdictId, actor)
  if (view.status === 'not found') return sendNotFound(step.c, view.what)
  const base = baseNumber(form)
  const begun = view.history.find(({ number }) => number === base)
  if (begun === undefined) return finish(step, 'call', { result: { status: 'not found', what: 'revision' }, word: 'saved' })
  const result = await deps.review.edit({ ...onVerdict(step), base, content: { ...begun.content, call }, reason: textOf(form, 'reason') })
  return finish(step, 'call', { result, word: result.status === 'unchanged' ? 'unchanged' : 'saved' })
}

const noCall: NotDone = { status: 'invalid', problems: [{ path: 'call', message: 'choose ship, skip or abstain' }] }

function readCall(form: FormData): Call | null {
  const call = callSchema.safeParse(form.get('call'))
  return call.success ? call.data : null
}

export async function blindCall(step: FormStep): Promise<Response> {
  const call = readCall(step.form)
  const result = call === null ? noCall : await step.deps.review.blindCall({ ...onVerdict(step), call })
  return finish(step, 'blind-call', { result, word: 'called' })
}

export async function restore(step: FormStep): Promise<Response> {
  const { form, deps } = step
  const restores = baseOf(form, 'restores') ?? 0
  const empty = missing(form, 'reason', 'why it comes back')
  const result =
    empty ?? (await deps.review.restore({ ...onVerdict(step), base: baseNumber(form), restores, reason: textOf(form, 'reason') }))
  if (result.status === 'done' || result.status === 'unchanged') return backWith(step, result.status === 'done' ? 'restored' : 'unchanged')
  const { status, notice } = notDoneAnswer(result)
  const typed = typedWith(form, 'restore', problemsByField(result.status === 'invalid' ? result.problems : []))
  return showHistory(step, { status, notice, typed, to: result.status === 'not found' ? null : restores })
}

export async function comment(step: FormStep): Promise<Response> {
  const empty = missing(step.form, 'text', 'the comment')
  const result = empty ?? (await step.deps.review.comment({ ...onVerdict(step), text: textOf(step.form, 'text') }))
  return finish(step, 'comment', { result, word: 'commented' })
}

export async function resolveComment(step: FormStep): Promise<Response> {
  const commentId = commentIdSchema.safeParse(step.c.req.param('commentId'))
  if (!commentId.success) return sendNotFound(step.c, 'comment')
  const { actor, recordId } = step
  const result = await step.deps.review.resolveComment({ actor, recordId, commentId: commentId.data })
  return finish(step, 'resolve', { result, word: 'resolved' })
}

const unknownPerson: NotDone = { status: 'invalid', problems: [{ path: 'to', message: 'choose someone from the list, or no one' }] }

export async function assign(step: FormStep): Promise<Response> {
  const to = textOf(step.form, 'to')
  const note = textOf(step.form, 'note')
  if (to !== '' && !userIdSchema.safeParse(to).success) return finish(step, 'assign', { result: unknownPerson, word: 'assigned' })
  const result = await step.deps.review.assign({ ...onVerdict(step), to: to === '' ? null : to, note: note.trim() === '' ? null : note })
  return finish(step, 'assign', { result, word: 'assigned' })
}

/** Leave to keep it in spite of a flag or of a seat without a verdict; or that leave taken back. */
export async function waive(step: FormStep, action: 'waive' | 'unwaive'): Promise<Response> {
  const { form, deps } = step
  const flag = textOf(form, 'flag')
  const waives = textOf(form, 'kind') === 'flag' ? { kind: 'flag' as const, flag } : { kind: 'unscored-seat' as const }
  const empty = missing(form, 'reason', action === 'waive' ? 'why you keep it' : 'why it should block again')
  const result = empty ?? (await deps.review[action]({ ...onVerdict(step), waives, reason: textOf(form, 'reason') }))
  return finish(step, action, { result, word: action === 'waive' ? 'waived' : 'unwaived' })
}

export async function retry(step: FormStep): Promise<Response> {
  const result = await step.deps.review.retry(onVerdict(step))
  return finish(step, 'retry', { result, word: 'retried' })
}

export async function discardDraft(step: FormStep): Promise<Response> {
  const result = await step.deps.review.discardDraft(onVerdict(step))
  return finish(step, 'discard-draft', { result, word: 'discarded' })
}
