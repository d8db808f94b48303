import type { Actor } from '../contracts/actor.js'
import { factsOf, historyOf, type ReviewCase, verdictState } from './review-case.js'
import { verdictContext } from './rules/contexts.js'
import { decideVerdict, type VerdictAction, type VerdictDecision } from './rules/verdict-state-machine.js'
import type { StoredSeat } from './store/load-review.js'

export type Asked = { seat: StoredSeat; action: VerdictAction; actor: Actor; reason?: string | null; assignTo?: string | null }

/** The rules for what leaves a verdict's words as they are. */
export function decideRemark(review: ReviewCase, { seat, action, actor, reason = null, assignTo = null }: Asked): VerdictDecision {
  const baseRevision = historyOf(review, seat.id).at(-1)?.number ?? null
  const context = verdictContext(factsOf(review, seat.id, actor), { reason, baseRevision, content: null, assignTo, check: null })
  return decideVerdict({ state: verdictState(review, seat), action, actor, context })
}
