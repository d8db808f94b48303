import type { Assignment, Comment } from '../contracts/review.js'
import type { Revision, VerdictContent } from '../contracts/revision.js'
import { checkPredictions } from '../panels/draft/check-predictions.js'
import { juryCall } from '../panels/record/build-verdict.js'
import type {
  AcceptInput,
  EditInput,
  HandWriteInput,
  IfCurrent,
  MergeInput,
  OnVerdict,
  RestoreInput,
  ReturnInput,
} from './action-inputs.js'
import {
  changeRecord,
  noSuchVerdict,
  type Outcome,
  outdated,
  type ReviewDependencies,
  verdictEntry,
  voiding,
  without,
} from './change-record.js'
import { repairQuotes } from './check-quotes.js'
import { parseInput } from './inputs.js'
import type { InputProblem, NotDone } from './refusals.js'
import { assignmentOf, assignmentRefusal } from './remarks.js'
import { factsOf, findSeat, historyOf, type ReviewCase, verdictState } from './review-case.js'
import { verdictContext } from './rules/contexts.js'
import type { Merge } from './rules/merge.js'
import { questionCounts } from './rules/questions.js'
import { type Change, modelDraft, type Revised, revise } from './rules/revise.js'
import { decideVerdict, type VerdictAction, type VerdictDecision, type VerdictState } from './rules/verdict-state-machine.js'
import type { StoredSeat } from './store/load-review.js'
import type { ReviewWrites } from './store/review-writes.js'
import { isHiddenFrom, reviewedVerdict } from './view-record.js'
import { viewVerdict } from './view-verdict.js'
import type { RecordStatus, VerdictView } from './views.js'

/** Someone wrote in between. Nothing was written; `yours` is what was sent, `merge` a proposal (null where there is no common base). */
export type Stale = { status: 'stale'; base: Revision | null; current: Revision; yours: VerdictContent; merge: Merge | null }

/** A revision was written. `voided`: there was an approval, and it is void now. `repaired`: the numbers of quotes that got their source's words. */
export type RevisionWritten = {
  status: 'done'
  revision: Revision
  state: VerdictState
  record: RecordStatus
  voided: boolean
  repaired: readonly number[]
}

/** It says what was stored already: nothing was written. */
export type RevisionUnchanged = { status: 'unchanged'; revision: Revision }

export type RevisionResult = RevisionWritten | RevisionUnchanged | Stale | NotDone

type Person = { userId: string; name: string }
/** A change, and its rule; `assignTo` comes with a return. */
type Step = { input: OnVerdict & IfCurrent<VerdictView>; action: VerdictAction; change: Change; assignTo?: Person | null }

type VerdictChanges = {
  edit: (input: EditInput) => Promise<RevisionResult>
  merge: (input: MergeInput) => Promise<RevisionResult>
  accept: (input: AcceptInput) => Promise<RevisionResult>
  return: (input: ReturnInput) => Promise<RevisionResult>
  restore: (input: RestoreInput) => Promise<RevisionResult>
  handWrite: (input: HandWriteInput) => Promise<RevisionResult>
}

/** What writes revisions. */
export function createVerdictChanges(deps: ReviewDependencies): VerdictChanges {
  const run = (step: Step): Promise<RevisionResult> => {
    const { recordId, actor } = step.input
    return changeRecord(deps, { recordId, userId: actor.userId }, (review) => decide(deps, review, step))
  }
  const write = async (kind: 'edit' | 'merge', input: EditInput): Promise<RevisionResult> => {
    const parsed = parseInput({ content: input.content, reason: input.reason, base: input.base })
    if (parsed.status === 'invalid') return parsed
    const { content, reason, base } = parsed.value
    return run({ input, action: 'edit', change: { kind, content, reason: reason, base } })
  }
  return {
    edit: (input) => write('edit', input),
    merge: (input) => write('merge', input),
    accept: async (input) => {
      const parsed = parseInput({ reason: input.reason, base: input.base })
      if (parsed.status === 'invalid') return parsed
      const { reason, base } = parsed.value
      return run({ input, action: 'accept', change: { kind: 'accept', reason: reason, base } })
    },
    return: async (input) => {
      const parsed = parseInput({ reason: input.note, base: input.base })
      if (parsed.status === 'invalid') return { ...parsed, problems: parsed.problems.map(noteProblem) }
      const { reason, base } = parsed.value
      const to = input.to ?? null
      const assignTo = to === null ? null : await deps.findPerson(to)
      if (to !== null && assignTo === null) return { status: 'not found', what: 'person' }
      return run({ input, action: 'return', change: { kind: 'return', reason: reason, base }, assignTo })
    },
    restore: async (input) => {
      const parsed = parseInput({ reason: input.reason, base: input.base })
      if (parsed.status === 'invalid') return parsed
      const { reason, base } = parsed.value
      return run({ input, action: 'restore', change: { kind: 'restore', restores: input.restores, reason: reason, base } })
    },
    handWrite: async (input) => {
      const parsed = parseInput({ content: input.content, reason: input.reason })
      if (parsed.status === 'invalid') return parsed
      const { content, reason } = parsed.value
      return run({ input, action: 'hand-write', change: { kind: 'hand-written', content, reason: reason, base: null } })
    },
  }
}

