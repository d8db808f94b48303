import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModelReadiness } from '../../../../src/app/observe/model-readiness.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createProviders } from '../../../../src/providers/providers.js'
import { createModelRegistry, type ModelRegistry } from '../../../../src/providers/registry.js'
import { setUpProviders, usableProviders } from '../../../../src/providers/setup.js'
import { type LoopbackServer, startLoopbackServer } from '../../../support/loopback-server.js'

const base = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()

/** A server that speaks OpenAI's API as each of several endpoints, by the first part of the path, and counts who was asked for what. */
const asked: string[] = []
const answerAll: RequestListener = (request, response) => {
  const [, endpoint = '', rest = ''] = /^\/([a-z]+)\/v1\/(.*)$/.exec(request.url ?? '') ?? []
  asked.push(`${endpoint} ${rest}`)
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const list = (...ids: string[]) => answer(200, { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) })
  if (rest === 'chat/completions' && endpoint === 'listless') {
    const choices = [{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: '{' } }]
    return answer(200, {
      id: '1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices,
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    })
  }
  if (endpoint === 'good') return list('llama-3', 'qwen', 'nomic-embed-text')
  if (endpoint === 'embeds') return list('nomic-embed-text')
  if (endpoint === 'locked') return answer(401, { error: { message: 'wrong key sk-abcdef123456' } })
  if (endpoint === 'slow') return undefined
  return answer(404, { error: { message: 'no such page' } })
}
let server: LoopbackServer
let address: string
beforeAll(async () => {
  server = await startLoopbackServer(answerAll)
  address = server.url
})
afterAll(() => server.stop())

function registryOf(...names: string[]): ModelRegistry {
  const endpoints = names.map((name) => ({
    name,
    baseUrl: `${address}/${name}/v1`,
    apiKey: null,
    structuredOutput: undefined,
    local: true,
  }))
  const settings = { providers: setUpProviders({}), endpoints, catalog: [] }
  return createModelRegistry({ providers: createProviders(settings, { runtime: base, deadlineMs: 600_000 }).providers })
}

test('models can be used when one provider of several lists one that can chat', async () => {
  const providers = ['locked', 'embeds', 'good']
  const { check } = createModelReadiness({ deadlineMs: 600_000, registry: registryOf(...providers), providers, runtime: base })
  expect(await check(signal)).toEqual({ isReady: true, detail: 'locked: authentication; embeds: 0 models; good: 2 models' })
})

test('no model can be used when none does, and the reasons hold no word of the providers', async () => {
  const providers = ['locked', 'embeds']
  const { check } = createModelReadiness({ deadlineMs: 600_000, registry: registryOf(...providers), providers, runtime: base })
  expect(await check(signal)).toEqual({ isReady: false, detail: 'locked: authentication; embeds: 0 models' })
  const unready = createModelReadiness({ deadlineMs: 600_000, registry: registryOf(), providers: [], runtime: base })
  expect(await unready.check(signal)).toEqual({ isReady: false, detail: 'no provider has a key or needs none' })
})

test('a provider without a list shows with a reply of one token that a juror of it replies, and is not asked again for a while', async () => {
  let nowMs = 0
  const runtime = { ...base, monotonicMs: () => nowMs }
  const options = { registry: registryOf('listless'), providers: ['listless'], runtime }
  const { check } = createModelReadiness({ deadlineMs: 600_000, ...options, jurors: ['listless:m'] })
  expect(await check(signal)).toEqual({ isReady: true, detail: 'listless: it has no list of models; a configured juror replies' })
  nowMs = 60_000
  await check(signal)
  expect(asked.filter((ask) => ask === 'listless chat/completions')).toHaveLength(1)
  expect((await createModelReadiness({ ...options, deadlineMs: 600_000 }).check(signal)).isReady).toBe(false)
})

test('a provider that does not answer is given up at the deadline', async () => {
  const runtime = { ...base, sleep: async () => undefined }
  const { check } = createModelReadiness({ registry: registryOf('slow'), providers: ['slow'], runtime, deadlineMs: 3_000 })
  expect(await check(signal)).toEqual({ isReady: false, detail: 'slow: no answer within 3 s' })
})

test('that models can be used holds for half a minute, that none can for five seconds', async () => {
  let nowMs = 0
  const runtime = { ...base, monotonicMs: () => nowMs }
  const asks = async (name: string, atMs: readonly number[]) => {
    asked.length = 0
    const { check } = createModelReadiness({ deadlineMs: 600_000, registry: registryOf(name), providers: [name], runtime })
    for (nowMs of atMs) await check(signal)
    return asked.filter((ask) => ask === `${name} models`).length
  }
  expect(await asks('good', [0, 29_999])).toBe(1)
  expect(await asks('good', [0, 30_000])).toBe(2)
  expect(await asks('locked', [0, 4_999])).toBe(1)
  expect(await asks('locked', [0, 5_000])).toBe(2)
})

test('those may be asked that have their key, or need none', () => {
  const endpoints = [
    { name: 'local', apiKey: null, apiKeyEnv: null },
    { name: 'keyed', apiKey: null, apiKeyEnv: 'KEYED_KEY' },
    { name: 'openai', apiKey: null, apiKeyEnv: 'OPENAI_API_KEY' },
  ].map((endpoint) => ({ ...endpoint, baseUrl: 'http://127.0.0.1:9/v1', local: false }))
  const names = ['anthropic', 'mistral', 'ollama', 'local', 'keyed', 'openai']
  const settings = { providers: setUpProviders({ ANTHROPIC_API_KEY: 'k' }), endpoints }
  expect(usableProviders(names, settings)).toEqual(['anthropic', 'ollama', 'local', 'openai'])
})
