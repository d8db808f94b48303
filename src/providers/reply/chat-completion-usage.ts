import { z } from 'zod'

/** Tokens of a chat completion; null where the provider did not count, or counted nonsense. Thinking is part of `completionTokens`. */
export type ChatCompletionUsage = { promptTokens: number | null; cachedTokens: number | null; completionTokens: number | null }

/** A count that is missing is null, and so is one that makes no sense. */
const countSchema = z.int().nonnegative().nullable().default(null).catch(null)
/** The same, but nonsense has a value of its own: a count that was made up must not be filled in from the others. */
const statedCountSchema = z.union([z.int().nonnegative(), z.null(), z.undefined().transform(() => null)]).catch(Number.NaN)

const detailsSchema = z.object({ cached_tokens: countSchema, reasoning_tokens: countSchema }).partial().catch({})

/** The names that servers of this form use: OpenAI's first, then those of its newer API, of DeepSeek, Moonshot and Perplexity. */
const usageSchema = z
  .object({
    prompt_tokens: countSchema,
    input_tokens: countSchema,
    completion_tokens: statedCountSchema,
    output_tokens: statedCountSchema,
    total_tokens: countSchema,
    reasoning_tokens: countSchema,
    cached_tokens: countSchema,
    prompt_cache_hit_tokens: countSchema,
    prompt_tokens_details: detailsSchema,
    input_tokens_details: detailsSchema,
    completion_tokens_details: detailsSchema,
    output_tokens_details: detailsSchema,
  })
  .partial()
  .catch({})

/** The `usage` of a chat completion, whatever is there. Pure; never throws. */
export function readChatUsage(raw: unknown): ChatCompletionUsage {
  const usage = usageSchema.parse(raw)
  const promptTokens = usage.prompt_tokens ?? usage.input_tokens ?? null
  const counts = {
    promptTokens,
    writtenTokens: usage.completion_tokens ?? usage.output_tokens ?? null,
    totalTokens: usage.total_tokens ?? null,
    thinkingTokens:
      usage.completion_tokens_details?.reasoning_tokens ?? usage.output_tokens_details?.reasoning_tokens ?? usage.reasoning_tokens ?? null,
  }
  const cachedTokens =
    usage.prompt_tokens_details?.cached_tokens ??
    usage.input_tokens_details?.cached_tokens ??
    usage.prompt_cache_hit_tokens ??
    usage.cached_tokens ??
    null
  return { promptTokens, cachedTokens: plausibleCache(cachedTokens, promptTokens), completionTokens: outputTokens(counts) }
}

type Counts = { promptTokens: number | null; writtenTokens: number | null; totalTokens: number | null; thinkingTokens: number | null }

/**
 * Everything that was written, thinking included, which is billed as output. OpenAI, DeepSeek, Mistral, vLLM and OpenRouter count thinking
 * inside `completion_tokens`; xAI and Google's endpoint count it beside, in the total alone. So what the total leaves above the prompt
 * counts where it is more; and thinking above `completion_tokens` cannot be part of it. Counts that contradict each other are not known.
 */
function outputTokens({ promptTokens, writtenTokens, totalTokens, thinkingTokens }: Counts): number | null {
  if (Number.isNaN(writtenTokens)) return null
  // Some servers write 0 for a total that they do not count.
  const isTotalStated = totalTokens !== null && totalTokens > 0 && promptTokens !== null
  if (isTotalStated && totalTokens < promptTokens) return null
  const known = [
    writtenTokens,
    isTotalStated ? totalTokens - promptTokens : null,
    writtenTokens !== null && thinkingTokens !== null && thinkingTokens > writtenTokens ? writtenTokens + thinkingTokens : null,
  ].filter((count) => count !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** The cached tokens are some of the prompt's: a count above the whole is nonsense. */
function plausibleCache(cachedTokens: number | null, promptTokens: number | null): number | null {
  return cachedTokens !== null && promptTokens !== null && cachedTokens > promptTokens ? null : cachedTokens
}
