import type { Usage } from '../../contracts/model-call.js'
import type { ChatCompletionUsage } from '../reply/chat-completion-usage.js'

/** `prompt_tokens` counts the whole prompt, cached or not; many servers do not tell how much of it came from a cache, which is not 0. */
export function usageOf({ promptTokens, cachedTokens, completionTokens }: ChatCompletionUsage): Usage {
  return { inputTokens: promptTokens, cachedInputTokens: cachedTokens, cacheWriteInputTokens: null, outputTokens: completionTokens }
}
