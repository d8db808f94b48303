import type { Runtime } from '../platform/runtime.js'
import { createAnthropic } from './anthropic/anthropic.js'
import { type Catalog, createCatalog } from './catalog/catalog.js'
import { catalogEntries } from './catalog/catalog-data.js'
import type { CatalogEntry } from './catalog/catalog-entry.js'
import { type CallTimeouts, callTimeouts, type TimeoutSettings } from './http/call-timeouts.js'
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
  /** How long calls may take, by the provider's name; what is left out has its default. */
  timeouts?: Readonly<Partial<Record<string, TimeoutSettings>>>
}

/**
 * Every provider that can be named, and the catalog over all of them: the package's entries, then the endpoints', then the user's,
 * later ones refining earlier ones. Opens no connection and needs no key. With a `deadlineMs`, each call has that long at most and the
 * configured timeouts do not count: for who only looks.
 */
export function createProviders(
  settings: ModelSettings,
  { runtime, deadlineMs }: { runtime: Pick<Runtime, 'fetch'>; deadlineMs?: number },
): { providers: Provider[]; catalog: Catalog } {
  const catalog = createCatalog([...catalogEntries, ...settings.endpoints.map(endpointCatalogEntry), ...settings.catalog])
  const shared = (name: string, { isLocal }: { isLocal: boolean }) => {
    const timeouts: CallTimeouts = deadlineMs === undefined ? callTimeouts(settings.timeouts?.[name], { isLocal }) : { deadlineMs }
    return { ...timeouts, runtime, find: catalog.find }
  }
  const hosted = { isLocal: false }
  const providers = [
    createAnthropic({ ...settings.anthropic, ...shared('anthropic', hosted) }),
    createMistral({ ...settings.mistral, ...shared('mistral', hosted) }),
    createOllama({ host: settings.ollamaHost, ...shared('ollama', { isLocal: true }) }),
    ...settings.endpoints.map(({ local, name, baseUrl, apiKey, structuredOutput }) =>
      createOpenAiCompatible({ name, baseUrl, apiKey, structuredOutput, local, ...shared(name, { isLocal: local }) }),
    ),
  ]
  return { providers, catalog }
}