function noteProblem({ path, message }: { path: string; message: string }) {
  return { path: path === 'reason' ? 'note' : path, message }
}

function decide(deps: ReviewDependencies, review: ReviewCase, asSent: Step): Outcome<RevisionResult> {
  const { input, assignTo = null } = asSent
  const seat = findSeat(review, input.verdictId)
  if (seat === undefined) return without(noSuchVerdict)
  const holds = input.isCurrent === undefined || input.isCurrent(viewVerdict(review, { seat, actor: input.actor, autosave: null }))
  if (!holds) return without(outdated)
  const { change, repaired } = repairChange(review, seat, asSent.change)
  const step = { ...asSent, change }
  const history = historyOf(review, seat.id)
  const at = deps.runtime.now().toISOString()
  const revised = revise({ history, change, by: input.actor, written: { id: deps.runtime.newId('rev'), verdictId: seat.id, at } })
  if (revised.status === 'no such revision') return without(noSuchRevision(review, { seat, step, revised }))
  const decision = permit(review, { seat, step, revised })
  if (decision.status === 'refused') return without(decision)
  if (revised.status === 'stale') return without(revised)
  const problems =
    'content' in change ? [...predictionProblems(review, seat, change.content), ...callProblems(review, seat, change.content)] : []
  if (problems.length > 0) return without({ status: 'invalid', problems })
  if (revised.status === 'unchanged') return without({ status: 'unchanged', revision: revised.current })
  const handOver = assignTo === null ? null : assignmentRefusal(review, { seat, actor: input.actor, to: assignTo.userId })
  if (handOver !== null) return without(handOver)
  const { revision } = revised
  const voided = review.stored.status === 'approved' && decision.record === 'in_review'
  const note = step.action === 'return' ? noteOf(deps, revision, input) : null
  const assignment =
    assignTo === null ? null : assignmentOf({ verdictId: seat.id, to: assignTo, by: input.actor, at, note: revision.reason })
  return {
    result: { status: 'done', revision, state: decision.next, record: decision.record, voided, repaired },
    writes: writesOf(review, { seat, revision, decision, note, assignment, input, repaired }),
  }
}

/** Which revisions there are is not for someone the draft is hidden from: they are refused whatever number they name. */
function noSuchRevision(review: ReviewCase, asked: { seat: StoredSeat; step: Step; revised: Revised }): NotDone {
  const refusal = isHiddenFrom(review, asked.seat, asked.step.input.actor) ? permit(review, asked) : null
  return refusal?.status === 'refused' ? refusal : { status: 'not found', what: 'revision' }
}

/** A change whose quotes were looked up: those that were nearly a passage have its words. */
function repairChange(review: ReviewCase, { id, tool }: StoredSeat, change: Change): { change: Change; repaired: number[] } {
  const dossier = review.documents.dossiers.find((candidate) => candidate.tool.slug === tool)
  if (!('content' in change) || dossier === undefined) return { change, repaired: [] }
  const kept = historyOf(review, id).filter(({ number }, index, all) => number === change.base || index === all.length - 1)
  const { content, repaired } = repairQuotes(change.content, { dossier, kept: kept.map((revision) => revision.content) })
  return { change: { ...change, content }, repaired }
}

/** What people write is held to the date of its dossier at once: the form is still before them. */
function predictionProblems(review: ReviewCase, { tool }: StoredSeat, content: VerdictContent): InputProblem[] {
  const dossier = review.documents.dossiers.find((candidate) => candidate.tool.slug === tool)
  return checkPredictions(content.predictions, dossier?.asOf ?? null).map(({ path, message }) => ({
    path: ['content', 'predictions', ...path].join('.'),
    message,
  }))
}

