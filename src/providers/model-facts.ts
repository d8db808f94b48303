import type { Catalog } from './catalog/catalog.js'
import type { CatalogEntry, CatalogModel } from './catalog/catalog-entry.js'
import { findSetup, missingKeyOf, type ProviderSettings } from './setup.js'

/** What there is to know of a model before it is chosen. */
export type ModelFacts = Pick<CatalogModel, 'vendor' | 'contextTokens' | 'price'> & {
  /** `provider:model`. */
  model: string
  /** What comes before the colon. */
  provider: string
  /** Its provider's name for people. */
  providerName: string
  /** In a few words: `this machine`, or who hosts it. */
  runsOn: string
  /** The variable that is to hold its provider's key and does not; null where the key is there, or none is needed. */
  missingKey: string | null
}

type Known = { catalog: Pick<Catalog, 'find'>; settings: ProviderSettings }

/** What the catalog and the configuration say of a model. Pure. */
export function describeModel(model: string, { catalog, settings }: Known): ModelFacts {
  const provider = providerOf(model)
  const { vendor, contextTokens, price } = catalog.find(model)
  const providerName = findSetup(provider, settings)?.definition.label ?? provider
  const runsOn = price.kind === 'local' ? ownMachine(provider, settings) : providerName
  return { model, provider, providerName, vendor, contextTokens, price, runsOn, missingKey: missingKeyOf(provider, settings) }
}

/** What comes before the first colon of a model id; empty for what has none. */
export function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf(':')))
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)$/

/** A local server is on this machine unless its address says that it is on another. */
function ownMachine(provider: string, settings: ProviderSettings): string {
  const address = settings.endpoints.find(({ name }) => name === provider)?.baseUrl ?? findSetup(provider, settings)?.baseUrl ?? null
  if (address === null) return 'this machine'
  const url = address.includes('://') ? address : `http://${address}`
  return URL.canParse(url) && loopback.test(new URL(url).hostname) ? 'this machine' : 'a machine of your own'
}

/** The models that a catalog knows by their whole names, as far as they are of one of these providers, each once. Pure. */
export function namedModels(entries: readonly Pick<CatalogEntry, 'match'>[], providers: readonly string[]): string[] {
  const ids = entries.map(({ match }) => match).filter((match) => !match.includes('*') && providers.includes(providerOf(match)))
  return [...new Set(ids)]
}
