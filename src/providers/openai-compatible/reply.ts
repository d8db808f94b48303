import type { ReplyReader } from '../chat-model.js'
import type { ReplyForm } from '../http/failed-reply.js'
import { unreadableBody } from '../http/unreadable-body.js'
import { finishReasonOf, readChatCompletion } from '../reply/chat-completion.js'
import { chatCompletionForm } from '../reply/chat-completion-form.js'
import { usageOf } from './usage.js'

/** Reads the replies of the endpoint of that name. Pure. Throws `ProviderError` (`unreadable-reply`) for one without a message. */
export function openAiCompatibleReader(name: string): ReplyReader {
  return {
    contextFix,
    read: (raw) => {
      const completion = readChatCompletion(raw)
      if (completion === null) throw unreadableEndpoint(name, raw, 'message')
      const { text, elsewhere } = completion
      return {
        text,
        finishReason: finishReasonOf(completion),
        usage: usageOf(completion),
        ...(elsewhere === undefined ? {} : { elsewhere }),
      }
    },
  }
}

/** Where the servers behind such endpoints are given a larger context. */
export const contextFix =
  'start the server with a larger one: llama.cpp with --ctx-size, which its parallel slots share (-np 1 gives all of it to one); vLLM with --max-model-len; LM Studio in how the model is loaded'

/** How a reply of that endpoint is distinguished from a failure that came with status 200. */
export function openAiCompatibleForm(name: string): ReplyForm {
  return chatCompletionForm(openAiCompatibleReader(name), usageOf)
}

/** The error for a JSON body of an endpoint's that lacks what it should hold. */
export function unreadableEndpoint(name: string, raw: unknown, missing: string) {
  return unreadableBody({ provider: name, raw, missing, fix: baseUrlFix(name) })
}

/** What to do when an endpoint does not behave like one. */
export function baseUrlFix(name: string): string {
  return `Check the baseUrl of the endpoint "${name}" in panel.config.yaml: it usually ends in /v1`
}
