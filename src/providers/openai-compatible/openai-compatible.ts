import type { OpenAI } from 'openai'
import type { ChatRequest } from '../../contracts/model-call.js'
import type { Runtime } from '../../platform/runtime.js'
import { type SecretShape, withoutSecrets } from '../../platform/text/provider-text.js'
import { type Catalog, createCatalog } from '../catalog/catalog.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import type { CompleteOptions } from '../chat-model.js'
import type { CallTimeouts } from '../http/call-timeouts.js'
import type { Fetch, ProviderEndpoint } from '../http/endpoint.js'
import { failedList, failedReply } from '../http/failed-reply.js'
import { callProvider } from '../http/http.js'
import type { Provider } from '../provider.js'
import { diagnoseOpenAiCompatible, openAiRetryAfterMs } from './diagnose.js'
import { fitWindow } from './fit-window.js'
import { readModelList, withContexts } from './model-list.js'
import { type Asking, answerAt } from './pages.js'
import { openAiCompatibleForm, openAiCompatibleReader } from './reply.js'
import { shownRequest, toOpenAiRequest } from './request.js'
import { createServerFacts, type LlamaServer } from './server-facts.js'
import { sharedContextFailure } from './shared-context.js'
import { readSlots } from './slots.js'
import { readCompletionStream } from './stream.js'

const ownCatalog = createCatalog([])

export type OpenAiCompatibleOptions = CallTimeouts & {
  /** The endpoint's name in the config: its model ids are `name:model`. */
  name: string
  /** Where its API begins, e.g. `http://127.0.0.1:8000/v1`. */
  baseUrl: string
  /** Null for a server that asks for none: then no such header is sent. */
  apiKey: string | null
  /** What its models can be held to; left out, the catalog says it of each (see `endpointCatalogEntry`). */
  structuredOutput?: CatalogModel['structuredOutput'] | undefined
  /**
   * Whether it runs on machines of one's own. Such servers constrain a reply to the schema without showing the model what it says, and are
   * asked to stream: on a slow machine the pieces show that the reply goes on.
   */
  local?: boolean
  runtime: Pick<Runtime, 'fetch'>
  /** Looks a model id up in the catalog; left out, in what this folder knows. */
  find?: Catalog['find']
  /** What no message may repeat besides the key; nothing when left out. */
  secretShapes?: readonly SecretShape[]
}

/**
 * Models behind an API in the form of OpenAI's: vLLM, llama.cpp's server, LM Studio, hosted gateways. `complete` sends one request and
 * leaves trying again to the caller.
 */
export function createOpenAiCompatible(options: OpenAiCompatibleOptions): Provider {
  const { name, find = ownCatalog.find } = options
  const reader = openAiCompatibleReader(name)
  const form = openAiCompatibleForm(name)
  const call = (model: string | null, { signal, onBegin }: CompleteOptions, use: (client: OpenAI) => Promise<unknown>) => {
    const endpoint = endpointFor(options, model)
    return callProvider(endpoint, {
      signal,
      onBegin,
      send: async (fetch) => use(await openClient(options, fetch)),
      readStream: (text, response) => readCompletionStream(text, { endpoint, response }),
      withoutBody: true,
      failureIn: (...answer) => (model === null ? failedList(...answer) : failedReply(form, ...answer)),
    })
  }
  const serverFacts = createServerFacts(pagesOf(options))
  /** The server whose slots turned out to share a context, until another is there in its place. */
  let shared: LlamaServer | null = null
  const isSame = (one: LlamaServer, other: LlamaServer) => one.slots === other.slots && one.contextTokens === other.contextTokens
  return {
    name,
    reader,
    chatModel: (model) => ({
      id: `${name}:${model}`,
      complete: async (request: ChatRequest, callOptions) => {
        const { thinking, structuredOutput: known } = find(`${name}:${model}`)
        const { local: isLocal = false, structuredOutput = known } = options
        callOptions.signal.throwIfAborted()
        const server = isLocal ? await serverFacts(callOptions.signal) : null
        if (shared !== null && server !== null && !isSame(shared, server)) shared = null
        const shown = shownRequest({ request, isLocal, structuredOutput })
        if (server !== null) await fitWindow(pagesOf(options), { server, request: shown, signal: callOptions.signal })
        const body = toOpenAiRequest({ model, request: shown, isLocal, server, structuredOutput, thinking })
        try {
          return await call(model, callOptions, (client) => client.chat.completions.create(body))
        } catch (error) {
          const failure = sharedContextFailure(error, server)
          if (failure !== null) shared = server
          throw failure ?? error
        }
      },
      ...reader,
    }),
    ...(options.local
      ? {
          local: {
            slots: (asking: { signal: AbortSignal }) => readSlots(pagesOf(options), asking),
            takesOneAtATime: () => shared !== null,
          },
        }
      : {}),
    listModels: async (callOptions) => {
      const models = readModelList(name, await call(null, callOptions, (client) => client.models.list()))
      if (!options.local || models.some(({ contextTokens }) => contextTokens !== undefined)) return models
      return withContexts(models, name, await answerAt('api/v0/models', pagesOf(options), callOptions.signal).catch(() => null))
    },
  }
}

function pagesOf(options: OpenAiCompatibleOptions): Asking {
  return { ...options, endpoint: endpointFor(options, null) }
}

function endpointFor(options: OpenAiCompatibleOptions, model: string | null): ProviderEndpoint {
  const { name, baseUrl, apiKey, runtime, deadlineMs, firstByteMs, idleMs, secretShapes = [] } = options
  const secrets = [...(apiKey === null ? [] : [apiKey]), ...secretShapes]
  return {
    provider: name,
    get address() {
      return withoutSecrets(baseUrl, secrets)
    },
    fetch: runtime.fetch,
    deadlineMs,
    firstByteMs,
    idleMs,
    secrets,
    diagnose: (answer) => diagnoseOpenAiCompatible({ name, model, hasKey: apiKey !== null }, answer),
    retryAfterMs: openAiRetryAfterMs,
    advice: {
      unreachable: `Start the server of the endpoint "${name}", or correct its baseUrl in panel.config.yaml`,
      slow: 'Let fewer seats run at once, or seat a smaller model',
    },
  }
}

/** The SDK insists on a key. This one is never sent: the header that would hold it is left out. */
const noKey = 'none'

/** Loaded at the first call, so that a replay does without it. A client for each call carries the call's signal in its fetch. */
async function openClient({ baseUrl, apiKey, deadlineMs }: OpenAiCompatibleOptions, fetch: Fetch): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? noKey,
    // Said here as well, or an Authorization in OPENAI_CUSTOM_HEADERS would win.
    defaultHeaders: { Authorization: apiKey === null ? null : `Bearer ${apiKey}` },
    fetch: ownHeadersOnly(fetch),
    maxRetries: 0,
    // Behind our own deadline, which gives the better message.
    timeout: deadlineMs * 2,
    logLevel: 'off',
  })
}

/**
 * What a server needs to know. The SDK adds what the environment holds for OpenAI (OPENAI_ORG_ID, OPENAI_PROJECT_ID,
 * OPENAI_CUSTOM_HEADERS), which is no business of other servers, and facts about this machine.
 */
const neededHeaders = ['accept', 'authorization', 'content-type', 'user-agent']

function ownHeadersOnly(fetch: Fetch): Fetch {
  return (input, init) => {
    const given = new Headers(init?.headers)
    const headers = Object.fromEntries([...given].filter(([name]) => neededHeaders.includes(name)))
    return fetch(input, { ...init, headers })
  }
}
