import type { Usage } from '../../contracts/model-call.js'
import type { ChatCompletionUsage } from '../reply/chat-completion-usage.js'

/**
 * Mistral counts the whole prompt in `prompt_tokens`, and leaves `cached_tokens` out when nothing came from its cache
 * (docs.mistral.ai, "Prompt caching"): so, where it counts at all, a count of the cache that is missing is 0.
 */
export function usageOf({ promptTokens, cachedTokens, completionTokens }: ChatCompletionUsage): Usage {
  return {
    inputTokens: promptTokens,
    cachedInputTokens: promptTokens === null ? null : (cachedTokens ?? 0),
    cacheWriteInputTokens: null,
    outputTokens: completionTokens,
  }
}
