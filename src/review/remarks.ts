import type { Actor } from '../contracts/actor.js'
import type { Assignment, BlindCall, Comment } from '../contracts/review.js'
import type { AssignInput, BlindCallInput, CommentInput, IfCurrent, OnVerdict, ResolveCommentInput } from './action-inputs.js'
import { changeRecord, noSuchVerdict, type Outcome, outdated, type ReviewDependencies, verdictEntry, without } from './change-record.js'
import { decideRemark } from './decide-remark.js'
import { parseInput } from './inputs.js'
import type { Done, DoneOrUnchanged, Refused } from './refusals.js'
import { findSeat, historyOf, type ReviewCase } from './review-case.js'
import type { Refusal } from './rules/state-machine.js'
import type { StoredSeat } from './store/load-review.js'
import { viewVerdict } from './view-verdict.js'
import type { VerdictView } from './views.js'

type Remarks = {
  comment: (input: CommentInput) => Promise<Done<{ comment: Comment }>>
  resolveComment: (input: ResolveCommentInput) => Promise<DoneOrUnchanged<{ comment: Comment }>>
  assign: (input: AssignInput) => Promise<DoneOrUnchanged<{ assignment: Assignment }>>
  blindCall: (input: BlindCallInput) => Promise<Done<{ blindCall: BlindCall }>>
}

/** What is said about a verdict without changing it. */
export function createRemarks(deps: ReviewDependencies): Remarks {
  const at = () => deps.runtime.now().toISOString()
  return {
    comment: async (input) => {
      const parsed = parseInput({ text: input.text })
      if (parsed.status === 'invalid') return parsed
      const text = parsed.value.text
      const id = deps.runtime.newId('cmt')
      return onSeat(deps, input, (review, seat) => writeComment(review, { seat, input, id, at: at(), text }))
    },
    resolveComment: (input) =>
      changeRecord(deps, { recordId: input.recordId, userId: input.actor.userId }, (review) =>
        resolveComment(review, { ...input, at: at() }),
      ),
    assign: async (input) => {
      const { actor, to } = input
      const parsed = parseInput({ reason: input.note })
      if (parsed.status === 'invalid') return { ...parsed, problems: parsed.problems.map((problem) => ({ ...problem, path: 'note' })) }
      const person = to === null || to === actor.userId ? null : await deps.findPerson(to)
      if (to !== null && to !== actor.userId && person === null) return { status: 'not found', what: 'person' }
      const target = to === actor.userId ? { userId: actor.userId, name: actor.name } : person
      return onSeat(deps, input, (review, seat) =>
        assign(review, {
          seat,
          assignment: assignmentOf({ verdictId: seat.id, to: target, by: actor, at: at(), note: parsed.value.reason }),
        }),
      )
    },
    blindCall: async (input) => {
      const parsed = parseInput({ call: input.call })
      if (parsed.status === 'invalid') return parsed
      const { call } = parsed.value
      return onSeat(deps, input, (review, seat) =>
        callBlind(review, { verdictId: seat.id, persona: seat.persona, reviewer: input.actor, call, at: at() }),
      )
    },
  }
}

/** Takes a decision about one verdict of a record, if it is still as its writer read it. */
export function onSeat<T>(
  deps: ReviewDependencies,
  { recordId, verdictId, actor, isCurrent }: OnVerdict & IfCurrent<VerdictView>,
  decide: (review: ReviewCase, seat: StoredSeat) => Outcome<T>,
) {
  return changeRecord(deps, { recordId, userId: actor.userId }, (review): Outcome<T | typeof noSuchVerdict | Refused> => {
    const seat = findSeat(review, verdictId)
    if (seat === undefined) return without(noSuchVerdict)
    const holds = isCurrent === undefined || isCurrent(viewVerdict(review, { seat, actor, autosave: null }))
    return holds ? decide(review, seat) : without(outdated)
  })
}

/** An assignment as it is stored. */
export function assignmentOf(assignment: Assignment): Assignment {
  const { to } = assignment
  return { ...assignment, to: to === null ? null : { userId: to.userId, name: to.name } }
}

