import type { UnscoredKind } from '../../contracts/call.js'
import type { Usage } from '../../contracts/model-call.js'

/** Ends that no reply says, so that the record's word is taken where there is no further recording. */
export const withoutReply: readonly string[] = [
  'no-recording',
  'over-budget',
  'provider-failure',
  'never-finished',
] satisfies UnscoredKind[]

/** A second draft, or a second opinion: what is asked besides a draft. */
type AskedBesides = {
  missing: string | null
  callKeys: readonly string[]
  usage: Usage | null
  costUsd: number | null
  latencyMs: number | null
}

/** What was asked besides a draft as its replies tell it, and where they end as the record says, with the record's word for why there is no more. Pure. */
export function endAsStated<Asked extends AskedBesides>(rebuilt: Asked, stated: Asked): Asked {
  if (rebuilt.callKeys.join() !== stated.callKeys.join()) return rebuilt
  const isWithoutReply = rebuilt.missing === 'no-recording' && stated.missing !== null && withoutReply.includes(stated.missing)
  const missing = isWithoutReply ? stated.missing : rebuilt.missing
  const { usage, costUsd, latencyMs } = stated
  if (missing === 'never-finished') return { ...rebuilt, missing, usage, costUsd, latencyMs }
  // A call may have been lost behind the recordings.
  return {
    ...rebuilt,
    missing,
    usage: usage === null ? null : rebuilt.usage,
    costUsd: costUsd === null ? null : rebuilt.costUsd,
    latencyMs: latencyMs === null ? null : rebuilt.latencyMs,
  }
}
