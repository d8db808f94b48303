import type { ProviderLimits } from '../contracts/provider-limits.js'
import type { Runtime } from '../platform/runtime.js'
import type { SecretShape } from '../platform/text/provider-text.js'
import type { Catalog } from './catalog/catalog.js'
import type { CatalogEntry, CatalogModel } from './catalog/catalog-entry.js'
import type { ReplyReader } from './chat-model.js'
import type { CallTimeouts } from './http/call-timeouts.js'
import type { Provider } from './provider.js'

/** What is the same for every vendor, whatever API it speaks. */
type VendorFacts = {
  /** What comes before the first colon of its model ids. */
  id: string
  /** Its name for people. */
  label: string
  /** Variables of the environment: its key, null where it asks for none; and its address, where that is not the usual one. */
  environment: { key: string | null; address: string }
  /** Where a person gets a key, e.g. `console.mistral.ai`; null where there is none. */
  keyPage: string | null
  /** `gen_ai.provider.name` of its spans (OpenTelemetry, GenAI semantic conventions). */
  telemetryName: string
  /** What may be asked of it where the configuration says nothing. */
  limits: ProviderLimits
  /** What its keys look like, where that distinguishes them from other words: no recording, bundle or message may hold one. */
  secretShapes: readonly SecretShape[]
}

/** How a server that runs on a machine of one's own is brought to work, in commands. */
export type LocalServerCommands = {
  start: string
  /** Gets the model of that name; null for any good one. */
  getModel: (model: string | null) => string
  /** What to do when the server asks for a key, which it should not. */
  keyless: string
}

/** Key and address as the environment sets them; null where it does not. */
export type ProviderAccess = { apiKey: string | null; baseUrl: string | null }

/** What every adapter is given beside its access. */
export type AdapterOptions = CallTimeouts & {
  runtime: Pick<Runtime, 'fetch'>
  find: Catalog['find']
  /** What the keys of every vendor look like: no message may repeat one, ours or not. */
  secretShapes: readonly SecretShape[]
}

/** What a hosted vendor's adapter takes: alone, it knows the catalog of its own folder, and no keys but its own. */
export type HostedOptions = ProviderAccess &
  Pick<AdapterOptions, 'runtime' | keyof CallTimeouts> &
  Partial<Pick<AdapterOptions, 'find' | 'secretShapes'>>

/** A vendor with an API of its own, which its folder speaks. */
export type ApiDefinition = VendorFacts & {
  kind: 'api'
  /** `url`: http or https. `host`: also `host:port`, or a host alone. */
  addressForm: 'url' | 'host'
  /**
   * The model that plays when no one names one: the vendor's small general one, which can be held to a JSON Schema and has a known price, by a
   * name that does not move on to another model. Not the cheapest at any price: a model of three billion parameters argues badly. Null for
   * one of those that it lists: the first of a hosted vendor, the largest of a local one.
   */
  defaultModel: string | null
  /** For a server on a machine of one's own: null for a hosted vendor. */
  local: LocalServerCommands | null
  /** What is known of its models. Each `match` begins with its id. */
  catalogEntries: readonly CatalogEntry[]
  /** Reads its replies, with no key and no network: what a replay needs. */
  reader: ReplyReader
  /** Makes the adapter, with its list of models. Opens no connection and loads no SDK. */
  create: (access: ProviderAccess, options: AdapterOptions) => Provider
}

/**
 * A vendor that speaks the API of endpoints. It is there once its key or its address is set, as an endpoint that has its id for a name, and
 * panel.config.yaml may name another endpoint so.
 */
export type KnownEndpoint = VendorFacts & {
  kind: 'endpoint'
  environment: { key: string; address: string }
  keyPage: string
  /** Where its API begins. */
  baseUrl: string
}

/** Everything that is particular to a vendor. The rest of the program iterates over the list of them, `definitions.ts`. */
export type ProviderDefinition = ApiDefinition | KnownEndpoint

/** A server that panel.config.yaml names under `endpoints`. */
export type EndpointFacts = {
  /** Its model ids are `name:model`. */
  name: string
  /** Where its API begins, e.g. `http://127.0.0.1:8000/v1`. */
  baseUrl: string
  /** Null for a server that asks for none. */
  apiKey: string | null
  /** Whether it runs on machines of one's own, so that a call costs nothing. An address cannot tell: a gateway may listen on loopback. */
  local: boolean
  /** What its models can be held to; left out, the catalog says it of each. */
  structuredOutput?: CatalogModel['structuredOutput'] | undefined
}

/** The API that servers named in the configuration speak. */
export type EndpointFamily = {
  /** For people, as in "a server that is …". */
  label: string
  create: (endpoint: EndpointFacts, options: AdapterOptions) => Provider
  reader: (name: string) => ReplyReader
  /** What the configuration says of all models of an endpoint. */
  catalogEntry: (endpoint: Pick<EndpointFacts, 'name' | 'local' | 'structuredOutput'>) => CatalogEntry
}
