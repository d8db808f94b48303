import type { Runtime } from '../platform/runtime.js'
import type { Catalog } from '../providers/catalog/catalog.js'
import { createProviders, type ModelSettings } from '../providers/providers.js'
import { createModelRegistry, type ModelRegistry, type ProviderListing } from '../providers/registry.js'
import type { Config } from './config.js'

/** How long a provider may take to say what it has, or to answer a tiny request, in milliseconds. */
export const lookDeadlineMs = 10_000

export type OpenModels = {
  registry: ModelRegistry
  catalog: Catalog
  /** Asks one provider what it has; a second time it answers from memory. */
  listModels: (provider: string) => Promise<ProviderListing>
}

type LookSettings = ModelSettings & Pick<Config, 'timeoutFactor'>

/**
 * The providers of the configuration, to be looked at and not to be worked with: short deadlines (in milliseconds, times the configuration's
 * timeout factor), no database, no queue.
 */
export function openModels(config: LookSettings, runtime: Pick<Runtime, 'fetch'>, shortMs = lookDeadlineMs): OpenModels {
  const deadlineMs = shortMs * (config.timeoutFactor ?? 1)
  const { providers, catalog } = createProviders(config, { runtime, deadlineMs })
  const registry = createModelRegistry({ providers })
  const answers = new Map<string, Promise<ProviderListing>>()
  return {
    registry,
    catalog,
    listModels: (provider) => {
      const answer = answers.get(provider) ?? registry.listModelsOf(provider, { signal: AbortSignal.timeout(2 * deadlineMs) })
      answers.set(provider, answer)
      return answer
    },
  }
}
