import type { CatalogEntry, CatalogModel } from '../catalog/catalog-entry.js'

export type EndpointFacts = {
  /** The endpoint's name in the config, which stands before the colon of its model ids. */
  name: string
  /** Whether it runs on machines of one's own, so that a call costs nothing. An address cannot tell: a gateway may listen on loopback. */
  local: boolean
  structuredOutput?: CatalogModel['structuredOutput'] | undefined
}

/**
 * What the config says of all models of an endpoint, as a catalog entry: to stand behind the entries of the package and before those of the
 * user. An endpoint that is not local has an unknown price until the user gives one. Pure.
 */
export function endpointCatalogEntry({ name, local, structuredOutput = 'json-schema' }: EndpointFacts): CatalogEntry {
  return { match: `${name}:*`, structuredOutput, ...(local ? { price: { kind: 'local' as const } } : {}) }
}
