import type { Anthropic } from '@anthropic-ai/sdk'
import { type Secret, withoutSecrets } from '../../platform/text/provider-text.js'
import { withoutAtEnd } from '../../platform/text/text-end.js'
import { createCatalog } from '../catalog/catalog.js'
import type { CompleteOptions } from '../chat-model.js'
import type { HostedOptions } from '../definition.js'
import type { Fetch, ProviderEndpoint } from '../http/endpoint.js'
import { failedList, failedReply } from '../http/failed-reply.js'
import { callProvider } from '../http/http.js'
import { missingKeyError } from '../missing-key.js'
import type { Provider } from '../provider.js'
import { anthropicEntries } from './catalog-entries.js'
import { diagnoseAnthropic } from './diagnose.js'
import { readModelList } from './model-list.js'
import { rateLimitWaitMs } from './rate-limit-wait.js'
import { anthropicForm, anthropicReader } from './reply.js'
import { toAnthropicRequest } from './request.js'
import { sendMessage, streamError } from './stream.js'

const ownCatalog = createCatalog(anthropicEntries)

const defaultAddress = 'https://api.anthropic.com'
/** More models than there are; the API's largest page. */
const listedModels = 1000
/** The SDK's own clock is never the first to strike. */
const spareMs = 60_000

/** Claude models behind Anthropic's API. `complete` sends one request and leaves trying again to the caller. */
export function createAnthropic({
  apiKey,
  baseUrl,
  runtime,
  find = ownCatalog.find,
  secretShapes = [],
  ...timeouts
}: HostedOptions): Provider {
  // The SDK adds /v1 itself.
  const address = withoutAtEnd(baseUrl ?? defaultAddress, '/').replace(/\/v1$/, '')
  const endpointFor = (model: string | null, secrets: readonly Secret[]): ProviderEndpoint => ({
    provider: 'anthropic',
    get address() {
      return withoutSecrets(address, secrets)
    },
    fetch: runtime.fetch,
    ...timeouts,
    secrets,
    diagnose: (answer) => diagnoseAnthropic(model, answer),
    retryAfterMs: rateLimitWaitMs,
    advice: {
      unreachable: 'Check the network, and ANTHROPIC_BASE_URL if it is set',
      slow: 'Seat a faster model, or let fewer seats run at once',
    },
  })
  const call = async (model: string | null, { signal, onBegin }: CompleteOptions, use: (client: Anthropic) => Promise<unknown>) => {
    if (apiKey === null || apiKey === '') throw missingKeyError('anthropic', 'Set ANTHROPIC_API_KEY to a key from the Claude Console')
    const endpoint = endpointFor(model, [apiKey, ...secretShapes])
    return callProvider(endpoint, {
      signal,
      onBegin,
      send: async (fetch) => use(await createClient({ apiKey, address, deadlineMs: timeouts.deadlineMs, fetch })),
      streamFailure: (thrown, response, text) => streamError(endpoint, thrown, { response, text }),
      failureIn: (...answer) => (model === null ? failedList(...answer) : failedReply(anthropicForm, ...answer)),
    })
  }
  return {
    name: 'anthropic',
    reader: anthropicReader,
    chatModel: (model) => ({
      id: `anthropic:${model}`,
      complete: (request, options) => {
        const body = toAnthropicRequest({ model, request, known: find(`anthropic:${model}`) })
        return call(model, options, (client) => sendMessage(client, body))
      },
      ...anthropicReader,
    }),
    listModels: async (options) => readModelList(await call(null, options, async (client) => client.models.list({ limit: listedModels }))),
  }
}

type ClientOptions = { apiKey: string; address: string; deadlineMs: number; fetch: Fetch }

/**
 * A client for one call, loaded at the first, so that a replay does without the SDK. Everything that it would otherwise read from
 * the environment or a file of its own is given: key, address, log level, tracing. `ANTHROPIC_CUSTOM_HEADERS` it reads regardless.
 */
async function createClient({ apiKey, address, deadlineMs, fetch }: ClientOptions): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  return new Anthropic({
    apiKey,
    baseURL: address,
    webhookKey: null,
    fetch,
    maxRetries: 0,
    timeout: deadlineMs + spareMs,
    logLevel: 'off',
    openTelemetry: false,
  })
}
