import type { Usage } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ChatModel } from '../../providers/chat-model.js'
import type { Instruments } from './instruments.js'

export type ChatModelObservation = {
  instruments: Pick<Instruments, 'callSeconds' | 'tokens' | 'costUsd' | 'unpricedCalls' | 'callErrors'>
  runtime: Pick<Runtime, 'monotonicMs'>
  modelLabel: (id: string) => string
  /** As in the catalog: US dollars, null when the price or a count is not known. */
  costUsd: (call: { model: string; usage: Usage }) => number | null
}

const millisecondsPerSecond = 1000

/** The same model, measuring its calls: duration, tokens, cost, errors. A reply is returned as it came, also one that cannot be read. */
export function observeChatModel(model: ChatModel, observation: ChatModelObservation): ChatModel {
  const { instruments, runtime } = observation
  return {
    id: model.id,
    read: model.read,
    complete: async (request, options) => {
      const label = observation.modelLabel(model.id)
      const startedMs = runtime.monotonicMs()
      const ended = (outcome: 'ok' | 'error' | 'aborted') =>
        instruments.callSeconds.observe({ model: label, outcome }, (runtime.monotonicMs() - startedMs) / millisecondsPerSecond)
      try {
        const raw = await model.complete(request, options)
        ended(countReply(model, raw, { ...observation, label }) ? 'ok' : 'error')
        return raw
      } catch (error) {
        const isAborted = options.signal.aborted
        ended(isAborted ? 'aborted' : 'error')
        if (!isAborted) instruments.callErrors.inc({ model: label, kind: errorKind(error) })
        throw error
      }
    },
  }
}

/** Whether the reply could be read, and so be counted. Its caller reads it too, and meets the same error there. */
function countReply(model: ChatModel, raw: unknown, observation: ChatModelObservation & { label: string }): boolean {
  const { instruments, label } = observation
  try {
    const { usage } = model.read(raw)
    countTokens(usage, observation)
    const costUsd = observation.costUsd({ model: model.id, usage })
    if (costUsd === null || !Number.isFinite(costUsd)) instruments.unpricedCalls.inc({ model: label })
    else instruments.costUsd.inc({ model: label }, Math.max(0, costUsd))
    return true
  } catch (error) {
    instruments.callErrors.inc({ model: label, kind: errorKind(error) })
    return false
  }
}

function countTokens(usage: Usage, { instruments: { tokens }, label }: ChatModelObservation & { label: string }): void {
  const { inputTokens, outputTokens } = usage
  const cached = usage.cachedInputTokens ?? 0
  if (inputTokens !== null) tokens.inc({ model: label, kind: 'input' }, Math.max(0, inputTokens - cached))
  if (usage.cachedInputTokens !== null) tokens.inc({ model: label, kind: 'cached_input' }, cached)
  if (outputTokens !== null) tokens.inc({ model: label, kind: 'output' }, outputTokens)
}

function errorKind(error: unknown): string {
  return error instanceof ProviderError ? error.kind : 'unexpected'
}
