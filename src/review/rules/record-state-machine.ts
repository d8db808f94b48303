import type { Acting } from '../../contracts/actor.js'
import type { PanelRecord } from '../../contracts/record.js'
import { rolesThatMay } from '../../contracts/role.js'
import { type Hand, handOf } from './four-eyes.js'
import { type ActionRules, actingRoles, type Guard, needsReason, type Refusal, refused, transition, walk } from './state-machine.js'

/*
 * The life of a record:
 *
 *   in_review → approved          approve: bound to the SHA-256 of the content the approver saw
 *   approved  → in_review         void, or any change of content, or a source that changed
 *   approved  → published         publish: the approved bytes and no others
 *   published → retracted         retract, with a reason for the public
 *   published | retracted → in_review   reopen: work goes on, and the site shows what it showed
 *
 * What the site shows is a thing of its own (`standing`): a reopened record stays public as it was published until it is published
 * again or retracted, so that fixing a typing error does not take a page down. `stale` is a mark, no state: a source changed, and
 * nothing is approved or published until an editor has looked and cleared it.
 */

export const recordStates = ['in_review', 'approved', 'published', 'retracted'] as const satisfies readonly PanelRecord['status'][]
export type RecordState = (typeof recordStates)[number]

export const recordActions = ['approve', 'void', 'publish', 'retract', 'reopen', 'change', 'mark-stale', 'clear-stale'] as const
export type RecordAction = (typeof recordActions)[number]

export type RecordContext = {
  /** The content's hash the actor saw; null when the action names none. */
  seenSha256: string | null
  currentSha256: string
  /** What the current approval is bound to; null without one. */
  approvedSha256: string | null
  /** What the site shows now. */
  standing: 'none' | 'published' | 'retracted'
  isStale: boolean
  /** How many items of the checklist block. */
  blockers: number
  /** The setting `review.fourEyes`. */
  fourEyes: boolean
  /** Those who wrote, accepted or waived something that is in the record (four-eyes.ts). */
  hands: readonly Hand[]
  /** Who gave the current approval, by user id; null without one. */
  approvedBy: string | null
  /** How many verdicts of the record make a call: ship, skip or abstain. */
  calls: number
  reason: string | null
}

type Next = RecordState | 'as it was'
type Rules = ActionRules<RecordState, Next, RecordContext>

const editors = rolesThatMay('editor')

const seesCurrent: Guard<RecordContext> = {
  holds: 'the record reads as it did when the actor opened it',
  refusal: ({ seenSha256, currentSha256 }) =>
    seenSha256 === currentSha256
      ? null
      : { why: 'the record has changed since you opened it', fix: 'read it as it is now, and decide again' },
}
const checklistClear: Guard<RecordContext> = {
  holds: 'nothing on the checklist blocks',
  refusal: ({ blockers }) =>
    blockers === 0
      ? null
      : { why: `${blockers} ${blockers === 1 ? 'thing blocks' : 'things block'} it`, fix: 'work through the checklist of the record' },
}
const notStale: Guard<RecordContext> = {
  holds: 'no source has changed unseen',
  refusal: ({ isStale }) =>
    isStale ? { why: 'a source of the record has changed', fix: 'compare the source, fix the verdicts, and clear the mark' } : null,
}
const othersHands = 'ask an editor who wrote and accepted nothing in it, and kept nothing that blocked'
const fourEyes: Guard<RecordContext> = {
  holds: 'the actor wrote, accepted and waived nothing in it (unless `review.fourEyes: false`)',
  refusal: ({ fourEyes: isOn, hands }, { userId }) => {
    const did = handOf(hands, userId)
    if (!isOn || did.length === 0) return null
    if (did.includes('wrote')) return { why: 'you edited one of its verdicts', fix: othersHands }
    if (did.includes('accepted')) return { why: 'you accepted one of its verdicts', fix: othersHands }
    return { why: 'you kept something in it that blocked', fix: othersHands }
  },
}
const othersWords: Guard<RecordContext> = {
  holds: 'the actor wrote none of its words (unless `review.fourEyes: false`)',
  refusal: ({ fourEyes: isOn, hands }, { userId }) =>
    isOn && handOf(hands, userId).includes('wrote')
      ? { why: 'you edited one of its verdicts', fix: 'ask an editor who edited none of them' }
      : null,
}
/** An approval may be from when the setting was off, or the rule another. */
const approvedByAnother: Guard<RecordContext> = {
  holds: 'the approver wrote, accepted and waived nothing in it (unless `review.fourEyes: false`)',
  refusal: ({ fourEyes: isOn, hands, approvedBy }) =>
    isOn && approvedBy !== null && handOf(hands, approvedBy).length > 0
      ? {
          why: 'the person who approved it wrote or accepted something in it, or kept what blocked',
          fix: 'void the approval, and have it approved by an editor who did none of that',
        }
      : null,
}
const hasCall: Guard<RecordContext> = {
  holds: 'at least one verdict makes a call',
  refusal: ({ calls }) =>
    calls > 0 ? null : { why: 'no seat of it has a verdict', fix: 'try its seats again, or write at least one verdict by hand' },
}
const approvedBytes: Guard<RecordContext> = {
  holds: 'the approval is bound to these very bytes',
  refusal: ({ approvedSha256, currentSha256 }) =>
    approvedSha256 === currentSha256
      ? null
      : {
          why: 'the approval was given to another content: the verdicts, or what the checks find in them, have changed since',
          fix: 'take it back into review and have it approved as it is',
        },
}
const isPublic: Guard<RecordContext> = {
  holds: 'a published version is on the site',
  refusal: ({ standing }) => (standing === 'published' ? null : { why: 'nothing of it is public', fix: 'there is nothing to retract' }),
}
const isMarked: Guard<RecordContext> = {
  holds: 'a source has changed',
  refusal: ({ isStale }) => (isStale ? null : { why: 'the record carries no such mark', fix: 'there is nothing to clear' }),
}
const publicReason = needsReason<RecordContext>('a reason for the public')
const reason = needsReason<RecordContext>('a reason')

