import type { ModelCall, Recording } from '../../contracts/model-call.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { BlindTest, SteeringTest } from '../../contracts/second-draft.js'
import type { Opinion } from '../../contracts/second-opinion.js'

/** The keys of every model call a record rests on, those of unscored seats, second drafts and second opinions included; each once, sorted. */
export function callKeysOf({ tools, headToHead = [] }: Pick<PanelRecord, 'tools' | 'headToHead'>): string[] {
  const called = [...tools.flatMap(({ verdicts }) => verdicts), ...headToHead.flatMap(({ jurors }) => jurors)]
  return [...new Set(called.flatMap(allCallKeys))].sort()
}

type Called = {
  callKeys: readonly string[]
  opinion?: Opinion | undefined
  steering?: SteeringTest | undefined
  blind?: Pick<BlindTest, 'callKeys'> | undefined
  jury?: { drafts: readonly Called[] } | undefined
}

/** The keys of every model call of a seat: its own, then those of its second drafts and of the second opinion, and of its other drafts. */
export function allCallKeys({ callKeys, opinion, steering, blind, jury }: Called): string[] {
  const others = jury?.drafts.flatMap(allCallKeys) ?? []
  return [...callKeys, ...(steering?.callKeys ?? []), ...(blind?.callKeys ?? []), ...(opinion?.callKeys ?? []), ...others]
}

/** A finished model call as the recording that replays it. */
export function toRecording({ key, model, request, sample, origin, raw, costUsd, latencyMs, finishedAt }: ModelCall): Recording {
  return { schema: 'panel.recording/1', key, model, request, sample, origin, raw, costUsd, latencyMs, recordedAt: finishedAt }
}
