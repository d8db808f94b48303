import type { UnscoredKind, UnscoredOutcome } from '../contracts/verdict.js'

/** The outcome of a seat for which no model was called. */
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
    costUsd: 0,
    latencyMs: 0,
  }
}