const reopenFirst = refused('the record is public', 'reopen it first; the public page stays as it is until you publish again')
const isRetracted = refused('the record is retracted', 'reopen it first')
const isApproved = refused('it is approved already', 'publish it, or void the approval')
const notApproved = refused('it is not approved', 'have it approved first')

/** The whole life as data: every action in every state. */
export const recordRules: Record<RecordAction, Rules> = {
  approve: {
    does: 'approve a record',
    roles: editors,
    states: {
      in_review: transition('approved', [seesCurrent, notStale, checklistClear, hasCall, fourEyes]),
      approved: isApproved,
      published: refused('it is published already', 'reopen it to change it'),
      retracted: isRetracted,
    },
  },
  void: {
    does: 'void an approval',
    roles: editors,
    states: {
      in_review: notApproved,
      approved: transition('in_review', [reason]),
      published: refused('it is published', 'reopen it, or retract it'),
      retracted: isRetracted,
    },
  },
  publish: {
    does: 'publish a record',
    roles: editors,
    states: {
      in_review: notApproved,
      approved: transition('published', [seesCurrent, approvedBytes, notStale, checklistClear, hasCall, othersWords, approvedByAnother]),
      published: refused('it is published already', 'reopen it to change it'),
      retracted: isRetracted,
    },
  },
  retract: {
    does: 'retract a record',
    roles: editors,
    states: {
      in_review: transition('retracted', [isPublic, publicReason], 'a version published before a reopening'),
      approved: transition('retracted', [isPublic, publicReason], 'a version published before a reopening'),
      published: transition('retracted', [publicReason]),
      retracted: refused('it is retracted already', 'reopen it to fix it'),
    },
  },
  reopen: {
    does: 'reopen a record',
    roles: editors,
    states: {
      in_review: refused('it is in review', 'go on'),
      approved: refused('it is approved and not public', 'void the approval instead'),
      published: transition('in_review', [reason], 'the site shows what it showed'),
      retracted: transition('in_review', [reason], 'the site shows what it showed'),
    },
  },
  change: {
    does: "change a record's content",
    roles: actingRoles,
    states: {
      in_review: transition('in_review'),
      approved: transition('in_review', [], 'the approval is void'),
      published: reopenFirst,
      retracted: isRetracted,
    },
  },
  'mark-stale': {
    does: 'mark a record stale',
    roles: ['system'],
    states: {
      in_review: transition('in_review'),
      approved: transition('in_review', [], 'the approval is void'),
      published: transition('published', [], 'the page says that a source has changed'),
      retracted: transition('retracted'),
    },
  },
  'clear-stale': {
    does: 'clear the mark of a changed source',
    roles: [...editors, 'system'],
    states: {
      in_review: transition('as it was', [isMarked, reason]),
      approved: transition('as it was', [isMarked, reason]),
      published: transition('as it was', [isMarked, reason]),
      retracted: transition('as it was', [isMarked, reason]),
    },
  },
}

export type RecordDecided = { status: 'allowed'; next: RecordState; standing: RecordContext['standing']; voidsApproval: boolean } | Refusal

/**
 * May the actor do this to the record now, where does it lead, and what does the site show then? `voidsApproval` is true when an approval
 * was given and is void now without having been used. Never throws; a refusal says why and what to do.
 */
export function decideRecord(step: { state: RecordState; action: RecordAction; actor: Acting; context: RecordContext }): RecordDecided {
  const { state, action, context } = step
  const walked = walk({ ...step, rules: recordRules[action] })
  if (walked.status === 'refused') return walked
  const next = walked.next === 'as it was' ? state : walked.next
  return {
    status: 'allowed',
    next,
    standing: standingAfter(action, context),
    voidsApproval: state === 'approved' && next !== 'approved' && action !== 'publish',
  }
}

function standingAfter(action: RecordAction, { standing }: RecordContext): RecordContext['standing'] {
  if (action === 'publish') return 'published'
  return action === 'retract' ? 'retracted' : standing
}
