import { parseModelId } from './catalog/model-id.js'
import type { ReplyReader } from './chat-model.js'
import { openAiCompatibleReader } from './openai-compatible/reply.js'
import { createProviders } from './providers.js'

const noSettings = {
  ollamaHost: null,
  anthropic: { apiKey: null, baseUrl: null },
  mistral: { apiKey: null, baseUrl: null },
  endpoints: [],
  catalog: [],
}

const noNetwork = { fetch: () => Promise.reject(new Error('a reader never reaches the network')) }

/**
 * Readers of every model's replies, with no configuration and no means of calling a model. A provider of an unknown name can only have
 * been an endpoint of another machine's configuration, and those speak OpenAI's form. Throws `UsageError` for what is no model id.
 */
export function createOfflineReaders(): (model: string) => ReplyReader {
  const { providers } = createProviders(noSettings, { runtime: noNetwork, deadlineMs: 0 })
  const readers = new Map(providers.map(({ name, reader }) => [name, reader]))
  return (id) => {
    const { provider } = parseModelId(id)
    return readers.get(provider) ?? openAiCompatibleReader(provider)
  }
}
