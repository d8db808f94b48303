import { type Config, secretsOf } from '../app/config.js'
import type { OpenModels } from '../app/open-models.js'
import { ProviderError } from '../platform/errors.js'
import { withoutSecrets } from '../platform/text/provider-text.js'
import { mayChat } from '../providers/catalog/default-models.js'
import type { ListedModel } from '../providers/provider.js'

type Failure = {
  status: 'failed'
  reason: string
  fix: string
  statusCode: number | null
  /** Whether it may only have too much to do: it answered too late, or said so. */
  mayBeBusy?: boolean
}

/** What a provider said when asked what it has: its models that may chat, why it was not asked, or what went wrong and what mends it. */
export type ProviderAnswer = { provider: string } & (
  | { status: 'listed'; models: ListedModel[] }
  | { status: 'not-configured'; reason: string; fix: string }
  | Failure
)

/** What of the configuration decides whom to ask, and what mends a failure. */
export type ProviderSettings = Pick<Config, 'anthropic' | 'mistral' | 'endpoints' | 'ollamaHost' | 'jurors'>
type Asking = { config: ProviderSettings; models: Pick<OpenModels, 'registry' | 'listModels'> }

/** What a person types to give each hosted provider a key. */
const keyCommands: Readonly<Partial<Record<string, string>>> = {
  anthropic: 'export ANTHROPIC_API_KEY=<a key from platform.claude.com>',
  mistral: 'export MISTRAL_API_KEY=<a key from console.mistral.ai>',
  openai: 'export OPENAI_API_KEY=<a key from platform.openai.com>',
}
const pullCommand = 'ollama pull llama3.1:8b'

/** Asks every provider at once, each with one real call where it is configured. Never throws for a provider that fails, and repeats no key. */
export function askProviders(asking: Asking): Promise<ProviderAnswer[]> {
  const secrets = secretsOf(asking.config)
  // `openai` becomes a provider once its key or address is set. Until then it can be had all the same.
  return Promise.all(
    [...new Set([...asking.models.registry.providers, 'openai'])].map(async (provider) => {
      const answer = await askProvider(provider, asking)
      if (answer.status === 'listed') return answer
      return { ...answer, reason: withoutSecrets(answer.reason, secrets), fix: withoutSecrets(answer.fix, secrets) }
    }),
  )
}

async function askProvider(provider: string, { config, models }: Asking): Promise<ProviderAnswer> {
  const missing = missingKey(provider, config)
  if (missing !== null) return missing
  const listing = await models.listModels(provider).catch((error: unknown) => ({ error }))
  if ('error' in listing) return failure(provider, listing.error, config)
  const chatting = listing.models.filter(({ name }) => mayChat(name))
  if (chatting.length > 0) return { provider, status: 'listed', models: chatting }
  return withoutModels(provider, config)
}

/** Why a provider need not be asked at all: its key is missing. Null when it can be asked, or is not known. Pure. */
export function missingKey(
  provider: string,
  { anthropic, mistral, endpoints }: Pick<ProviderSettings, 'anthropic' | 'mistral' | 'endpoints'>,
): Exclude<ProviderAnswer, { status: 'listed' }> | null {
  const endpoint = endpoints.find(({ name }) => name === provider)
  const hosted = { anthropic, mistral, ...(endpoint === undefined ? { openai: { apiKey: null } } : {}) }[provider]
  const fix = keyCommands[provider]
  if (hosted !== undefined && fix !== undefined) {
    if (hosted.apiKey !== null) return null
    return { provider, status: 'not-configured', reason: `${provider.toUpperCase()}_API_KEY is not set`, fix }
  }
  // An `openai` that is only an address in the environment may do without a key.
  if (endpoint === undefined || endpoint.apiKey !== null || endpoint.apiKeyEnv === null || provider === 'openai') return null
  const reason = `panel.config.yaml says that ${endpoint.apiKeyEnv} holds the key of ${provider}, and it is not set`
  return { provider, status: 'failed', reason, fix: `export ${endpoint.apiKeyEnv}=<the key>`, statusCode: null }
}

function withoutModels(provider: string, config: ProviderSettings): ProviderAnswer {
  const reason = `${provider} answers, and has no model that can chat`
  if (provider !== 'ollama') return { provider, status: 'failed', reason, fix: 'load a model into the server', statusCode: null }
  return usesOllama(config)
    ? { provider, status: 'failed', reason, fix: pullCommand, statusCode: null }
    : { provider, status: 'not-configured', reason, fix: pullCommand }
}

