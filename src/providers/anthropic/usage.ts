import { z } from 'zod'
import type { Usage } from '../../contracts/model-call.js'

/** A count that makes no sense is one we do not know. */
const countSchema = z.int().nonnegative().nullable().default(null).catch(null)
/** Counts of the cache are left out where nothing was written or read (`accumulateMessage` in the SDK's lib/MessageStream.ts). */
const cacheCountSchema = z
  .int()
  .nonnegative()
  .nullish()
  .transform((count): number | null => count ?? 0)
  .catch(null)

/** The `usage` of a reply, as far as it is used. */
export const anthropicUsageSchema = z.object({
  input_tokens: countSchema,
  cache_read_input_tokens: cacheCountSchema,
  cache_creation_input_tokens: cacheCountSchema,
  output_tokens: countSchema,
})
export type AnthropicUsage = z.infer<typeof anthropicUsageSchema>

/**
 * Anthropic's `input_tokens` are those neither read from the cache nor written to it; the prompt is the sum of the three (`Usage` in the
 * SDK's resources/messages/messages.d.ts). Thinking counts as output. Pure.
 */
export function usageOf(counts: AnthropicUsage): Usage {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = counts
  const isCounted = input_tokens !== null && cache_read_input_tokens !== null && cache_creation_input_tokens !== null
  return {
    inputTokens: isCounted ? input_tokens + cache_read_input_tokens + cache_creation_input_tokens : null,
    cachedInputTokens: input_tokens === null ? null : cache_read_input_tokens,
    cacheWriteInputTokens: input_tokens === null ? null : cache_creation_input_tokens,
    outputTokens: output_tokens,
  }
}
