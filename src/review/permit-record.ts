import type { Acting } from '../contracts/actor.js'
import type { Refused } from './refusals.js'
import { type ReviewCase, recordFactsOf } from './review-case.js'
import { recordContext } from './rules/contexts.js'
import { decideRecord, type RecordAction } from './rules/record-state-machine.js'

/** The rules, and two more: what a panel is still drafting is not decided on, and what nothing proves any more is not published again. */
export function permitRecord(
  review: ReviewCase,
  { action, actor, seenSha256, reason }: { action: RecordAction; actor: Acting; seenSha256: string | null; reason: string | null },
): ReturnType<typeof decideRecord> {
  const context = recordContext(recordFactsOf(review), { seenSha256, reason })
  const decided = decideRecord({ state: review.stored.status, action, actor, context })
  if (decided.status === 'allowed' && action === 'reopen' && review.stored.repliesCleanedAt !== null)
    return repliesCleaned(review.stored.repliesCleanedAt)
  if (decided.status === 'refused' || review.stored.panelStatus !== 'running') return decided
  return action === 'approve' || action === 'publish' ? stillDrafting : decided
}

const stillDrafting: Refused = { status: 'refused', why: 'its panel is running again', fix: 'wait for it to end, or cancel it' }

function repliesCleaned(at: Date): Refused {
  const day = at.toISOString().slice(0, 10)
  return {
    status: 'refused',
    why: `the replies it rests on were deleted on ${day}, as the setting retention says`,
    fix: 'start a new panel',
  }
}
