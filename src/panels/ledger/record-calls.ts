import type { ModelCall, Recording } from '../../contracts/model-call.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { SteeringTest } from '../../contracts/second-draft.js'
import type { Opinion } from '../../contracts/second-opinion.js'

/** The keys of every model call a record rests on, those of unscored seats, second drafts and second opinions included; each once, sorted. */
export function callKeysOf({ tools }: Pick<PanelRecord, 'tools'>): string[] {
  return [...new Set(tools.flatMap(({ verdicts }) => verdicts.flatMap(allCallKeys)))].sort()
}

type Called = { callKeys: readonly string[]; opinion?: Opinion | undefined; steering?: SteeringTest | undefined }

/** The keys of every model call of a seat: its own, then those of its second draft and of the second opinion. */
export function allCallKeys({ callKeys, opinion, steering }: Called): string[] {
  return [...callKeys, ...(steering?.callKeys ?? []), ...(opinion?.callKeys ?? [])]
}

/** A finished model call as the recording that replays it. */
export function toRecording({ key, model, request, sample, origin, raw, costUsd, latencyMs, finishedAt }: ModelCall): Recording {
  return { schema: 'panel.recording/1', key, model, request, sample, origin, raw, costUsd, latencyMs, recordedAt: finishedAt }
}
