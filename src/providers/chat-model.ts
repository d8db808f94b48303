import type { ChatRequest, Usage } from '../contracts/model-call.js'

/** Why a reply ended. `other` keeps an unknown reason from being taken for a good one. */
export type FinishReason = 'stop' | 'length' | 'refusal' | 'content-filter' | 'other'

/** Text that a model wrote in another place than its answer's, such as `reasoning_content` or a tool call's arguments; `field` names it. */
export type ElsewhereText = { field: string; text: string }

/** A raw reply as read: what the model wrote, how it ended, what it used. */
export type ReadReply = {
  /** The answer, without thinking in front of it. */
  text: string
  finishReason: FinishReason
  usage: Usage
  /** What it wrote in other places, where the place of the answer is empty. */
  elsewhere?: readonly ElsewhereText[]
}

export type CompleteOptions = {
  signal: AbortSignal
  /** Called once when the reply begins: a hosted prompt cache can be read from then on. */
  onBegin?: () => void
}

/**
 * One model at one provider. `complete` is the part that reaches the network, `read` the part that a replay shares with it.
 */
export type ChatModel = {
  /** The id people use, `provider:model`. */
  id: string
  /** Sends the request through the vendor's SDK and returns the reply's body as it came. Throws `ProviderError`. */
  complete: (request: ChatRequest, options: CompleteOptions) => Promise<unknown>
} & ReplyReader

/** Pure: turns a raw reply into text, usage and finish reason. Throws `ProviderError` of kind `unreadable-reply`. */
export type ReplyReader = {
  read: (raw: unknown) => ReadReply
  /** What gives a model more context, where that is a setting of its server. */
  contextFix?: string
}
