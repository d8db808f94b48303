import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import { type Usage, usageSchema } from '../../contracts/model-call.js'
import type { ReplyReader } from '../../providers/chat-model.js'

/** Far deeper than any provider's reply, and shallow enough for every JSON writer and for PostgreSQL. */
const deepest = 100
const leftOut = `(left out: nested more than ${deepest} deep)`
/** Tokens above this are no count of one reply, and more than the ledger's columns hold. */
const mostTokens = 2 ** 31 - 1

/** What is in the ledger for a reply that was paid for and that no store takes, with what is known of it. */
const unkeptReplySchema = z.strictObject({
  schema: z.literal('panel.unkept-reply/1'),
  reason: z.string().max(longest.text),
  usage: usageSchema,
})

/** The stand-in for a reply that cannot be kept. */
export function unkeptReply({ reason, usage }: { reason: string; usage: Usage }): z.infer<typeof unkeptReplySchema> {
  return { schema: 'panel.unkept-reply/1', reason, usage }
}

/** Why a reply could not be kept, where its stand-in is all there is; null for a reply. */
export function whyUnkept(raw: unknown): string | null {
  return readUnkept(raw)?.reason ?? null
}

/** A stand-in; null for a reply, which says by its first look that it is none: every reply passes here, and an error of zod's takes time. */
function readUnkept(raw: unknown): z.infer<typeof unkeptReplySchema> | null {
  if (typeof raw !== 'object' || raw === null || !('schema' in raw)) return null
  return unkeptReplySchema.safeParse(raw).data ?? null
}

/** A reply as it can be kept: the same, but for what is nested too deep to be written as JSON by everyone. */
export function keepable(raw: unknown): unknown {
  return isDeeper(raw, deepest) ? cutOff(raw, deepest) : raw
}

/** What a kept reply used, as its provider counted; a count that cannot be one is not known. Throws what the reader throws. */
export function usageIn(reader: ReplyReader, raw: unknown): Usage {
  const unkept = readUnkept(raw)
  if (unkept !== null) return unkept.usage
  const { inputTokens, cachedInputTokens, cacheWriteInputTokens, outputTokens } = reader.read(raw).usage
  return {
    inputTokens: plausible(inputTokens),
    cachedInputTokens: plausible(cachedInputTokens),
    cacheWriteInputTokens: plausible(cacheWriteInputTokens),
    outputTokens: plausible(outputTokens),
  }
}

function plausible(tokens: number | null): number | null {
  return tokens === null || tokens > mostTokens ? null : tokens
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

function cutOff(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return leftOut
  if (Array.isArray(value)) return value.map((inner) => cutOff(inner, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cutOff(inner, levels - 1)]))
}
