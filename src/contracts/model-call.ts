import { z } from 'zod'
import { atMost, listOfAtMost, longest, most, recordOfAtMost } from './limits.js'
import { instantSchema, modelIdSchema, originSchema, sha256Schema } from './primitives.js'

/** Part of a message. `cacheable` marks the end of a prefix that other requests share. */
export const messagePartSchema = z.strictObject({ text: atMost(z.string(), longest.document), cacheable: z.boolean().default(false) })

export const messageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  parts: listOfAtMost(z.array(messagePartSchema).min(1), most.parts),
})
export type Message = z.infer<typeof messageSchema>

const jsonSchemaSchema = recordOfAtMost(z.record(atMost(z.string(), longest.id), z.unknown()), most.parts)

/**
 * How a model picks its next token. What is left out is as the server has it: nucleus (`topP`), the most likely tokens alone (`topK`), a share of the
 * likeliest (`minP`), and penalties for what was written before.
 */
export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2),
  maxOutputTokens: z.int().positive(),
  topP: z.number().gt(0).max(1).optional(),
  topK: z.int().positive().optional(),
  minP: z.number().min(0).max(1).optional(),
  /** 1 is none. Only servers of one's own take it. */
  repeatPenalty: z.number().gt(0).max(2).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
})
export type Sampling = z.infer<typeof samplingSchema>

/** A chat request in no provider's own form; each adapter maps it to its vendor's. */
export const chatRequestSchema = z.strictObject({
  messages: listOfAtMost(z.array(messageSchema).min(1), most.parts),
  /** What the reply must be: a JSON Schema with a name. */
  replySchema: z.strictObject({
    name: atMost(z.string(), longest.id),
    schema: jsonSchemaSchema,
    /**
     * A narrower schema for this request alone, such as with the ids that exist: what a server that decodes by a grammar holds the reply to. The
     * model is not shown it, so that prompts begin alike.
     */
    grammar: jsonSchemaSchema.optional(),
  }),
  sampling: samplingSchema,
})
export type ChatRequest = z.infer<typeof chatRequestSchema>

/**
 * Tokens as the provider counted them; null where it did not say. Input read from a prompt cache and input written to one are parts of
 * `inputTokens` that never overlap; what was written is null also where writing costs nothing extra and is not reported.
 */
export const usageSchema = z.strictObject({
  inputTokens: z.int().nonnegative().nullable(),
  cachedInputTokens: z.int().nonnegative().nullable(),
  cacheWriteInputTokens: z.int().nonnegative().nullable(),
  outputTokens: z.int().nonnegative().nullable(),
})
export type Usage = z.infer<typeof usageSchema>

/** What identifies a model call: everything that decides the reply, and nothing else (no timeout, retry or header). */
export const callIdentitySchema = z.strictObject({
  model: modelIdSchema,
  request: chatRequestSchema,
  /** 1 for the first reply to a request; a second, independent sample of the same request has 2. */
  sample: z.int().positive(),
})
export type CallIdentity = z.infer<typeof callIdentitySchema>

/** A finished model call as the ledger keeps it; `raw` is the provider's reply body, untouched. */
export const modelCallSchema = z.strictObject({
  schema: z.literal('panel.model-call/1'),
  key: sha256Schema,
  ...callIdentitySchema.shape,
  origin: originSchema,
  raw: z.unknown(),
  usage: usageSchema,
  costUsd: z.number().nonnegative().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
  finishedAt: instantSchema,
})
export type ModelCall = z.infer<typeof modelCallSchema>

const recordedReplySchema = z.strictObject({
  origin: originSchema,
  raw: z.unknown(),
  /** What the call cost in US dollars, at the price of its day; null when that is not known. */
  costUsd: z.number().nonnegative().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
  recordedAt: instantSchema,
})
export type RecordedReply = z.infer<typeof recordedReplySchema>

/** A model call in a file, which replays it. Holds no header and no key of anyone's. */
export const recordingSchema = z.strictObject({
  schema: z.literal('panel.recording/1'),
  key: sha256Schema,
  ...callIdentitySchema.shape,
  ...recordedReplySchema.shape,
})
export type Recording = z.infer<typeof recordingSchema>
