import type { FinishReason } from '../chat-model.js'

/**
 * Mistral's `finish_reason`: `stop`, `length` (max_tokens), `model_length` (the context is used up), `tool_calls`, `error`
 * (`ChatCompletionChoiceFinishReason` in @mistralai/mistralai). A content filter is not among them yet; OpenAI's word for it is understood.
 */
export function finishReasonOf(finishReason: string | null): FinishReason {
  if (finishReason === 'stop') return 'stop'
  if (finishReason === 'length' || finishReason === 'model_length') return 'length'
  if (finishReason === 'content_filter') return 'content-filter'
  return 'other'
}
