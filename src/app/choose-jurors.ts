import { UsageError } from '../platform/errors.js'
import { mayChat } from '../providers/catalog/may-chat.js'
import { endpointFamily } from '../providers/definitions.js'
import type { ListedModel } from '../providers/provider.js'
import type { ProviderListing } from '../providers/registry.js'
import type { ProviderSettings, ProviderSetup } from '../providers/setup.js'
import { lacksKey } from '../providers/setup.js'

/** What of the configuration decides who plays the personas. */
export type JurorSettings = ProviderSettings & { jurors: readonly string[] }

/** Who plays the personas. `why` says how they were found, when no one named them. */
export type JurorChoice = { jurors: string[]; why: string | null }

/** Where a model may come from when no one names one. Without a `model`, the provider is asked what it has, and one of that is picked. */
export type JurorCandidate = { provider: string; because: string } & ({ model: string } | { pick: 'first' | 'largest' })

export type ChooseJurors = {
  /** The ids given with --model. */
  asked: readonly string[] | undefined
  config: JurorSettings
  /** The models of the recordings, for a replay. */
  recorded: readonly string[] | undefined
  /** Asks one provider what it has. Asked only while nothing better was found. */
  listModels: (provider: string) => Promise<ProviderListing>
}

/**
 * Who plays the personas: those named with --model, else the models of the recordings, else the configured jurors, else one model of what
 * the user has, in the order of `jurorCandidates`. Throws `UsageError` with the ways to get a model when there is none.
 */
export async function chooseJurors({ asked, config, recorded, listModels }: ChooseJurors): Promise<JurorChoice> {
  const named = namedJurors({ asked, configured: config.jurors, recorded })
  if (named !== null) return { jurors: named, why: null }
  const passedOver: string[] = []
  for (const candidate of jurorCandidates(config)) {
    if ('model' in candidate) return chosen(candidate, candidate.model, candidate.because)
    const listing = await listModels(candidate.provider)
    const picked = 'models' in listing ? pickModel(candidate.pick, listing.models) : null
    if (picked !== null) return chosen(candidate, picked.name, `${candidate.because}; ${picked.why}`)
    passedOver.push('models' in listing ? `${candidate.provider} has no model that can chat.` : listing.error.message)
  }
  throw new UsageError(noModelText(config, passedOver))
}

/** The jurors that someone named, each once; null when no one did. Pure. */
export function namedJurors({
  asked,
  configured,
  recorded,
}: {
  asked: readonly string[] | undefined
  configured: readonly string[]
  recorded: readonly string[] | undefined
}): string[] | null {
  if (asked !== undefined) return [...new Set(asked)]
  // A replay has answers of these alone, whatever models are configured to play live.
  if (recorded !== undefined && recorded.length > 0) return [...new Set(recorded)].sort()
  return configured.length > 0 ? [...new Set(configured)] : null
}

/**
 * Where to look for a model, best first: hosted vendors whose key is set, endpoints with a key, then endpoints that someone configured
 * without a key, then servers that may happen to run on this machine. An endpoint whose key is missing from the environment is left out. Pure.
 */
export function jurorCandidates(settings: ProviderSettings): JurorCandidate[] {
  const first = { pick: 'first' } as const
  const hosted = settings.providers.flatMap((setup) => hostedCandidate(setup) ?? [])
  const withKey = settings.endpoints
    .filter(({ apiKey }) => apiKey !== null)
    .map(({ name }) => ({ provider: name, ...first, because: `the endpoint ${name} has a key` }))
  const withoutKey = settings.endpoints
    .filter(({ apiKey, name }) => apiKey === null && !lacksKey(name, settings))
    .map(({ name }) => ({ provider: name, ...first, because: `the endpoint ${name} is configured` }))
  const local = settings.providers.flatMap(({ definition }): JurorCandidate[] => {
    if (definition.kind !== 'api' || definition.local === null) return []
    return [{ provider: definition.id, pick: 'largest', because: `no hosted key is set and ${definition.label} runs` }]
  })
  return [...hosted, ...withKey, ...withoutKey, ...local]
}

