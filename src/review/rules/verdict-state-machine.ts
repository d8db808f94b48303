import type { Acting } from '../../contracts/actor.js'
import type { PanelRecord } from '../../contracts/record.js'
import { roleSchema, rolesThatMay } from '../../contracts/role.js'
import { type ActionRules, type Guard, needsReason, type Refusal, refused, transition, walk } from './state-machine.js'

/*
 * The state machine of a seat and of its current verdict:
 *
 *   planned → drafting → drafted | unscored        the worker's part; nothing here acts in `planned` or `drafting`
 *   unscored → drafting                            retry
 *   unscored → edited                              hand-write: a person writes the verdict the model did not
 *   drafted  → edited | accepted
 *   edited   → edited | accepted | drafted         drafted again when the text is the model's to the letter (restore, undo)
 *   accepted → edited | drafted                    edit, restore or return: an acceptance holds for the words it was given to
 *
 * While the record is in review all of this is open. On an approved record a change of words or of acceptance voids the approval
 * (record-state-machine.ts, `change`). On a published or retracted one it is refused until an editor reopens the record.
 */

export const verdictStates = ['planned', 'drafting', 'unscored', 'drafted', 'edited', 'accepted'] as const
export type VerdictState = (typeof verdictStates)[number]

export const verdictActions = [
  'edit',
  'accept',
  'return',
  'restore',
  'hand-write',
  'retry',
  'comment',
  'resolve-comment',
  'assign',
  'blind-call',
  'waive',
  'withdraw-waiver',
  'see-draft',
] as const
export type VerdictAction = (typeof verdictActions)[number]

export type VerdictContext = {
  record: PanelRecord['status']
  /** The reason, note or comment that comes with the action; null without one. */
  reason: string | null
  /** The revision the writer started from, and the current one; null where the seat has none. */
  baseRevision: number | null
  currentRevision: number | null
  /** Whether the words after the action are the model's to the letter. */
  becomesModelText: boolean
  /** What of the verdict itself keeps it from being accepted, each as a sentence (`quote 3 is not in its source`). */
  blockers: readonly string[]
  /** The flag that steering text changes the call, or may; null without one, and once it is waived. */
  unwaived: string | null
  /** Reviewers record a call of their own before they see a draft (the setting `review.blindFirst`). */
  blindFirst: boolean
  hasBlindCall: boolean
  /** Whether the actor was shown the draft or wrote on it. */
  hasSeenDraft: boolean
  /** The user id the verdict is assigned to; null when no one's. */
  assignedTo: string | null
  /** The user id it goes to with `assign`; null to take it from everyone. */
  assignTo: string | null
}

/** `as its text`: drafted when the words are the model's to the letter, otherwise edited. `as it was`: no change. */
type Next = VerdictState | 'as its text' | 'as it was'
type Rules = ActionRules<VerdictState, Next, VerdictContext>

const everyone = roleSchema.options
const editors = rolesThatMay('editor')

