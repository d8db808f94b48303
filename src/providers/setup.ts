import type { ProviderLimits } from '../contracts/provider-limits.js'
import type { Secret, SecretShape } from '../platform/text/provider-text.js'
import type { EndpointFacts, KnownEndpoint, ProviderAccess, ProviderDefinition } from './definition.js'
import { providerDefinitions } from './definitions.js'

/** A vendor as this installation has it: its definition, and what the environment sets. */
export type ProviderSetup = Readonly<ProviderAccess & { definition: ProviderDefinition }>

/** A configured endpoint, with the variable that is to hold its key; null where it needs none. */
export type EndpointSetup = EndpointFacts & { apiKeyEnv: string | null }

/** What of the configuration says which providers there are. */
export type ProviderSettings = { providers: readonly ProviderSetup[]; endpoints: readonly EndpointSetup[] }

/** Every vendor of the list with its key and address of the environment. An empty variable counts as unset. Pure. */
export function setUpProviders(
  environment: Readonly<Record<string, string | undefined>>,
  definitions: readonly ProviderDefinition[] = providerDefinitions,
): ProviderSetup[] {
  const read = (name: string | null) => (name === null ? null : environment[name] || null)
  return definitions.map((definition) => ({
    definition,
    apiKey: read(definition.environment.key),
    baseUrl: read(definition.environment.address),
  }))
}

/** The vendors that are there as endpoints: their key or address is set, and the configuration names no other endpoint so. Pure. */
export function knownEndpoints(providers: readonly ProviderSetup[], named: readonly string[]): EndpointSetup[] {
  return providers.flatMap(({ definition, apiKey, baseUrl }) => {
    if (definition.kind !== 'endpoint' || named.includes(definition.id) || (apiKey === null && baseUrl === null)) return []
    const { id: name, environment } = definition
    return [{ name, baseUrl: baseUrl ?? definition.baseUrl, apiKey, apiKeyEnv: environment.key, local: false }]
  })
}

/** The vendor whose id comes before the colon of such model ids; undefined for an endpoint of the configuration's own. Pure. */
export function findSetup(name: string, { providers }: Pick<ProviderSettings, 'providers'>): ProviderSetup | undefined {
  return providers.find(({ definition }) => definition.id === name)
}

/** The vendor of that name that speaks the API of endpoints; undefined for any other. Pure. */
export function findKnownEndpoint(name: string, settings: Pick<ProviderSettings, 'providers'>): KnownEndpoint | undefined {
  const definition = findSetup(name, settings)?.definition
  return definition?.kind === 'endpoint' ? definition : undefined
}

/** The providers that may be asked: those that have their key, or need none. Pure. */
export function usableProviders(names: readonly string[], settings: ProviderSettings): string[] {
  return names.filter((name) => !lacksKey(name, settings))
}

/** Whether a key that the provider needs is missing. False for a name that is not known. Pure. */
export function lacksKey(name: string, settings: ProviderSettings): boolean {
  const setup = findSetup(name, settings)
  if (setup?.definition.kind === 'api') return setup.definition.environment.key !== null && setup.apiKey === null
  const endpoint = settings.endpoints.find((candidate) => candidate.name === name)
  // A vendor's endpoint that is only an address in the environment may do without a key.
  return endpoint !== undefined && endpoint.apiKey === null && endpoint.apiKeyEnv !== null && setup === undefined
}

/** The variable that is to hold a provider's key and does not; null where the key is there or none is needed, and for a name that is not known. Pure. */
export function missingKeyOf(name: string, settings: ProviderSettings): string | null {
  const endpoint = settings.endpoints.find((candidate) => candidate.name === name)
  const known = findKnownEndpoint(name, settings)
  // A vendor that is there as an endpoint once its key is.
  if (endpoint === undefined && known !== undefined) return known.environment.key
  if (!lacksKey(name, settings)) return null
  return endpoint?.apiKeyEnv ?? findSetup(name, settings)?.definition.environment.key ?? null
}

/** Every key the configuration holds: what may be in no recording and no log. */
export function secretsOf({ providers, endpoints }: ProviderSettings): string[] {
  const keys = [...providers, ...endpoints].map(({ apiKey }) => apiKey)
  return [...new Set(keys.filter((key) => key !== null))]
}

/** What the keys of every vendor look like. */
export function secretShapesOf({ providers }: Pick<ProviderSettings, 'providers'>): SecretShape[] {
  return providers.flatMap(({ definition }) => definition.secretShapes)
}

/** What no message may show: every key of the configuration, and whatever looks like a vendor's. */
export function redactionsOf(settings: ProviderSettings): Secret[] {
  return [...secretsOf(settings), ...secretShapesOf(settings)]
}

/** What OpenTelemetry's conventions call a provider: an endpoint of the configuration's own goes by its name in model ids. Pure. */
export function telemetryNameOf(name: string, settings: Pick<ProviderSettings, 'providers'>): string {
  return findSetup(name, settings)?.definition.telemetryName ?? name
}

/** What may be asked of each provider: what the configuration says, over what its vendor has by itself. Pure. */
export function limitsOf({ providers, limits }: Pick<ProviderSettings, 'providers'> & { limits: LimitsByName }): LimitsByName {
  const vendors = providers.map(({ definition }) => [definition.id, { ...definition.limits, ...limits[definition.id] }] as const)
  return { ...limits, ...Object.fromEntries(vendors) }
}

type LimitsByName = Readonly<Partial<Record<string, ProviderLimits>>>
