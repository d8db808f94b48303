import type { OpenModels } from '../app/open-models.js'
import { ProviderError } from '../platform/errors.js'
import { withoutSecrets } from '../platform/text/provider-text.js'
import { mayChat } from '../providers/catalog/may-chat.js'
import type { KnownEndpoint, LocalServerCommands } from '../providers/definition.js'
import type { ListedModel } from '../providers/provider.js'
import { findKnownEndpoint, findSetup, lacksKey, type ProviderSettings, redactionsOf } from '../providers/setup.js'

type Failure = {
  status: 'failed'
  reason: string
  fix: string
  statusCode: number | null
  /** Whether it may only have too much to do: it answered too late, or said so. */
  mayBeBusy?: boolean
}

/** What a provider said when asked what it has: its models that may chat, why it was not asked, or what went wrong and what fixes it. */
export type ProviderAnswer = { provider: string } & (
  | { status: 'listed'; models: ListedModel[] }
  | { status: 'not-configured'; reason: string; fix: string }
  | Failure
)

/** What of the configuration decides whom to ask, and what fixes a failure. */
export type AskSettings = ProviderSettings & { jurors: readonly string[] }
type Asking = { config: AskSettings; models: Pick<OpenModels, 'registry' | 'listModels'> }

/** What a person types to give a vendor its key; null where it needs none. */
function keyCommand(provider: string, settings: ProviderSettings): string | null {
  const { environment, keyPage } = findSetup(provider, settings)?.definition ?? { environment: { key: null }, keyPage: null }
  return environment.key === null ? null : `export ${environment.key}=<a key${keyPage === null ? '' : ` from ${keyPage}`}>`
}

/** How the server of a vendor that runs on this machine is brought to work; null for any other provider. Pure. */
export function localCommands(provider: string, settings: Pick<ProviderSettings, 'providers'>): LocalServerCommands | null {
  const definition = findSetup(provider, settings)?.definition
  return definition?.kind === 'api' ? definition.local : null
}

/** Answers with which a server says that it has no list of models. */
export const noListStatuses = [404, 405, 501]

/**
 * Asks every provider at once, or `only` those, each with one real call where it is configured. Never throws for a provider that fails, and repeats
 * no key.
 */
export function askProviders({ only, ...asking }: Asking & { only?: readonly string[] }): Promise<ProviderAnswer[]> {
  const secrets = redactionsOf(asking.config)
  // Some vendors become a provider once their key or address is set. Until then they can be had all the same.
  const vendors = asking.config.providers.map(({ definition }) => definition.id)
  const providers = [...new Set([...asking.models.registry.providers, ...vendors])].filter((name) => only?.includes(name) ?? true)
  return Promise.all(
    providers.map(async (provider) => {
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
export function missingKey(provider: string, settings: ProviderSettings): Exclude<ProviderAnswer, { status: 'listed' }> | null {
  const endpoint = settings.endpoints.find(({ name }) => name === provider)
  const command = keyCommand(provider, settings)
  const isAbsent = endpoint === undefined && findKnownEndpoint(provider, settings) !== undefined
  if (!isAbsent && !lacksKey(provider, settings)) return null
  if (command !== null) {
    const reason = `${findSetup(provider, settings)?.definition.environment.key} is not set`
    return { provider, status: 'not-configured', reason, fix: command }
  }
  const variable = endpoint?.apiKeyEnv
  const reason = `panel.config.yaml says that ${variable} holds the key of ${provider}, and it is not set`
  return { provider, status: 'failed', reason, fix: `export ${variable}=<the key>`, statusCode: null }
}

function withoutModels(provider: string, config: AskSettings): ProviderAnswer {
  const reason = `${provider} answers, and has no model that can chat`
  const local = localCommands(provider, config)
  if (local === null) return { provider, status: 'failed', reason, fix: 'load a model into the server', statusCode: null }
  const fix = local.getModel(null)
  return isSaidToRun(provider, config)
    ? { provider, status: 'failed', reason, fix, statusCode: null }
    : { provider, status: 'not-configured', reason, fix }
}

/** What went wrong when a provider was asked, and what fixes it. Pure. */
export function failure(
  provider: string,
  error: unknown,
  config: AskSettings,
): Extract<ProviderAnswer, { status: 'failed' | 'not-configured' }> {
  if (!(error instanceof ProviderError)) {
    const reason = error instanceof Error ? error.message : String(error)
    return { provider, status: 'failed', reason, fix: 'panel doctor, once more', statusCode: null, mayBeBusy: mayBeBusy(error) }
  }
  const isAway = error.kind === 'unreachable' || error.kind === 'connection'
  const local = localCommands(provider, config)
  if (local !== null && isAway && !isSaidToRun(provider, config)) {
    return { provider, status: 'not-configured', reason: error.message, fix: local.start }
  }
  const known = endpointOfEnvironment(provider, config)
  const reason = known === null ? error.message : inEnvironment(error.message, known)
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

/** The vendor whose endpoint the environment makes, as far as the configuration says: a file may name the same variable. */
function endpointOfEnvironment(provider: string, settings: ProviderSettings): KnownEndpoint | null {
  const known = findKnownEndpoint(provider, settings)
  const isFromVariable = settings.endpoints.some(({ name, apiKeyEnv }) => name === provider && apiKeyEnv === known?.environment.key)
  return known !== undefined && isFromVariable ? known : null
}

/** The adapter's words are for an endpoint of the file. */
function inEnvironment(message: string, { id, environment: { key, address } }: KnownEndpoint): string {
  const place = `${address} (or the baseUrl of ${id}, where panel.config.yaml has one)`
  return message
    .replace('its baseUrl in panel.config.yaml', place)
    .replace(`the baseUrl of the endpoint "${id}" in panel.config.yaml`, place)
    .replace('in the variable that its apiKeyEnv names', `in ${key}`)
    .replace('put it into a variable, and name that as apiKeyEnv in panel.config.yaml', `put it into ${key}`)
}

/** Whether someone said that such a server runs: an address, or a juror of its. Otherwise one may just happen to run. */
function isSaidToRun(provider: string, config: AskSettings): boolean {
  return (findSetup(provider, config)?.baseUrl ?? null) !== null || config.jurors.some((juror) => juror.startsWith(`${provider}:`))
}

/** The command that fixes a failure, or the next one to try. The error's own words say more. */
function commandFor(provider: string, { kind }: ProviderError, config: AskSettings): string {
  const endpoint = config.endpoints.find(({ name }) => name === provider)
  const local = localCommands(provider, config)
  if (kind === 'authentication') {
    const ownKey = endpoint?.apiKeyEnv ? `export ${endpoint.apiKeyEnv}=<the key>` : keyLine
    return local?.keyless ?? keyCommand(provider, config) ?? ownKey
  }
  if (kind === 'billing') return 'add credit in the account’s billing settings, then: panel doctor'
  if (kind === 'rate-limited' || kind === 'overloaded' || kind === 'loading' || kind === 'server')
    return 'wait a minute, then: panel doctor'
  if (local !== null) return local.start
  const known = endpointOfEnvironment(provider, config)
  if (endpoint !== undefined && known !== null)
    return `check ${known.environment.address} and the network; to look at it: curl ${endpoint.baseUrl}/models`
  if (endpoint !== undefined) return `start the server, or correct its address; to look at it: curl ${endpoint.baseUrl}/models`
  const address = findSetup(provider, config)?.definition.environment.address
  return `check the network${address === undefined ? '' : `, and ${address} if it is set`}, then: panel doctor`
}

const keyLine = 'give the endpoint an apiKeyEnv in panel.config.yaml, and export that variable'
