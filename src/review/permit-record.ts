import type { Acting } from '../contracts/actor.js'
import type { Refused } from './refusals.js'
import { type ReviewCase, recordFactsOf } from './review-case.js'
import { recordContext } from './rules/contexts.js'
import { decideRecord, type RecordAction } from './rules/record-state-machine.js'

/** The rules, and one more: what a panel is still drafting is not decided on. */
export function permitRecord(
  review: ReviewCase,
  { action, actor, seenSha256, reason }: { action: RecordAction; actor: Acting; seenSha256: string | null; reason: string | null },
): ReturnType<typeof decideRecord> {
  const context = recordContext(recordFactsOf(review), { seenSha256, reason })
  const decided = decideRecord({ state: review.stored.status, action, actor, context })
  if (decided.status === 'refused' || review.stored.panelStatus !== 'running') return decided
  return action === 'approve' || action === 'publish' ? stillDrafting : decided
}

const stillDrafting: Refused = { status: 'refused', why: 'its panel is running again', fix: 'wait for it to end, or cancel it' }
