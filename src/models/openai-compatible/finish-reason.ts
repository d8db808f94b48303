import type { FinishReason } from '../chat-model.js'

/**
 * The `finish_reason` of OpenAI's chat completions: `stop`, `length`, `content_filter`, `tool_calls`, `function_call`; vLLM adds `abort`,
 * OpenRouter `error`. A refusal has `stop`, and is known by the message's `refusal` ("Structured outputs" in OpenAI's guides).
 */
export function finishReasonOf(finishReason: string | null, refusal: string | null): FinishReason {
  if (refusal !== null) return 'refusal'
  if (finishReason === 'stop') return 'stop'
  if (finishReason === 'length') return 'length'
  if (finishReason === 'content_filter') return 'content-filter'
  return 'other'
}
