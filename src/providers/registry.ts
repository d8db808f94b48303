import { ProviderError, UsageError } from '../platform/errors.js'
import { parseModelId } from './catalog/model-id.js'
import type { ChatModel, ReplyReader } from './chat-model.js'
import type { ListedModel, LocalServer, Provider } from './provider.js'

/** A provider's models, or why they cannot be listed. */
export type ProviderListing = { provider: string; models: ListedModel[] } | { provider: string; error: ProviderError }

export type ModelRegistry = {
  /** The names that may be in front of a model id, in the order given. */
  providers: readonly string[]
  /** The model of an id `provider:model`. Throws `UsageError` for an id of another form or an unknown provider. */
  chatModel: (id: string) => ChatModel
  /** Reads the replies of a model without any means of calling it: what a replay needs. Throws like `chatModel`. */
  reader: (id: string) => ReplyReader
  /** The server of a local provider; undefined for a hosted one, or a name that is not known. */
  localServer: (provider: string) => LocalServer | undefined
  /** Asks every provider what can be used now. One that fails does not hide the others. */
  listModels: (options: { signal: AbortSignal }) => Promise<ProviderListing[]>
  /** Asks one provider, by its name. Throws `UsageError` for a name that is not known. */
  listModelsOf: (provider: string, options: { signal: AbortSignal }) => Promise<ProviderListing>
}

/** The models that can be named, by their providers. */
export function createModelRegistry({ providers }: { providers: readonly Provider[] }): ModelRegistry {
  const byName = new Map(providers.map((provider) => [provider.name, provider]))
  if (byName.size < providers.length)
    throw new UsageError(`two model providers have the same name: ${providers.map(({ name }) => name).join(', ')}`)
  const find = (id: string): { provider: Provider; model: string } => {
    const { provider: name, model } = parseModelId(id)
    const provider = byName.get(name)
    if (provider === undefined) {
      throw new UsageError(`no provider is called "${name}" (in the model id "${id}"). Known here: ${[...byName.keys()].join(', ')}`)
    }
    return { provider, model }
  }
  return {
    providers: [...byName.keys()],
    chatModel: (id) => {
      const { provider, model } = find(id)
      return provider.chatModel(model)
    },
    reader: (id) => find(id).provider.reader,
    localServer: (name) => byName.get(name)?.local,
    listModels: (options) => Promise.all(providers.map((provider) => listing(provider, options))),
    listModelsOf: async (name, options) => {
      const provider = byName.get(name)
      if (provider === undefined) throw new UsageError(`no provider is called "${name}". Known here: ${[...byName.keys()].join(', ')}`)
      return await listing(provider, options)
    },
  }
}

async function listing({ name, listModels }: Provider, options: { signal: AbortSignal }): Promise<ProviderListing> {
  try {
    return { provider: name, models: await listModels(options) }
  } catch (error) {
    if (error instanceof ProviderError) return { provider: name, error }
    throw error
  }
}
