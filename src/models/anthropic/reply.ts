import { z } from 'zod'
import type { ReadReply, ReplyReader } from '../chat-model.js'
import { unreadableBody } from '../unreadable-body.js'
import { finishReasonOf } from './finish-reason.js'
import { anthropicUsageSchema, usageOf } from './usage.js'

/** Text is what we read; thinking, and whatever comes next year, is let through. */
const blockSchema = z.union([z.object({ type: z.literal('text'), text: z.string() }), z.object({ type: z.string() }).transform(() => null)])

const addressFix = 'Check that ANTHROPIC_BASE_URL is the address of the Anthropic API'
const nothingCounted = { input_tokens: null, cache_read_input_tokens: null, cache_creation_input_tokens: null, output_tokens: null }

/** A message of `POST /v1/messages`, as far as it is used. A refusal may have no content at all; only the list itself must be there. */
const messageSchema = z.object({
  content: z.array(blockSchema),
  stop_reason: z.string().nullable().default(null).catch(null),
  usage: anthropicUsageSchema.default(nothingCounted).catch(nothingCounted),
})

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that is no message. */
export function readAnthropicReply(raw: unknown): ReadReply {
  const parsed = messageSchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'anthropic', raw, missing: 'content', fix: addressFix })
  const { content, stop_reason, usage } = parsed.data
  const text = content.map((block) => block?.text ?? '').join('')
  return { text, finishReason: finishReasonOf(stop_reason), usage: usageOf(usage) }
}

export const anthropicReader: ReplyReader = { read: readAnthropicReply }
