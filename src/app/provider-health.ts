import { readModelHealth } from '../panels/store/model-health.js'
import { cached } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { describeModel, namedModels } from '../providers/model-facts.js'
import { findSetup, missingKeyOf, usableProviders } from '../providers/setup.js'
import type { ProviderAnswer, SettingsDependencies } from '../web/desk/settings/dependencies.js'
import type { Config } from './config.js'
import { createJuryOffers } from './jury-prices.js'
import type { App } from './open-app.js'
import { openModels } from './open-models.js'

/** How long a provider may take to say what it has, and for how long what it said holds. */
const askDeadlineMs = 4_000
const holdsMs = 30_000

type Parts = { app: App; config: Config; runtime: Runtime }

/** What the settings show of models: providers with their keys' variables, what they answer, and how calls went. No key is among it. */
export function createProviderHealth({ app, config, runtime }: Parts): SettingsDependencies['models'] {
  const { registry, catalog } = app
  const usable = usableProviders(registry.providers, config)
  const keyOf = (name: string) => {
    const endpoint = config.endpoints.find((each) => each.name === name)
    return endpoint === undefined ? (findSetup(name, config)?.definition.environment.key ?? null) : endpoint.apiKeyEnv
  }
  const hasKey = (name: string) => (config.endpoints.find((each) => each.name === name) ?? findSetup(name, config))?.apiKey != null
  const named = [...config.jurors, ...(config.juries ?? []).flatMap(({ jurors, reserves }) => [...jurors, ...reserves])]
  const known = namedModels(config.catalog, usable)
  return {
    // A vendor whose API is that of endpoints is asked once its key or address is set; what can be set is shown before, too.
    providers: [...new Set([...config.providers.map(({ definition }) => definition.id), ...registry.providers])].map((name) => ({
      name,
      label: findSetup(name, config)?.definition.label ?? name,
      isLocal: registry.localServer(name) !== undefined || config.endpoints.some((each) => each.name === name && each.local),
      keyVariable: keyOf(name),
      isKeyMissing: missingKeyOf(name, config) !== null,
      isKeySet: hasKey(name),
    })),
    ask: cached({ runtime, work: () => askAll({ app, config, runtime }, usable), holdsMs: () => holdsMs }),
    health: () => readModelHealth(app.db),
    configured: [...new Set([...named, ...known])],
    describe: (model) => describeModel(model, { catalog, settings: config }),
    juries: createJuryOffers({ app, config, runtime }),
  }
}

function askAll({ config, runtime }: Parts, providers: readonly string[]): Promise<ProviderAnswer[]> {
  const { listModels } = openModels(config, runtime, askDeadlineMs)
  return Promise.all(
    providers.map(async (provider) => {
      const listing = await listModels(provider).catch((error: unknown) => ({ provider, error }))
      if ('models' in listing) return { provider, models: listing.models.length, problem: null }
      return { provider, models: null, problem: listing.error instanceof Error ? listing.error.message : String(listing.error) }
    }),
  )
}
