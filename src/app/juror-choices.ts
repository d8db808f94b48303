import { cached } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { catalogEntriesOf } from '../providers/catalog/catalog-data.js'
import { mayChat } from '../providers/catalog/may-chat.js'
import { describeModel, type ModelFacts, namedModels, providerOf } from '../providers/model-facts.js'
import type { ProviderListing } from '../providers/registry.js'
import { usableProviders } from '../providers/setup.js'
import { chooseJurors } from './choose-jurors.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'
import { type OpenModels, openModels } from './open-models.js'

/** A model that may play the personas. */
export type JurorOffer = ModelFacts & {
  /** Whether it plays unless someone chooses others. */
  isDefault: boolean
  /** Whether the configuration names it, as a juror or in a jury. */
  isConfigured: boolean
  /** Whether its provider was asked what it has, and did not answer. */
  isSilent: boolean
}

/** How long a provider may take to say what it has; one that takes longer is left out. */
const askDeadlineMs = 4_000
/** How long what the providers said holds. */
const holdsMs = 60_000
/** More than any provider lists. */
const mostOffered = 5_000

type Choosing = { app: Pick<App, 'registry'>; config: Config; runtime: Runtime }

/**
 * The models that can be chosen: those that play when no one chooses (see `chooseJurors`) first, then what the configuration names, then what the
 * providers have, and what the catalog knows of those that cannot be asked. Asked again once a minute at most.
 */
export function createJurorChoices({ app, config, runtime }: Choosing) {
  return cached({ runtime, work: () => offerJurors({ app, config, runtime }), holdsMs: () => holdsMs })
}

async function offerJurors({ app, config, runtime }: Choosing): Promise<JurorOffer[]> {
  const { listModels, catalog } = openModels(config, runtime, askDeadlineMs)
  const listings = await askAll(listModels, usableProviders(app.registry.providers, config))
  // Without any model the desk still opens: it says then that there is none.
  const { jurors } = await chooseJurors({ asked: undefined, config, recorded: undefined, listModels }).catch(() => ({
    jurors: [] as string[],
  }))
  const inJuries = (config.juries ?? []).flatMap((jury) => [...jury.jurors, ...jury.reserves])
  const configured = new Set([...config.jurors, ...inJuries])
  const listed = listings.flatMap(({ provider, names }) => (names ?? []).filter(mayChat).map((name) => `${provider}:${name}`))
  const silent = new Set(listings.flatMap(({ provider, names }) => (names === null ? [provider] : [])))
  const models = [...new Set([...jurors, ...configured, ...listed, ...catalogModels(config, listings)])].slice(0, mostOffered)
  return models.map((model) => ({
    ...describeModel(model, { catalog, settings: config }),
    isDefault: jurors.includes(model),
    isConfigured: configured.has(model),
    isSilent: silent.has(providerOf(model)),
  }))
}

/** What a provider has; null where it did not say. */
type Heard = { provider: string; names: string[] | null }

function askAll(listModels: OpenModels['listModels'], providers: readonly string[]): Promise<Heard[]> {
  return Promise.all(
    providers.map(async (provider) => {
      const listing: ProviderListing | null = await listModels(provider).catch(() => null)
      return { provider, names: listing !== null && 'models' in listing ? listing.models.map(({ name }) => name) : null }
    }),
  )
}

/** What the catalog knows by name of providers that did not say what they have: one that did says it better. */
function catalogModels({ providers, endpoints, catalog }: Config, heard: readonly Heard[]): string[] {
  const definitions = providers.map(({ definition }) => definition)
  const hasList = (provider: string) => heard.some((each) => each.provider === provider && (each.names?.length ?? 0) > 0)
  const names = [...definitions.map(({ id }) => id), ...endpoints.map(({ name }) => name)]
  const defaults = definitions.flatMap((definition) =>
    definition.kind === 'api' && definition.defaultModel !== null ? [{ match: `${definition.id}:${definition.defaultModel}` }] : [],
  )
  return namedModels(
    [...catalogEntriesOf(definitions), ...catalog, ...defaults],
    names.filter((name) => !hasList(name)),
  )
}