/** Null for a vendor that is not hosted, and for one that nothing in the environment speaks of. */
function hostedCandidate({ definition, apiKey, baseUrl }: ProviderSetup): JurorCandidate | null {
  if (definition.kind !== 'api' || definition.local !== null) return null
  const { key, address } = definition.environment
  const variable = key === null ? address : key
  if ((key === null ? baseUrl : apiKey) === null) return null
  const { id: provider, defaultModel } = definition
  const because = `${variable} is set`
  return defaultModel === null ? { provider, pick: 'first', because } : { provider, model: defaultModel, because }
}

/** Of the listed models that can chat: the first, or the largest (by its file, else by its parameters; of equals the first by name). Pure. */
export function pickModel(pick: 'first' | 'largest', models: readonly ListedModel[]): { name: string; why: string } | null {
  const chatting = models.filter(({ name }) => mayChat(name))
  const ranked = pick === 'first' ? chatting : chatting.toSorted(bySize)
  const [best] = ranked
  if (best === undefined) return null
  const among = chatting.length === 1 ? 'the only model it has' : `the ${pick} of the ${chatting.length} models it has`
  return { name: best.name, why: `it is ${among}` }
}

function bySize(a: ListedModel, b: ListedModel): number {
  return (
    (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0) ||
    parameters(b.parameterSize) - parameters(a.parameterSize) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  )
}

const parameterUnits: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }

/** `8.0B` is 8,000,000,000; what cannot be read counts as 0. */
function parameters(size: string | null): number {
  const parts = /^(?<count>\d+(?:\.\d+)?)(?<unit>[KMBT])$/i.exec(size ?? '')?.groups
  return Number(parts?.count ?? 0) * (parameterUnits[parts?.unit?.toUpperCase() ?? ''] ?? 0)
}

function chosen({ provider }: JurorCandidate, model: string, because: string): JurorChoice {
  const id = `${provider}:${model}`
  return {
    jurors: [id],
    why: `No model was named: ${id} plays the personas (${because}). Name others with --model; panel models lists them.`,
  }
}

/** The three ways to get a model, with what to type: from a vendor, from a server on this machine, from an endpoint. */
function waysToGetAModel({ providers }: Pick<ProviderSettings, 'providers'>): string {
  const definitions = providers.map(({ definition }) => definition)
  const [first = '', ...otherKeys] = definitions.flatMap(({ environment }) => environment.key ?? [])
  const keys = otherKeys.map((key, index) => `${index === 0 ? '   or' : ', or'} ${key}`).join('')
  const local = definitions.flatMap((definition) =>
    definition.kind === 'api' && definition.local !== null ? [{ ...definition.local, label: definition.label }] : [],
  )
  const way = (number: string, what: string, how: string) => `  ${number.padEnd(3)}${`${what}:`.padEnd(29)}${how}`
  return [
    way('1.', 'A hosted key', `export ${first}=…${keys}`),
    ...local.map(({ label, start, getModel }, index) =>
      way(index === 0 ? '2.' : '', `${label}, on your machine`, `${start}   and   ${getModel(null)}`),
    ),
    way('3.', `An ${endpointFamily.label} server`, 'name it in panel.config.yaml, such as'),
    '       endpoints:',
    '         vllm: { baseUrl: http://127.0.0.1:8000/v1, local: true }',
  ].join('\n')
}

function noModelText(settings: Pick<ProviderSettings, 'providers'>, passedOver: readonly string[]): string {
  return [
    'no model is named, and none was found. 3 ways to get one:',
    waysToGetAModel(settings),
    'Then run this again, or name a model with --model. Without any model: panel demo',
    ...passedOver.map((reason) => `Looked: ${reason}`),
  ].join('\n')
}
