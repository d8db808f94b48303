import type { ReadReply, ReplyReader } from '../chat-model.js'
import { unreadableBody } from '../http/unreadable-body.js'
import { finishReasonOf, readChatCompletion } from '../reply/chat-completion.js'
import { chatCompletionForm } from '../reply/chat-completion-form.js'
import { usageOf } from './usage.js'

/** Pure. Throws `ProviderError` of kind `unreadable-reply` for a body that holds no message. */
export function readMistralReply(raw: unknown): ReadReply {
  const completion = readChatCompletion(raw)
  if (completion === null) throw unreadableMistral(raw, 'message')
  const { text, elsewhere } = completion
  return { text, finishReason: finishReasonOf(completion), usage: usageOf(completion), ...(elsewhere === undefined ? {} : { elsewhere }) }
}

/** The error for a JSON body of Mistral's that lacks what it should hold. */
export function unreadableMistral(raw: unknown, missing: string) {
  return unreadableBody({ provider: 'mistral', raw, missing, fix: 'Check that MISTRAL_BASE_URL is the address of the Mistral API' })
}

export const mistralReader: ReplyReader = { read: readMistralReply }
/** How a reply is distinguished from a failure that came with status 200. */
export const mistralForm = chatCompletionForm(mistralReader, usageOf)
