import { recordIdSchema, verdictIdSchema } from '../../contracts/review-ids.js'
import type { WaiveInput } from '../../review/action-inputs.js'
import type { ReviewActions } from '../../review/create-review-actions.js'
import type { NotDone } from '../../review/refusals.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext } from './env.js'
import { recordPath } from './paths.js'
import { showRecord } from './record.js'
import { readForm, sendNotFound, textOf } from './send.js'

export const recordSteps = ['approve', 'void', 'publish', 'retract', 'reopen', 'clear-stale', 'waive', 'unwaive'] as const
export type RecordStep = (typeof recordSteps)[number]

/** Decides about a record; then its page, with what was done or why not. The rules are those of the review actions. */
export function decideRecordRoute(step: RecordStep) {
  return async (c: DeskContext, dependencies: DeskDependencies): Promise<Response> => {
    const { data: recordId } = recordIdSchema.safeParse(c.req.param('recordId'))
    if (recordId === undefined) return sendNotFound(c, 'record')
    const form = await readForm(c)
    const result = await take(step, { review: dependencies.review, on: { actor: actorOf(c), recordId }, form })
    if (result.status === 'not found') return sendNotFound(c, result.what)
    if (result.status === 'refused' || result.status === 'invalid') return showRecord(c, dependencies, result)
    return c.redirect(`${recordPath(recordId)}?said=${step}`, 303)
  }
}

type Taking = { review: ReviewActions; on: { actor: ReturnType<typeof actorOf>; recordId: string }; form: FormData }

type Taken = NotDone | { status: 'done' | 'unchanged' }

const noVerdict: NotDone = { status: 'invalid', problems: [{ path: 'verdictId', message: 'name a verdict of this record' }] }

async function take(step: RecordStep, { review, on, form }: Taking): Promise<Taken> {
  const reason = textOf(form, 'reason')
  const seenSha256 = textOf(form, 'seenSha256')
  const { data: verdictId } = verdictIdSchema.safeParse(form.get('verdictId'))
  switch (step) {
    case 'approve':
      return review.approve({ ...on, seenSha256 })
    case 'publish':
      return review.publish({ ...on, seenSha256 })
    case 'retract':
      return review.retract({ ...on, publicReason: textOf(form, 'publicReason') })
    case 'void':
      return review.voidApproval({ ...on, reason })
    case 'reopen':
      return review.reopen({ ...on, reason })
    case 'clear-stale':
      return review.clearStale({ ...on, reason })
    case 'waive':
      return verdictId === undefined ? noVerdict : review.waive({ ...on, verdictId, waives: readWaives(form), reason })
    case 'unwaive':
      return verdictId === undefined ? noVerdict : review.unwaive({ ...on, verdictId, waives: readWaives(form), reason })
  }
}

function readWaives(form: FormData): WaiveInput['waives'] {
  return textOf(form, 'kind') === 'flag' ? { kind: 'flag', flag: textOf(form, 'flag') } : { kind: 'unscored-seat' }
}
