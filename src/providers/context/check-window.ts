import type { ChatRequest } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { messageText } from '../reply/message-text.js'

/** What a prompt takes: counted by the server, or the least that it can be. */
export type PromptTokens = { count: number; isCounted: boolean }

type Window = {
  provider: string
  /** What the server gives a call, prompt and reply together, in tokens. */
  windowTokens: number
  prompt: PromptTokens
  request: Pick<ChatRequest, 'sampling'>
  /** What gives it more room, as a sentence without its full stop; told how many tokens the call needs. */
  fix: (neededTokens: number) => string
}

/** A token of prose is rarely longer, in bytes of UTF-8: a prompt of so many has at least a token for each. */
const mostBytesPerToken = 8
/** A token of words in the Latin alphabet is rarely shorter. */
const fewestLettersPerToken = 2
/** What a chat template adds around a message, generously. */
const tokensPerMessage = 16
/** Room that a reply needs at least: a verdict in few words. */
const shortestReplyTokens = 1024

/**
 * Between how many tokens a prompt takes. Some tokenizers take each digit, each sign and each byte of other alphabets for one, and none has more tokens
 * than bytes. Pure.
 */
export function boundTokens(messages: ChatRequest['messages']): { least: number; most: number } {
  const text = messages.map(messageText).join('')
  const bytes = Buffer.byteLength(text, 'utf8')
  const others = Buffer.byteLength(text.replace(/[A-Za-z ]/g, ''), 'utf8')
  const most = others + Math.ceil((bytes - others) / fewestLettersPerToken) + messages.length * tokensPerMessage
  return { least: Math.floor(bytes / mostBytesPerToken), most }
}

/**
 * Throws `ProviderError` (`context-too-long`) where a prompt, with room for a short reply, does not fit what the server gives a call: some cut the
 * prompt in silence then. Of a prompt that was not counted only what is sure to be too long is refused.
 */
export function checkWindow({ provider, windowTokens, prompt, request, fix }: Window): void {
  const reply = Math.min(request.sampling.maxOutputTokens, shortestReplyTokens)
  if (prompt.count + (prompt.isCounted ? reply : 0) <= windowTokens) return
  const size = `${prompt.isCounted ? '' : 'at least '}${prompt.count} tokens`
  const needed = prompt.count + request.sampling.maxOutputTokens
  throw new ProviderError(
    `nothing was sent: the prompt has ${size}, its reply needs ${reply} more at least, and ${provider} gives a call ${windowTokens} ${windowTokens === 1 ? 'token' : 'tokens'}. ${fix(needed)}.`,
    { kind: 'context-too-long', provider, isRetryable: false, retryAfterMs: null, statusCode: null, requestId: null },
  )
}
