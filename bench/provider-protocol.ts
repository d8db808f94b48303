import { z } from 'zod'

/** What `POST /control` tells the paced provider. */
export const providerSettingsSchema = z.strictObject({
  /** From a request to the head of its answer. */
  latencyMs: z.number().nonnegative(),
  /** From an answer's head to its end. */
  beginMs: z.number().nonnegative().default(0),
  /** Whether it reads the prompts and bills them as a provider with a prompt cache does. */
  meters: z.boolean().default(false),
  /** What it answers, by the persona of the brief; anyone else gets the bench reply. */
  replies: z.record(z.string(), z.string()).default({}),
})
export type ProviderSettings = z.infer<typeof providerSettingsSchema>

/** What it counted since it was last set. Its times are milliseconds on its own clock. */
export const providerStatsSchema = z.object({
  requests: z.int(),
  replies: z.int(),
  firstRequestMs: z.number().nullable(),
  lastReplyMs: z.number().nullable(),
  /** From the request to the end of the answer. */
  slowestCallMs: z.number(),
  peakInFlight: z.int(),
  inFlight: z.int(),
  /** Input tokens as sent, and as billed in units of an uncached one. */
  tokens: z.object({ sent: z.number(), billed: z.number() }),
  /** Requests whose prefix was read from the prompt cache; 0 where it does not meter. */
  cacheReads: z.int(),
})
export type ProviderStats = z.infer<typeof providerStatsSchema>

export const chatBodySchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
})
export type ChatBody = z.infer<typeof chatBodySchema>
