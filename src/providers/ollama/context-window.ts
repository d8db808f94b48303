import type { ChatRequest } from '../../contracts/model-call.js'
import { messageText } from '../reply/message-text.js'

/** Smallest window asked for; most panels fit it or the next. */
const smallestTokens = 8192
/**
 * Bytes of UTF-8 that are taken for one token. English prose has four and more, Chinese or Japanese three (one character),
 * and only long runs of digits or symbols have fewer: so this rather counts too many tokens than too few.
 */
const bytesPerToken = 3
/** What a chat template adds around a message, generously. */
const tokensPerMessage = 16

/**
 * How large a context (`num_ctx`, in tokens) to ask Ollama for, so that prompt and reply both fit.
 *
 * It has to be asked for: below 24 GiB of video memory Ollama loads every model with 4,096 tokens (ollama/ollama, `docs/context-length.mdx`)
 * and silently drops the oldest messages of a longer prompt (`server/prompt.go`). It is doubled from 8,192 on rather than made to measure,
 * because another `num_ctx` makes Ollama load the model again (`needsReload` in `server/sched.go`): the seats of a panel should agree on one.
 * `limitTokens` is the model's own limit, null when not known; Ollama lowers what exceeds it by itself (`NewLlamaServer` in `llm/server.go`).
 * The same request always gets the same window.
 */
export function contextWindowTokens({ messages, replySchema, sampling }: ChatRequest, limitTokens: number | null): number {
  const text = [...messages.map(messageText), JSON.stringify(replySchema.schema)].join('')
  const neededTokens =
    Math.ceil(Buffer.byteLength(text, 'utf8') / bytesPerToken) + messages.length * tokensPerMessage + sampling.maxOutputTokens
  const doublings = Math.max(0, Math.ceil(Math.log2(neededTokens / smallestTokens)))
  return Math.min(smallestTokens * 2 ** doublings, limitTokens ?? Number.POSITIVE_INFINITY)
}