const openRecord: Guard<VerdictContext> = {
  holds: 'the record is in review or approved',
  refusal: ({ record }) =>
    record === 'in_review' || record === 'approved'
      ? null
      : { why: `the record is ${record}`, fix: 'ask an editor to reopen the record; the public page stays as it is until then' },
}
const recordInReview: Guard<VerdictContext> = {
  holds: 'the record is in review',
  refusal: ({ record }) =>
    record === 'in_review' ? null : { why: `the record is ${record}`, fix: 'ask an editor to take the record back into review' },
}
const freshRevision: Guard<VerdictContext> = {
  holds: 'the write starts from the current revision',
  refusal: ({ baseRevision, currentRevision }) =>
    baseRevision === currentRevision
      ? null
      : {
          why: `you started from ${revisionName(baseRevision)}, and ${revisionName(currentRevision)} is current`,
          fix: 'look at both versions, merge them, and save again',
        },
}
const hasCalledBlind: Guard<VerdictContext> = {
  holds: 'in blind-first mode, a reviewer has made a call of their own',
  refusal: (context, acting) =>
    !mustCallFirst(context, acting)
      ? null
      : { why: 'the draft is hidden until you have made a call of your own', fix: 'read the sources and call ship, skip or abstain' },
}
const nothingBlocks: Guard<VerdictContext> = {
  holds: 'its quotes are in their sources, its length and answers in order',
  refusal: ({ blockers }) =>
    blockers.length === 0
      ? null
      : {
          why: blockers.join('; '),
          fix: 'select a passage that was not found in its source, or remove it, and fix the rest first; only flags can be kept with a reason',
        },
}
const steeringWaived: Guard<VerdictContext> = {
  holds: 'a call that turns on steering text is waived',
  refusal: ({ unwaived }) =>
    unwaived === null ? null : { why: `it carries the flag “${unwaived}”`, fix: 'have an editor keep that flag, with a reason' },
}
const ownHandOver: Guard<VerdictContext> = {
  holds: 'a reviewer takes it, or hands over what is theirs',
  refusal: ({ assignedTo, assignTo }, { role, userId }) =>
    role !== 'reviewer' || assignTo === userId || assignedTo === userId
      ? null
      : { why: 'it is not yours to hand over', fix: 'take it first, or ask an editor' },
}
const blindIsOn: Guard<VerdictContext> = {
  holds: 'blind-first mode is on',
  refusal: ({ blindFirst }) => (blindFirst ? null : { why: 'blind-first mode is off', fix: 'set review.blindFirst: true to use it' }),
}
const unseen: Guard<VerdictContext> = {
  holds: 'the actor has made no call yet and has not seen the draft',
  refusal: ({ hasBlindCall, hasSeenDraft }) => {
    if (hasBlindCall) return { why: 'your call is on record already', fix: 'it cannot be changed; accept or edit the draft instead' }
    return hasSeenDraft ? { why: 'you have seen the draft', fix: 'leave the blind call to someone who has not' } : null
  },
}

/** Whether drafts are kept from them until they have made a call of their own. */
function mustCallFirst({ blindFirst, hasBlindCall }: VerdictContext, { role }: Acting): boolean {
  return blindFirst && !hasBlindCall && role === 'reviewer'
}

function revisionName(number: number | null): string {
  return number === null ? 'a seat without a verdict' : `revision ${number}`
}

const notYet = refused('the seat has no draft yet', 'wait for the worker; the seat shows when it is done')
const noVerdict = refused('the seat has no verdict', 'write it by hand, or retry the seat')
const hasVerdict = refused('the seat has a verdict', 'edit that one')

const changing = [openRecord, hasCalledBlind, freshRevision]
const written = (cells: Pick<Rules['states'], 'drafted' | 'edited' | 'accepted'>): Rules['states'] => ({
  planned: notYet,
  drafting: notYet,
  unscored: noVerdict,
  ...cells,
})
const everywhere = (cell: Rules['states'][VerdictState]): Rules['states'] => ({
  planned: notYet,
  drafting: notYet,
  unscored: cell,
  drafted: cell,
  edited: cell,
  accepted: cell,
})
const same = (cell: Rules['states'][VerdictState]) => written({ drafted: cell, edited: cell, accepted: cell })

