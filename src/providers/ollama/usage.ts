import type { Usage } from '../../contracts/model-call.js'

/**
 * Ollama counts the whole prompt in `prompt_eval_count`, cached or not, and does not say how much of it came from its cache.
 * It leaves a count out when it is 0 or not known (`omitempty` in ollama/ollama, `api/types.go`).
 */
export function usageOf(counts: { prompt_eval_count: number | null; eval_count: number | null }): Usage {
  return { inputTokens: counts.prompt_eval_count, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: counts.eval_count }
}
