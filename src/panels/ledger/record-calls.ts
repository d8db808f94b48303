import type { ModelCall, Recording } from '../../contracts/model-call.js'
import type { PanelRecord } from '../../contracts/record.js'

/** The keys of every model call a record rests on, those of unscored seats included; each once, sorted. */
export function callKeysOf({ tools }: Pick<PanelRecord, 'tools'>): string[] {
  return [...new Set(tools.flatMap((tool) => tool.verdicts.flatMap((verdict) => verdict.callKeys)))].sort()
}

/** A finished model call as the recording that replays it. */
export function toRecording({ key, model, request, sample, origin, raw, costUsd, latencyMs, finishedAt }: ModelCall): Recording {
  return { schema: 'panel.recording/1', key, model, request, sample, origin, raw, costUsd, latencyMs, recordedAt: finishedAt }
}
