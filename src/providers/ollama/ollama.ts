import type { Ollama } from 'ollama'
import type { ChatRequest } from '../../contracts/model-call.js'
import type { Runtime } from '../../platform/runtime.js'
import { type SecretShape, withoutSecrets } from '../../platform/text/provider-text.js'
import { type Catalog, createCatalog } from '../catalog/catalog.js'
import type { CompleteOptions } from '../chat-model.js'
import type { CallTimeouts } from '../http/call-timeouts.js'
import type { ProviderEndpoint } from '../http/endpoint.js'
import { failedList, failedReply } from '../http/failed-reply.js'
import { callProvider } from '../http/http.js'
import type { Provider } from '../provider.js'
import { ollamaCatalogEntries } from './catalog-entries.js'
import { checkPrompt, checkUncut } from './check-prompt.js'
import { diagnoseOllama } from './diagnose.js'
import { readModelList } from './model-list.js'
import { createModelWindows } from './model-window.js'
import { ollamaForm, ollamaReader } from './reply.js'
import { toOllamaRequest } from './request.js'
import { readChatStream } from './stream.js'

const ownCatalog = createCatalog(ollamaCatalogEntries)

const defaultAddress = 'http://127.0.0.1:11434'

export type OllamaOptions = CallTimeouts & {
  /** `OLLAMA_HOST`: a URL, `host:port` or a host; null for the one on this machine. */
  host: string | null
  runtime: Pick<Runtime, 'fetch'>
  /** Looks a model id up in the catalog; left out, in what this folder knows. */
  find?: Catalog['find']
  /** What no message may repeat besides the key; nothing when left out. */
  secretShapes?: readonly SecretShape[]
}

/** Models that a local Ollama serves. `complete` sends one request and leaves trying again to the caller. */
export function createOllama({ host, runtime, find = ownCatalog.find, secretShapes = [], ...timeouts }: OllamaOptions): Provider {
  const address = host ?? defaultAddress
  const endpointFor = (model: string | null): ProviderEndpoint => ({
    provider: 'ollama',
    get address() {
      return withoutSecrets(address, secretShapes)
    },
    fetch: runtime.fetch,
    ...timeouts,
    secrets: secretShapes,
    diagnose: (answer) => diagnoseOllama(model, answer),
    advice: {
      unreachable: 'Start Ollama (ollama serve), or set OLLAMA_HOST to where it runs',
      slow: 'A local model may need minutes: seat a smaller one, or let fewer seats run at once',
    },
  })
  const windowOf = createModelWindows()
  const call = (
    model: string | null,
    { signal, onBegin }: CompleteOptions,
    use: (client: Ollama) => Promise<unknown>,
    failureIn = (...answer: Parameters<typeof failedList>) => (model === null ? failedList(...answer) : failedReply(ollamaForm, ...answer)),
  ) => {
    const endpoint = endpointFor(model)
    return callProvider(endpoint, {
      signal,
      onBegin,
      // Loaded at the first call, so that a replay does without it. A client for each call carries the call's signal in its fetch.
      send: async (fetch) => use(new (await import('ollama')).Ollama({ host: address, fetch })),
      failureIn,
      readStream: (text, response) => readChatStream(text, { endpoint, response }),
    })
  }
  return {
    name: 'ollama',
    reader: ollamaReader,
    chatModel: (model) => ({
      id: `ollama:${model}`,
      complete: async (request: ChatRequest, options) => {
        const { contextTokens: known, structuredOutput, thinking } = find(`ollama:${model}`)
        const shown = await windowOf(model, (use) => call(model, { signal: options.signal }, use, anyBody))
        const contextTokens = leastOf(known, shown)
        const body = toOllamaRequest({ model, request, contextTokens, structuredOutput, thinking })
        checkPrompt({ model, request, contextTokens })
        const reply = await call(model, options, (client) => client.chat(body))
        checkUncut({ model, request, reply, askedTokens: body.options?.num_ctx ?? null })
        return reply
      },
      ...ollamaReader,
    }),
    // Its API does not tell OLLAMA_NUM_PARALLEL, whose default is 1.
    local: { slots: () => Promise.resolve(null), takesOneAtATime: () => false },
    listModels: async (options) => readModelList(await call(null, options, (client) => client.list())),
  }
}

/** For an answer that is neither a reply nor a list. */
const anyBody = () => null

function leastOf(...tokens: readonly (number | null)[]): number | null {
  const known = tokens.filter((count) => count !== null)
  return known.length === 0 ? null : Math.min(...known)
}
