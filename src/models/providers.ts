import type { Runtime } from '../runtime.js'
import { createAnthropic } from './anthropic/anthropic.js'
import { type Catalog, createCatalog } from './catalog.js'
import { catalogEntries } from './catalog-data.js'
import type { CatalogEntry } from './catalog-entry.js'
import { createMistral } from './mistral/mistral.js'
import { createOllama } from './ollama/ollama.js'
import { endpointCatalogEntry } from './openai-compatible/catalog-entry.js'
import { createOpenAiCompatible, type OpenAiCompatibleOptions } from './openai-compatible/openai-compatible.js'
import type { Provider } from './provider.js'

/** What the configuration says of models: keys, addresses, and what is known of them. */
export type ModelSettings = {
  ollamaHost: string | null
  anthropic: { apiKey: string | null; baseUrl: string | null }
  mistral: { apiKey: string | null; baseUrl: string | null }
  endpoints: readonly (Pick<OpenAiCompatibleOptions, 'name' | 'baseUrl' | 'apiKey' | 'structuredOutput'> & { local: boolean })[]
  catalog: readonly CatalogEntry[]
}

/**
 * Every provider that can be named, and the catalog over all of them: the package's entries, then the endpoints', then the user's,
 * later ones refining earlier ones. Opens no connection and needs no key.
 */
export function createProviders(
  settings: ModelSettings,
  world: { runtime: Pick<Runtime, 'fetch'>; deadlineMs: number },
): { providers: Provider[]; catalog: Catalog } {
  const catalog = createCatalog([...catalogEntries, ...settings.endpoints.map(endpointCatalogEntry), ...settings.catalog])
  const shared = { ...world, find: catalog.find }
  const providers = [
    createAnthropic({ ...settings.anthropic, ...shared }),
    createMistral({ ...settings.mistral, ...shared }),
    createOllama({ host: settings.ollamaHost, ...shared }),
    ...settings.endpoints.map(({ local, name, baseUrl, apiKey, structuredOutput }) =>
      createOpenAiCompatible({ name, baseUrl, apiKey, structuredOutput, local, ...shared }),
    ),
  ]
  return { providers, catalog }
}
