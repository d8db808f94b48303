import { parseModelId } from './catalog/model-id.js'
import type { ReplyReader } from './chat-model.js'
import type { ProviderDefinition } from './definition.js'
import { endpointFamily, providerDefinitions } from './definitions.js'

/**
 * Readers of every model's replies, with no configuration and no means of calling a model. A provider of an unknown name can only have
 * been an endpoint of another machine's configuration, and is read in the form that those speak. Throws `UsageError` for what is no model id.
 */
export function createOfflineReaders(definitions: readonly ProviderDefinition[] = providerDefinitions): (model: string) => ReplyReader {
  const readers = new Map(
    definitions.flatMap((definition) => (definition.kind === 'api' ? [[definition.id, definition.reader] as const] : [])),
  )
  return (id) => {
    const { provider } = parseModelId(id)
    return readers.get(provider) ?? endpointFamily.reader(provider)
  }
}
