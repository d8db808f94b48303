import { readChatCompletion } from '../chat-completion.js'
import type { ReadReply, ReplyReader } from '../chat-model.js'
import { unreadableBody } from '../unreadable-body.js'
import { finishReasonOf } from './finish-reason.js'
import { usageOf } from './usage.js'

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that holds no message. */
export function readMistralReply(raw: unknown): ReadReply {
  const completion = readChatCompletion(raw)
  if (completion === null) throw unreadableMistral(raw, 'message')
  return { text: completion.text, finishReason: finishReasonOf(completion.finishReason), usage: usageOf(completion) }
}

/** The error for a JSON body of Mistral's that lacks what it should hold. */
export function unreadableMistral(raw: unknown, missing: string) {
  return unreadableBody({ provider: 'mistral', raw, missing, fix: 'Check that MISTRAL_BASE_URL is the address of the Mistral API' })
}

export const mistralReader: ReplyReader = { read: readMistralReply }
