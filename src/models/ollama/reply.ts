import { z } from 'zod'
import type { ReadReply, ReplyReader } from '../chat-model.js'
import { unreadableBody } from '../unreadable-body.js'
import { finishReasonOf } from './finish-reason.js'
import { usageOf } from './usage.js'

/** A count that makes no sense is one we do not know. */
const countSchema = z.int().nonnegative().nullable().default(null).catch(null)

/** The reply of `POST /api/chat` with `stream: false`, as far as it is used. Anything more is let through; only the text must be there. */
const replySchema = z.object({
  message: z.object({ content: z.string() }),
  done_reason: z.string().nullable().default(null).catch(null),
  prompt_eval_count: countSchema,
  eval_count: countSchema,
})

/** The fix for a body that is not Ollama's. */
export const addressFix = 'Check that OLLAMA_HOST is the address of an Ollama server'

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that holds no message. */
export function readOllamaReply(raw: unknown): ReadReply {
  const parsed = replySchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'ollama', raw, missing: 'message.content', fix: addressFix })
  const { message, done_reason, ...counts } = parsed.data
  return { text: message.content, finishReason: finishReasonOf(done_reason), usage: usageOf(counts) }
}

export const ollamaReader: ReplyReader = { read: readOllamaReply }
