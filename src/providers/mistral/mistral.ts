import type { Mistral } from '@mistralai/mistralai'
import type { ChatRequest } from '../../contracts/model-call.js'
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
import { mistralCatalogEntries } from './catalog-entries.js'
import { diagnoseMistral, mistralRetryAfterMs } from './diagnose.js'
import { readModelList } from './model-list.js'
import { mistralForm, mistralReader } from './reply.js'
import { toMistralRequest } from './request.js'

const ownCatalog = createCatalog(mistralCatalogEntries)

const defaultAddress = 'https://api.mistral.ai'

/** Models that Mistral hosts. `complete` sends one request and leaves trying again to the caller. */
export function createMistral({
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
    provider: 'mistral',
    get address() {
      return withoutSecrets(address, secrets)
    },
    fetch: runtime.fetch,
    ...timeouts,
    secrets,
    diagnose: (answer) => diagnoseMistral(model, answer),
    retryAfterMs: mistralRetryAfterMs,
    advice: {
      unreachable: 'Check the network, and MISTRAL_BASE_URL if it is set',
      slow: 'Let fewer seats run at once, or look at status.mistral.ai',
    },
  })
  const call = async (model: string | null, { signal, onBegin }: CompleteOptions, use: (client: Mistral) => Promise<unknown>) => {
    if (apiKey === null || apiKey === '') throw missingKeyError('mistral', 'Set MISTRAL_API_KEY to a key from console.mistral.ai')
    return callProvider(endpointFor(model, [apiKey, ...secretShapes]), {
      signal,
      onBegin,
      send: async (fetch) => use(await openClient({ apiKey, address, deadlineMs: timeouts.deadlineMs, fetch })),
      failureIn: (...answer) => (model === null ? failedList(...answer) : failedReply(mistralForm, ...answer)),
    })
  }
  return {
    name: 'mistral',
    reader: mistralReader,
    chatModel: (model) => ({
      id: `mistral:${model}`,
      complete: (request: ChatRequest, options) => {
        const { structuredOutput, thinking } = find(`mistral:${model}`)
        return call(model, options, (client) => client.chat.complete(toMistralRequest({ model, request, structuredOutput, thinking })))
      },
      ...mistralReader,
    }),
    listModels: async (options) => readModelList(await call(null, options, (client) => client.models.list())),
  }
}

type ClientOptions = { apiKey: string; address: string; deadlineMs: number; fetch: Fetch }

/** Loaded at the first call, so that a replay does without it. A client for each call carries the call's signal in its fetch. */
async function openClient({ apiKey, address, deadlineMs, fetch }: ClientOptions): Promise<Mistral> {
  const { HTTPClient, Mistral } = await import('@mistralai/mistralai')
  return new Mistral({
    apiKey,
    serverURL: address,
    httpClient: new HTTPClient({ fetcher: plainFetch(fetch) }),
    retryConfig: { strategy: 'none' },
    // Behind our own deadline, which gives the better message.
    timeoutMs: deadlineMs * 2,
    // MISTRAL_DEBUG would have it print headers, and so the key.
    debugLogger: { group: () => {}, groupEnd: () => {}, log: () => {} },
  })
}

/**
 * The SDK calls fetch with a `Request`, which a fetch from another copy of undici than Node's own (such as the runtime's) does not know:
 * it gets the parts. And the SDK prints a warning for a model that is to be retired: it does not get to see that header.
 */
function plainFetch(fetch: Fetch): Fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { url, method, signal } = request
    const headers = Object.fromEntries(request.headers)
    const body = method === 'GET' ? null : await request.text()
    const response = await fetch(url, { method, headers, body, signal })
    response.headers.delete('x-model-deprecation-timestamp')
    return response
  }
}