/** Jurors are split, and no person: where they are not, a call is one of three. */
function callProblems(review: ReviewCase, { id }: StoredSeat, { call }: VerdictContent): InputProblem[] {
  const { verdict } = reviewedVerdict(review, id)
  if (call !== 'split' || (verdict !== null && juryCall(verdict) === 'split')) return []
  return [{ path: 'content.call', message: 'choose ship, skip or abstain: the jurors of this seat are not split' }]
}

/**
 * The rules, for a writer who started from the current version: a stale write is reported as such only to someone who may write at all. A person who wrote
 * by hand while someone else did, meets that verdict as one who edits it.
 */
function permit(review: ReviewCase, { seat, step, revised }: { seat: StoredSeat; step: Step; revised: Revised }): VerdictDecision {
  const { input, change } = step
  const history = historyOf(review, seat.id)
  const current = history.at(-1) ?? null
  const isStale = revised.status === 'stale'
  const action = isStale && step.action === 'hand-write' && history[0]?.kind === 'hand-written' ? 'edit' : step.action
  const content = change.kind === 'restore' ? { restores: change.restores } : 'content' in change ? change.content : null
  const check =
    action !== 'accept' || current === null ? null : review.check({ tool: seat.tool, persona: seat.persona, content: current.content })
  const context = verdictContext(factsOf(review, seat.id, input.actor), {
    reason: change.reason,
    baseRevision: isStale ? (current?.number ?? null) : change.base,
    content,
    assignTo: null,
    check,
  })
  return decideVerdict({ state: verdictState(review, seat), action, actor: input.actor, context })
}

function noteOf(deps: ReviewDependencies, revision: Revision, { actor }: OnVerdict): Comment {
  const { verdictId, at, number, reason } = revision
  return { id: deps.runtime.newId('cmt'), verdictId, author: actor, at, text: reason ?? '', revision: number, resolved: null }
}

type Written = {
  seat: StoredSeat
  revision: Revision
  decision: Extract<VerdictDecision, { status: 'allowed' }>
  note: Comment | null
  assignment: Assignment | null
  input: OnVerdict
  repaired: readonly number[]
}

function writesOf(review: ReviewCase, { seat, revision, decision, note, assignment, input, repaired }: Written): ReviewWrites {
  const { actor } = input
  const { at, number, kind, contentSha256, reason, restores } = revision
  const subject = { review, actor, at }
  const history = historyOf(review, seat.id)
  const isFirstTouch = !review.stored.revisions.has(seat.id)
  const open = review.stored.comments.filter(({ verdictId, resolved }) => verdictId === seat.id && resolved === null).length
  const state = decision.next === 'drafted' || decision.next === 'accepted' ? decision.next : ('edited' as const)
  const isVoided = review.stored.status === 'approved' && decision.record === 'in_review'
  const voided = isVoided ? voiding(subject, `revision ${number} of ${seat.persona} on ${seat.tool}: ${reason ?? kind}`) : null
  const data = {
    revision: number,
    kind,
    contentSha256,
    reason,
    restores,
    commentId: note?.id ?? null,
    assignedTo: assignment?.to?.userId ?? null,
    ...(repaired.length === 0 ? {} : { repairedQuotes: [...repaired] }),
    ...questionsIn(review, seat, revision),
  }
  return {
    revisions: isFirstTouch ? [...history, revision] : [revision],
    verdicts: [
      {
        verdictId: seat.id,
        columns: {
          revision: number,
          state,
          isReturned: kind === 'return',
          call: revision.content.call,
          changedAt: new Date(at),
          openComments: open + (note === null ? 0 : 1),
          ...(assignment === null ? {} : { assignment, assignedTo: assignment.to?.userId ?? null }),
        },
      },
    ],
    ...(note === null ? {} : { comments: [note] }),
    ...(kind === 'accept' || kind === 'return' ? {} : { dropAutosave: { verdictId: seat.id, userId: actor.userId } }),
    ...(voided === null ? {} : { recordStatus: voided.recordStatus, review: voided.review }),
    log: [verdictEntry(subject, { verdictId: seat.id, action: `verdict.${kind}`, data }), ...(voided?.log ?? [])],
  }
}

/** What a step does about a second model's questions; nothing where none was asked. */
function questionsIn(review: ReviewCase, { id }: StoredSeat, revision: Revision): { questions?: { before: number; after: number } } {
  const { verdict } = reviewedVerdict(review, id)
  const history = historyOf(review, id)
  const opinion = verdict?.status === 'drafted' ? verdict.opinion : undefined
  const [draft, before] = [modelDraft(history)?.content, history.at(-1)?.content]
  const questions = questionCounts({ opinion, draft, before, after: revision.content })
  return questions === null ? {} : { questions }
}
