import type { Config } from '../../src/app/config.js'
import type { Fetch } from '../../src/platform/fetch.js'
import type { Runtime } from '../../src/platform/runtime.js'
import type { Catalog } from '../../src/providers/catalog/catalog.js'
import type { ChatModel } from '../../src/providers/chat-model.js'
import { createProviders } from '../../src/providers/providers.js'
import { createModelRegistry, type ModelRegistry } from '../../src/providers/registry.js'
import { readServerFacts, type ServerFacts } from './pages.js'

/** What was sent through a target, newest last, and in how many pieces the last answer came. */
export type Wire = { sent: string[]; pieces: number }

/** A server as our adapters see it. */
export type Target = {
  /** Where it listens, without the path of its API. */
  url: string
  server: ServerFacts
  /** The configuration, with the server's address in it. */
  config: Config
  /** As the given one, with every request of it noted. */
  runtime: Runtime
  wire: Wire
  registry: ModelRegistry
  catalog: Catalog
  chat: ChatModel
  /** The same model, where each call has that long at most. */
  chatWithin: (deadlineMs: number) => ChatModel
}

const ollamaAddress = 'http://127.0.0.1:11434'

/** The configuration with a provider's server at that address: an endpoint that it does not name is a local one. Pure. */
export function pointAt(config: Config, provider: string, url: string): Config {
  if (config.providers.some(({ definition }) => definition.kind === 'api' && definition.id === provider)) {
    const providers = config.providers.map((setup) => (setup.definition.id === provider ? { ...setup, baseUrl: url } : setup))
    return { ...config, providers }
  }
  const known = config.endpoints.find(({ name }) => name === provider) ?? { name: provider, apiKey: null, apiKeyEnv: null }
  const others = config.endpoints.filter(({ name }) => name !== provider)
  return { ...config, endpoints: [...others, { ...known, baseUrl: `${url}/v1`, local: true }] }
}

/** Where the configuration says that a provider's server is, without the path of its API; null where it does not say. Pure. */
export function addressOf(config: Config, provider: string): string | null {
  const endpoint = config.endpoints.find(({ name }) => name === provider)
  if (endpoint !== undefined) return endpoint.baseUrl.replace(/\/v1\/?$/, '').replace(/\/$/, '')
  const setup = config.providers.find(({ definition }) => definition.id === provider)
  const address = setup?.baseUrl ?? (provider === 'ollama' ? ollamaAddress : null)
  if (address === null) return null
  return (/^https?:\/\//.test(address) ? address : `http://${address}`).replace(/\/$/, '')
}

type OpenTarget = { config: Config; runtime: Runtime; model: string; provider: string; signal: AbortSignal }

/** Opens the providers of a configuration as a worker does, and asks the model's server what it is. */
export async function openTarget({ config, runtime: plain, model, provider, signal }: OpenTarget): Promise<Target> {
  const url = addressOf(config, provider)
  const wire: Wire = { sent: [], pieces: 0 }
  const runtime = { ...plain, fetch: watchedFetch(plain.fetch, wire) }
  const { providers, catalog } = createProviders(config, { runtime })
  const registry = createModelRegistry({ providers })
  return {
    url: url ?? '',
    server: url === null ? { kind: provider, version: 'hosted' } : await readServerFacts(plain, url, signal),
    config,
    runtime,
    wire,
    registry,
    catalog,
    chat: registry.chatModel(model),
    chatWithin: (deadlineMs) => createModelRegistry(createProviders(config, { runtime, deadlineMs })).chatModel(model),
  }
}

/** Whether one of the requests asks for a reply, and not about the server. Pure. */
export function isChat(sent: string): boolean {
  return /^POST \S*\/(?:api\/chat|chat\/completions|v1\/messages)$/.test(sent)
}

function watchedFetch(fetch: Fetch, wire: Wire): Fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    wire.sent.push(`${init?.method ?? 'GET'} ${pathname}`)
    wire.pieces = 0
    const answer = await fetch(input, init)
    return { ...answer, body: answer.body === null ? null : counted(answer.body, wire) }
  }
}

async function* counted(body: AsyncIterable<Uint8Array>, wire: Wire): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of body) {
    wire.pieces += 1
    yield chunk
  }
}