/** What went wrong when a provider was asked, and what mends it. Pure. */
export function failure(
  provider: string,
  error: unknown,
  config: ProviderSettings,
): Extract<ProviderAnswer, { status: 'failed' | 'not-configured' }> {
  if (!(error instanceof ProviderError)) {
    const reason = error instanceof Error ? error.message : String(error)
    return { provider, status: 'failed', reason, fix: 'panel doctor, once more', statusCode: null, mayBeBusy: mayBeBusy(error) }
  }
  const isAway = error.kind === 'unreachable' || error.kind === 'connection'
  if (provider === 'ollama' && isAway && !usesOllama(config)) {
    return { provider, status: 'not-configured', reason: error.message, fix: 'ollama serve' }
  }
  const reason = isOpenAiOfEnvironment(provider, config) ? inEnvironment(error.message) : error.message
  return {
    provider,
    status: 'failed',
    reason,
    fix: commandFor(provider, error, config),
    statusCode: error.statusCode,
    mayBeBusy: mayBeBusy(error),
  }
}

/** Whether an error is one that a server with too much to do would cause. Pure. */
export function mayBeBusy(error: unknown): boolean {
  if (!(error instanceof ProviderError)) return error instanceof Error && error.name === 'TimeoutError'
  return error.kind === 'timeout' || error.kind === 'overloaded' || error.kind === 'rate-limited'
}

/** Whether `openai` is what the environment makes it, as far as the configuration tells: a file may name the same variable. */
function isOpenAiOfEnvironment(provider: string, { endpoints }: Pick<ProviderSettings, 'endpoints'>): boolean {
  return provider === 'openai' && endpoints.some(({ name, apiKeyEnv }) => name === provider && apiKeyEnv === 'OPENAI_API_KEY')
}

const openAiAddress = 'OPENAI_BASE_URL (or the baseUrl of openai, where panel.config.yaml has one)'

/** The adapter's words are for an endpoint of the file. */
function inEnvironment(message: string): string {
  return message
    .replace('its baseUrl in panel.config.yaml', openAiAddress)
    .replace('the baseUrl of the endpoint "openai" in panel.config.yaml', openAiAddress)
    .replace('in the variable that its apiKeyEnv names', 'in OPENAI_API_KEY')
    .replace('put it into a variable, and name that as apiKeyEnv in panel.config.yaml', 'put it into OPENAI_API_KEY')
}

/** Whether somebody said that there is an Ollama: an address, or a juror of its. Otherwise one may just happen to run. */
function usesOllama({ ollamaHost, jurors }: ProviderSettings): boolean {
  return ollamaHost !== null || jurors.some((juror) => juror.startsWith('ollama:'))
}

/** The command that mends a failure, or the next one to try. The error's own words say more. */
function commandFor(provider: string, { kind }: ProviderError, config: ProviderSettings): string {
  const { endpoints } = config
  const endpoint = endpoints.find(({ name }) => name === provider)
  if (kind === 'authentication' && provider === 'ollama')
    return 'point OLLAMA_HOST at an Ollama that asks for no key: keys are for endpoints in panel.config.yaml'
  if (kind === 'authentication') return keyCommands[provider] ?? (endpoint?.apiKeyEnv ? `export ${endpoint.apiKeyEnv}=<the key>` : keyLine)
  if (kind === 'billing') return 'add credit in the account’s billing settings, then: panel doctor'
  if (kind === 'rate-limited' || kind === 'overloaded' || kind === 'loading' || kind === 'server')
    return 'wait a minute, then: panel doctor'
  if (provider === 'ollama') return 'ollama serve'
  if (endpoint !== undefined && isOpenAiOfEnvironment(provider, config))
    return `check OPENAI_BASE_URL and the network; to look at it: curl ${endpoint.baseUrl}/models`
  if (endpoint !== undefined) return `start the server, or correct its address; to look at it: curl ${endpoint.baseUrl}/models`
  return `check the network, and ${provider.toUpperCase()}_BASE_URL if it is set, then: panel doctor`
}

const keyLine = 'give the endpoint an apiKeyEnv in panel.config.yaml, and export that variable'
