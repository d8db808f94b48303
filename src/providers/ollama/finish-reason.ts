import type { FinishReason } from '../chat-model.js'

/**
 * Ollama's `done_reason`: `stop`, `length` (num_predict or the context is used up), and `load` or `unload` for a request without
 * messages (ollama/ollama, `llm/server.go` and `server/routes.go`). Ollama knows no refusal and no content filter.
 */
export function finishReasonOf(doneReason: string | null): FinishReason {
  if (doneReason === 'stop') return 'stop'
  if (doneReason === 'length') return 'length'
  return 'other'
}
