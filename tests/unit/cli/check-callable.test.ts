import { expect, test } from 'vitest'
import { openModels } from '../../../src/app/open-models.js'
import { findUncallable, uncallableText } from '../../../src/cli/check-callable.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import { useProviderServers } from '../../support/providers/provider-servers.js'
import { json } from '../../support/providers/wire-server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const servers = useProviderServers()

type Settings = Parameters<typeof findUncallable>[0]['config'] & Parameters<typeof openModels>[0]

/** What stands in the way of these jurors, over real HTTP. */
async function look(
  jurors: string[],
  { host = servers.deadUrl, ...overrides }: Partial<Settings> & { host?: string } = {},
  deadlineMs = 600_000,
) {
  const bare: Settings = { providers: setUpProviders({ OLLAMA_HOST: host }), endpoints: [], jurors: [], catalog: [] }
  const config = { ...bare, ...overrides }
  return findUncallable({ jurors, config, models: openModels(config, runtime, deadlineMs) })
}

const lab = (baseUrl: string, apiKeyEnv: string | null = null) => ({ name: 'lab', baseUrl, apiKey: null, apiKeyEnv, local: true })

test('jurors whose servers list them are callable, and each provider is asked once', async () => {
  for (const model of ['one:8b', 'two:latest']) servers.aimock.on({ model }, { content: 'x' })
  servers.aimock.clearRequests()
  expect(await look(['ollama:one:8b', 'ollama:two'], { host: servers.aimock.url })).toEqual([])
  expect(servers.aimock.getRequests().length).toBeLessThanOrEqual(1)
})

test('a hosted provider without a key names the variable, also one that is not yet known', async () => {
  expect(await look(['anthropic:a', 'anthropic:b', 'openai:c'])).toEqual([
    { jurors: ['openai:c'], what: 'OPENAI_API_KEY is not set', fix: expect.stringContaining('export OPENAI_API_KEY=') },
    {
      jurors: ['anthropic:a', 'anthropic:b'],
      what: 'ANTHROPIC_API_KEY is not set',
      fix: expect.stringContaining('export ANTHROPIC_API_KEY='),
    },
  ])
})

test('an endpoint whose key is missing names its variable, and is not asked', async () => {
  const found = await look(['lab:m'], { endpoints: [lab(`${servers.wire.url}/v1`, 'LAB_KEY')] })
  expect(found).toMatchObject([{ jurors: ['lab:m'], fix: 'export LAB_KEY=<the key>' }])
  expect(servers.wire.requests).toEqual([])
})

test('nothing that listens: the address, and what to do', async () => {
  const found = await look(['ollama:m', 'lab:m'], { endpoints: [lab(`${servers.deadUrl}/v1`)] })
  expect(found).toMatchObject([
    { jurors: ['ollama:m'], what: expect.stringContaining(`nothing answers at ${servers.deadUrl}`), fix: 'ollama serve' },
    {
      jurors: ['lab:m'],
      what: expect.stringContaining(`nothing answers at ${servers.deadUrl}/v1`),
      fix: expect.stringContaining('start the server'),
    },
  ])
})

test('a model that Ollama has not pulled: the command, and the models that are there', async () => {
  for (const model of ['llama3.1:8b', 'qwen3:latest']) servers.aimock.on({ model }, { content: 'x' })
  expect(await look(['ollama:llama3.1'], { host: servers.aimock.url })).toEqual([
    { jurors: ['ollama:llama3.1'], what: 'ollama has no model llama3.1. It has: llama3.1:8b, qwen3:latest', fix: 'ollama pull llama3.1' },
  ])
})

test('an Ollama without any model says so', async () => {
  servers.wire.answerWith(json({ models: [] }))
  expect(await look(['ollama:m'], { host: servers.wire.url })).toMatchObject([
    { what: 'ollama has no model m. It has none yet', fix: 'ollama pull m' },
  ])
})

test('a model that an endpoint does not list: those that it does, the first twelve of many', async () => {
  const data = Array.from({ length: 14 }, (_, index) => ({ id: `m${index + 1}` }))
  servers.wire.answerWith(json({ object: 'list', data }))
  const [found] = await look(['lab:m0', 'lab:m14'], { endpoints: [lab(`${servers.wire.url}/v1`)] })
  expect(found).toMatchObject({ jurors: ['lab:m0'], what: expect.stringMatching(/^lab has no model m0\. It has: m1, .*m12, and 2 more$/) })
})

test.each([
  ['has no list', json({ error: { message: 'not here' } }, { status: 404 })],
  ['answers with an error', json({ error: { message: 'busy' } }, { status: 503 })],
  ['answers with something else', json({ hello: 'you' })],
  ['has an empty list', json({ object: 'list', data: [] })],
])('an endpoint that %s is left to the panel', async (_name, answer) => {
  servers.wire.answerWith(answer)
  expect(await look(['lab:m'], { endpoints: [lab(`${servers.wire.url}/v1`)] })).toEqual([])
})

test('a provider that does not answer in time is left to the panel', async () => {
  servers.wire.answerWith(() => {})
  expect(await look(['ollama:m'], { host: servers.wire.url }, 300)).toEqual([])
})

test('an unknown provider and a name that is no model id are reported with the others', async () => {
  const found = await look(['nobody:x', 'plain', 'mistral:m'])
  expect(found.map(({ jurors }) => jurors)).toEqual([['nobody:x'], ['plain'], ['mistral:m']])
  const text = uncallableText(found)
  expect(text).toMatch(/^the panel was not started, and nothing was stored/)
  expect(text).toContain('no provider is called "nobody"')
  expect(text).toContain('"plain" is no model id. Write provider:model')
  expect(text).toContain('  mistral:m: MISTRAL_API_KEY is not set\n    fix: export MISTRAL_API_KEY=')
})
