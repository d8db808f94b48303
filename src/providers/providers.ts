import type { Runtime } from '../platform/runtime.js'
import { type Catalog, createCatalog } from './catalog/catalog.js'
import { catalogEntriesOf } from './catalog/catalog-data.js'
import type { CatalogEntry } from './catalog/catalog-entry.js'
import type { AdapterOptions, EndpointFacts } from './definition.js'
import { endpointFamily } from './definitions.js'
import { type CallTimeouts, callTimeouts, type TimeoutSettings } from './http/call-timeouts.js'
import type { Provider } from './provider.js'
import { type ProviderSetup, secretShapesOf } from './setup.js'

/** What the configuration says of models: keys, addresses, and what is known of them. */
export type ModelSettings = {
  providers: readonly ProviderSetup[]
  endpoints: readonly EndpointFacts[]
  catalog: readonly CatalogEntry[]
  /** How long calls may take, by the provider's name; what is left out has its default. */
  timeouts?: Readonly<Partial<Record<string, TimeoutSettings>>>
}

/**
 * Every provider that can be named, and the catalog over all of them: the package's entries, then the endpoints', then the user's,
 * later ones refining earlier ones. Opens no connection and needs no key. With a `deadlineMs`, each call has that long at most and the
 * configured timeouts do not count: for commands that only look.
 */
export function createProviders(
  { providers: setups, endpoints, catalog: own, timeouts }: ModelSettings,
  { runtime, deadlineMs }: { runtime: Pick<Runtime, 'fetch'>; deadlineMs?: number },
): { providers: Provider[]; catalog: Catalog } {
  const shipped = catalogEntriesOf(setups.map(({ definition }) => definition))
  const catalog = createCatalog([...shipped, ...endpoints.map(endpointFamily.catalogEntry), ...own])
  const secretShapes = secretShapesOf({ providers: setups })
  const optionsFor = (name: string, { isLocal }: { isLocal: boolean }): AdapterOptions => {
    const allowed: CallTimeouts = deadlineMs === undefined ? callTimeouts(timeouts?.[name], { isLocal }) : { deadlineMs }
    return { ...allowed, runtime, find: catalog.find, secretShapes }
  }
  const vendors = setups.flatMap(({ definition, apiKey, baseUrl }) =>
    definition.kind === 'api'
      ? [definition.create({ apiKey, baseUrl }, optionsFor(definition.id, { isLocal: definition.local !== null }))]
      : [],
  )
  const named = endpoints.map(({ name, baseUrl, apiKey, structuredOutput, local }) =>
    endpointFamily.create({ name, baseUrl, apiKey, structuredOutput, local }, optionsFor(name, { isLocal: local })),
  )
  return { providers: [...vendors, ...named], catalog }
}
