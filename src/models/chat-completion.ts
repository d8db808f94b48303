import { z } from 'zod'

/** A reply in the form of `POST /v1/chat/completions`, which OpenAI defined and many others speak, as far as it is used. */
export type ChatCompletion = {
  text: string
  /** What the model said instead of answering (OpenAI's `message.refusal`); null when it answered. */
  refusal: string | null
  /** In the provider's own words; null where it gave none. */
  finishReason: string | null
  /** Null where the provider did not count, or counted nonsense. */
  promptTokens: number | null
  cachedTokens: number | null
  completionTokens: number | null
}

/** A count that makes no sense is one we do not know. */
const countSchema = z.int().nonnegative().nullable().default(null).catch(null)
const noUsage = { prompt_tokens: null, completion_tokens: null, prompt_tokens_details: { cached_tokens: null } }
const usageSchema = z.object({
  prompt_tokens: countSchema,
  completion_tokens: countSchema,
  prompt_tokens_details: z
    .object({ cached_tokens: countSchema })
    .default(noUsage.prompt_tokens_details)
    .catch(noUsage.prompt_tokens_details),
})

/** Parts other than text, such as Mistral's `thinking`, are no part of the answer. */
const partSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string() }).transform(({ text }) => text),
  z.looseObject({ type: z.string() }).transform(() => ''),
])
/** A model that spent all its tokens on thinking, called a tool or refused has no content. */
const contentSchema = z
  .union([z.string(), z.array(partSchema).transform((parts) => parts.join(''))])
  .nullish()
  .transform((content) => content ?? '')

/** Anything more is let through; only a first choice with a message must be there. */
const chatCompletionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: contentSchema, refusal: z.string().min(1).nullable().default(null).catch(null) }),
        finish_reason: z.string().nullable().default(null).catch(null),
      }),
    )
    .min(1),
  usage: usageSchema.default(noUsage).catch(noUsage),
})

/** Pure. Null for a body that holds no message. */
export function readChatCompletion(raw: unknown): ChatCompletion | null {
  const parsed = chatCompletionSchema.safeParse(raw)
  const choice = parsed.data?.choices[0]
  if (!parsed.success || choice === undefined) return null
  const { usage } = parsed.data
  const { content, refusal } = choice.message
  return {
    text: content === '' && refusal !== null ? refusal : content,
    refusal,
    finishReason: choice.finish_reason,
    promptTokens: usage.prompt_tokens,
    cachedTokens: plausibleCache(usage.prompt_tokens_details.cached_tokens, usage.prompt_tokens),
    completionTokens: usage.completion_tokens,
  }
}

/** The cached tokens are some of the prompt's: a count above the whole is nonsense. */
function plausibleCache(cachedTokens: number | null, promptTokens: number | null): number | null {
  return cachedTokens !== null && promptTokens !== null && cachedTokens > promptTokens ? null : cachedTokens
}

/** The codes that an error body gives itself: `code` and `type`, nested in `error` or not, as text; those it has. */
export function errorCodes(body: unknown): string[] {
  const flat = errorCodeSchema.safeParse(body)
  const nested = z.object({ error: errorCodeSchema }).safeParse(body)
  return [nested.data?.error, flat.data].flatMap((codes) => [codes?.code, codes?.type]).filter((code) => typeof code === 'string')
}

const codeSchema = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
const errorCodeSchema = z.object({ code: codeSchema, type: codeSchema })
