import type { Config } from '../app/config.js'
import { UsageError } from '../platform/errors.js'
import { defaultModels, mayChat } from '../providers/catalog/default-models.js'
import type { ListedModel } from '../providers/provider.js'
import type { ProviderListing } from '../providers/registry.js'

/** What of the configuration decides who plays the personas. */
export type JurorSettings = Pick<Config, 'jurors' | 'anthropic' | 'mistral' | 'endpoints'>

/** Who plays the personas. `why` says how they were found, when nobody named them. */
export type JurorChoice = { jurors: string[]; why: string | null }

/** Where a model may come from when nobody names one. Without a `model`, the provider is asked what it has, and one of that is picked. */
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
 * Who plays the personas: those named with --model, else the configured jurors, else the models of the recordings, else one model of what
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
  throw new UsageError(noModelText(passedOver))
}

/** The jurors that somebody named, each once; null when nobody did. Pure. */
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
  if (configured.length > 0) return [...new Set(configured)]
  return recorded !== undefined && recorded.length > 0 ? [...new Set(recorded)].sort() : null
}

/**
 * Where to look for a model, best first: hosted keys (Anthropic, Mistral, endpoints with a key), then endpoints that somebody configured
 * without a key, then an Ollama that may happen to run. An endpoint whose key is missing from the environment is left out. Pure.
 */
export function jurorCandidates({ anthropic, mistral, endpoints }: Omit<JurorSettings, 'jurors'>): JurorCandidate[] {
  const hosted = [
    { provider: 'anthropic', apiKey: anthropic.apiKey, variable: 'ANTHROPIC_API_KEY' },
    { provider: 'mistral', apiKey: mistral.apiKey, variable: 'MISTRAL_API_KEY' },
  ].flatMap(({ provider, apiKey, variable }): JurorCandidate[] => {
    const model = defaultModels[provider]
    return apiKey === null || model === undefined ? [] : [{ provider, model, because: `${variable} is set` }]
  })
  const first = { pick: 'first' } as const
  const withKey = endpoints
    .filter(({ apiKey }) => apiKey !== null)
    .map(({ name }) => ({ provider: name, ...first, because: `the endpoint ${name} has a key` }))
  const withoutKey = endpoints
    .filter(({ apiKey, apiKeyEnv, name }) => apiKey === null && (apiKeyEnv === null || name === 'openai'))
    .map(({ name }) => ({ provider: name, ...first, because: `the endpoint ${name} is configured` }))
  return [...hosted, ...withKey, ...withoutKey, { provider: 'ollama', pick: 'largest', because: 'no hosted key is set and Ollama runs' }]
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

/** The three ways to get a model, with what to type. */
const waysToGetAModel = [
  '  1. A hosted key:                export ANTHROPIC_API_KEY=…   or MISTRAL_API_KEY, or OPENAI_API_KEY',
  '  2. Ollama, on your machine:     ollama serve   and   ollama pull llama3.1:8b',
  '  3. An OpenAI-compatible server: name it in panel.config.yaml, such as',
  '       endpoints:',
  '         vllm: { baseUrl: http://127.0.0.1:8000/v1, local: true }',
].join('\n')

function noModelText(passedOver: readonly string[]): string {
  return [
    'no model is named, and none was found. Three ways to get one:',
    waysToGetAModel,
    'Then run this again, or name a model with --model. Without any model: panel demo',
    ...passedOver.map((reason) => `Looked: ${reason}`),
  ].join('\n')
}