/** Why the actor may not hand the verdict over; null when they may. */
export function assignmentRefusal(
  review: ReviewCase,
  { seat, actor, to }: { seat: StoredSeat; actor: Actor; to: string | null },
): Refusal | null {
  const decision = decideRemark(review, { seat, action: 'assign', actor, assignTo: to })
  return decision.status === 'refused' ? decision : null
}

type NewComment = { seat: StoredSeat; input: OnVerdict; id: string; at: string; text: string | null }

function writeComment(review: ReviewCase, { seat, input, id, at, text }: NewComment): Outcome<Done<{ comment: Comment }>> {
  const { actor } = input
  const decision = decideRemark(review, { seat, action: 'comment', actor, reason: text })
  if (decision.status === 'refused') return without(decision)
  const revision = historyOf(review, seat.id).at(-1)?.number ?? null
  const comment: Comment = { id, verdictId: seat.id, author: actor, at, text: text ?? '', revision, resolved: null }
  const entry = verdictEntry(
    { review, actor, at },
    { verdictId: seat.id, action: 'comment.write', data: { commentId: id, revision, text } },
  )
  return {
    result: { status: 'done', comment },
    writes: { comments: [comment], verdicts: [commentCount(review, seat.id, 1)], log: [entry] },
  }
}

function resolveComment(
  review: ReviewCase,
  { actor, commentId, at, isCurrent = () => true }: Omit<ResolveCommentInput, 'recordId'> & { at: string },
): Outcome<DoneOrUnchanged<{ comment: Comment }>> {
  const comment = review.stored.comments.find(({ id }) => id === commentId)
  const seat = comment === undefined ? undefined : findSeat(review, comment.verdictId)
  if (comment === undefined || seat === undefined) return without({ status: 'not found', what: 'comment' })
  if (!isCurrent(comment)) return without(outdated)
  const decision = decideRemark(review, { seat, action: 'resolve-comment', actor })
  if (decision.status === 'refused') return without(decision)
  if (comment.resolved !== null) return without({ status: 'unchanged' })
  const resolved: Comment = { ...comment, resolved: { by: actor, at } }
  const entry = verdictEntry({ review, actor, at }, { verdictId: seat.id, action: 'comment.resolve', data: { commentId } })
  return {
    result: { status: 'done', comment: resolved },
    writes: { comments: [resolved], verdicts: [commentCount(review, seat.id, -1)], log: [entry] },
  }
}

function commentCount({ stored }: ReviewCase, verdictId: string, change: 1 | -1) {
  const open = stored.comments.filter((comment) => comment.verdictId === verdictId && comment.resolved === null).length
  return { verdictId, columns: { openComments: open + change } }
}

function assign(
  review: ReviewCase,
  { seat, assignment }: { seat: StoredSeat; assignment: Assignment },
): Outcome<DoneOrUnchanged<{ assignment: Assignment }>> {
  const { to, by: actor, at, note } = assignment
  const refusal = assignmentRefusal(review, { seat, actor, to: to?.userId ?? null })
  if (refusal !== null) return without(refusal)
  const before = review.stored.assignments.get(seat.id)?.to?.userId ?? null
  if (before === (to?.userId ?? null) && note === null) return without({ status: 'unchanged' })
  const data = { to: to?.userId ?? null, from: before, note }
  return {
    result: { status: 'done', assignment },
    writes: {
      verdicts: [{ verdictId: seat.id, columns: { assignment, assignedTo: to?.userId ?? null } }],
      log: [verdictEntry({ review, actor, at }, { verdictId: seat.id, action: 'verdict.assign', data })],
    },
  }
}

function callBlind(review: ReviewCase, blindCall: BlindCall): Outcome<Done<{ blindCall: BlindCall }>> {
  const { verdictId, reviewer: actor, call, at } = blindCall
  const seat = findSeat(review, verdictId)
  if (seat === undefined) return without(noSuchVerdict)
  const decision = decideRemark(review, { seat, action: 'blind-call', actor })
  if (decision.status === 'refused') return without(decision)
  return {
    result: { status: 'done', blindCall },
    writes: {
      blindCall: { userId: actor.userId, body: blindCall },
      log: [verdictEntry({ review, actor, at }, { verdictId, action: 'verdict.blind-call', data: { call } })],
    },
  }
}
