import type { CatalogEntry } from '../catalog/catalog-entry.js'
import type { EndpointFacts } from '../definition.js'

type Described = Pick<EndpointFacts, 'name' | 'local' | 'structuredOutput'>

/**
 * What the config says of all models of an endpoint, as a catalog entry: to be behind the entries of the package and before those of the
 * user. An endpoint that is not local has an unknown price until the user gives one. Pure.
 */
export function endpointCatalogEntry({ name, local, structuredOutput = 'json-schema' }: Described): CatalogEntry {
  return { match: `${name}:*`, structuredOutput, ...(local ? { price: { kind: 'local' as const } } : {}) }
}
