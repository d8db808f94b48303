import type { UnscoredKind } from '../../contracts/call.js'
import type { UnscoredOutcome } from '../../contracts/verdict.js'

/** The outcome of a seat of which no model call is known. */
export function uncalled({ model, kind, reason }: { model: string; kind: UnscoredKind; reason: string }): UnscoredOutcome {
  return {
    status: 'unscored',
    kind,
    reason,
    rawText: null,
    model,
    origin: null,
    callKey: null,
    callKeys: [],
    usage: null,
    // A seat whose job died may have bought calls that no one can name any more: then neither is known.
    costUsd: kind === 'never-finished' ? null : 0,
    latencyMs: kind === 'never-finished' ? null : 0,
  }
}
