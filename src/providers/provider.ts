import type { ChatModel, ReplyReader } from './chat-model.js'

/** A model that a provider says can be used now; null where it does not say. */
export type ListedModel = {
  /** As the provider names it, without the provider's own name in front. */
  name: string
  sizeBytes: number | null
  /** As the provider writes it, e.g. `8.0B`. */
  parameterSize: string | null
  /** How many tokens of prompt and reply the server gives a call of this model; left out where it does not say. */
  contextTokens?: number
}

/** How many calls a server works at together, and at how many it does now; null where it does not tell. */
export type ServerSlots = { total: number; busy: number | null }

/** A server on machines of one's own, which has as much to give as its machine. */
export type LocalServer = {
  /** What it says of its slots; null where it does not tell. Throws `ProviderError` when it cannot be asked, or loads its model. */
  slots: (options: { signal: AbortSignal }) => Promise<ServerSlots | null>
  /** Whether calls that were at work together ended each other here, whatever it says of its slots. */
  takesOneAtATime: () => boolean
}

/**
 * One provider as its folder makes it. Making one opens no connection, loads no vendor SDK and needs no key:
 * the first call does. A replay therefore takes `reader` from the same value as a live panel.
 */
export type Provider = {
  /** What comes before the first colon of a model id. */
  name: string
  reader: ReplyReader
  /** The model of that name, without the provider in front. Whether it exists shows at the first call. */
  chatModel: (model: string) => ChatModel
  /** Throws `ProviderError`. */
  listModels: (options: { signal: AbortSignal }) => Promise<ListedModel[]>
  /** Absent for a hosted provider. */
  local?: LocalServer
}