/** The whole life as data: every action in every state. A state or action without its cell does not compile. */
export const verdictRules: Record<VerdictAction, Rules> = {
  edit: { does: 'edit a verdict', roles: everyone, states: same(transition('as its text', [...changing, needsReason('a reason')])) },
  accept: {
    does: 'accept a verdict',
    roles: everyone,
    states: written({
      drafted: transition('accepted', [recordInReview, hasCalledBlind, freshRevision, nothingBlocks, steeringWaived]),
      edited: transition('accepted', [recordInReview, hasCalledBlind, freshRevision, nothingBlocks, steeringWaived]),
      accepted: refused('it is accepted already', 'go on to the next one'),
    }),
  },
  return: {
    does: 'return a verdict with a note',
    roles: everyone,
    states: same(transition('as its text', [...changing, needsReason('a note')], 'the note stays as an open comment')),
  },
  restore: { does: 'restore a revision', roles: everyone, states: same(transition('as its text', [...changing, needsReason('a reason')])) },
  'hand-write': {
    does: 'write a verdict by hand',
    roles: everyone,
    states: {
      planned: notYet,
      drafting: notYet,
      unscored: transition('edited', [openRecord, freshRevision, needsReason('a reason')]),
      drafted: hasVerdict,
      edited: hasVerdict,
      accepted: hasVerdict,
    },
  },
  retry: {
    does: 'retry a seat, which may cost money,',
    roles: editors,
    states: {
      planned: refused('the seat has not been tried yet', 'wait for the worker'),
      drafting: refused('the seat is being drafted', 'wait for the worker'),
      unscored: transition('drafting', [openRecord]),
      drafted: hasVerdict,
      edited: hasVerdict,
      accepted: hasVerdict,
    },
  },
  comment: {
    does: 'comment',
    roles: everyone,
    states: {
      ...everywhere(transition('as it was', [hasCalledBlind, needsReason('the comment')])),
      unscored: transition('as it was', [needsReason('the comment')]),
    },
  },
  'resolve-comment': {
    does: 'resolve a comment',
    roles: everyone,
    states: { ...everywhere(transition('as it was', [hasCalledBlind])), unscored: transition('as it was') },
  },
  assign: { does: 'assign a verdict', roles: everyone, states: everywhere(transition('as it was', [ownHandOver])) },
  'blind-call': {
    does: 'make a blind call',
    roles: everyone,
    // On an accepted verdict, too: or only those would be refused, and it would never be shown.
    states: same(transition('as it was', [blindIsOn, recordInReview, unseen])),
  },
  waive: {
    does: 'waive an unscored seat or a flag',
    roles: editors,
    states: everywhere(transition('as it was', [openRecord, needsReason('a reason')])),
  },
  'withdraw-waiver': {
    does: 'withdraw a waiver',
    roles: editors,
    states: everywhere(transition('as it was', [openRecord, needsReason('a reason')])),
  },
  'see-draft': { does: 'see the draft', roles: everyone, states: same(transition('as it was', [hasCalledBlind])) },
}

/** What changes an approved record's content, and so voids its approval: states, revisions and waivers are in the content. */
export const voidingActions: readonly VerdictAction[] = ['edit', 'return', 'restore', 'hand-write', 'retry', 'waive', 'withdraw-waiver']

export type VerdictDecision = { status: 'allowed'; next: VerdictState; record: PanelRecord['status'] } | Refusal

/**
 * May the actor do this to the verdict now, and where does it lead? `record` is the record's state afterwards: an approved one goes back to
 * `in_review` when its content changes. To someone it is hidden from, a verdict is `drafted` whatever its state, or a refusal would tell what others
 * did. Never throws; a refusal says why and what to do.
 */
export function decideVerdict(step: {
  state: VerdictState
  action: VerdictAction
  actor: Acting
  context: VerdictContext
}): VerdictDecision {
  const { state, action, actor, context } = step
  const isHidden = (state === 'edited' || state === 'accepted') && mustCallFirst(context, actor)
  const walked = walk({ ...step, state: isHidden ? 'drafted' : state, rules: verdictRules[action] })
  if (walked.status === 'refused') return walked
  const record = voidingActions.includes(action) && context.record === 'approved' ? 'in_review' : context.record
  return { status: 'allowed', next: settle(walked.next, state, context), record }
}

function settle(next: Next, state: VerdictState, { becomesModelText }: VerdictContext): VerdictState {
  if (next === 'as it was') return state
  if (next === 'as its text') return becomesModelText ? 'drafted' : 'edited'
  return next
}
