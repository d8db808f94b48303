import { expect, test } from 'vitest'
import { openModels } from '../../../src/app/open-models.js'
import { askProviders, type ProviderAnswer } from '../../../src/cli/ask-providers.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import { useProviderServers } from '../../support/providers/provider-servers.js'
import { json } from '../../support/providers/wire-server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const key = 'a-key-that-nobody-may-see'
const servers = useProviderServers()

/** A deadline that a server which answers meets on any machine. */
const patientMs = 600_000

type Settings = Parameters<typeof askProviders>[0]['config'] & Omit<Parameters<typeof openModels>[0], 'endpoints'>
type Overrides = Partial<Settings> & { environment?: Record<string, string> }

/** Settings of an environment in which an Ollama is said to run at a dead address, unless it says otherwise. */
function settings({ environment = {}, ...overrides }: Overrides = {}): Settings {
  const providers = setUpProviders({ OLLAMA_HOST: servers.deadUrl, ...environment })
  return { providers, endpoints: [], jurors: [], catalog: [], ...overrides }
}

async function ask(overrides: Overrides): Promise<Record<string, ProviderAnswer>> {
  const config = settings(overrides)
  const answers = await askProviders({ config, models: openModels(config, runtime, patientMs) })
  return Object.fromEntries(answers.map((answer) => [answer.provider, answer]))
}

test('each configured provider lists its models, over real HTTP, without those that cannot chat', async () => {
  for (const model of ['one', 'two', 'text-embedding-3-small']) servers.aimock.on({ model }, { content: 'x' })
  const answers = await ask({
    environment: {
      ANTHROPIC_API_KEY: key,
      ANTHROPIC_BASE_URL: servers.aimock.url,
      MISTRAL_API_KEY: key,
      MISTRAL_BASE_URL: servers.aimock.url,
      OLLAMA_HOST: servers.aimock.url,
    },
    endpoints: [{ name: 'lab', baseUrl: `${servers.aimock.url}/v1`, apiKey: null, apiKeyEnv: null, local: true }],
  })
  expect(Object.keys(answers).sort()).toEqual(['anthropic', 'lab', 'mistral', 'ollama', 'openai'])
  const { openai: _, ...configured } = answers
  for (const answer of Object.values(configured)) {
    expect(answer).toMatchObject({ status: 'listed', models: [{ name: 'one' }, { name: 'two' }] })
  }
})

test('a hosted provider without a key is not configured, and the fix names its variable', async () => {
  const { anthropic, mistral, openai } = await ask({})
  expect(anthropic).toMatchObject({ status: 'not-configured', reason: 'ANTHROPIC_API_KEY is not set' })
  expect(mistral).toMatchObject({ status: 'not-configured', fix: expect.stringContaining('export MISTRAL_API_KEY=') })
  expect(openai).toMatchObject({ status: 'not-configured', fix: expect.stringContaining('export OPENAI_API_KEY=') })
})

test('an OpenAI address of the environment that does not answer is fixed in the environment', async () => {
  const { openai } = await ask({
    endpoints: [{ name: 'openai', baseUrl: `${servers.deadUrl}/v1`, apiKey: null, apiKeyEnv: 'OPENAI_API_KEY', local: false }],
  })
  expect(openai).toMatchObject({ status: 'failed', fix: expect.stringContaining('OPENAI_BASE_URL') })
  expect(openai).toMatchObject({ reason: expect.stringMatching(/correct OPENAI_BASE_URL/) })
})

test('a short made-up key that is also a word leaves the messages readable', async () => {
  const answers = await ask({ environment: { MISTRAL_API_KEY: 'ollama', MISTRAL_BASE_URL: servers.deadUrl } })
  expect(answers.ollama).toMatchObject({ fix: 'ollama serve', reason: expect.stringContaining('Start Ollama (ollama serve)') })
})

test('a key that is refused is a failure, and is repeated nowhere', async () => {
  servers.wire.answerWith(
    json({ type: 'error', error: { type: 'authentication_error', message: `invalid x-api-key: ${key}` } }, { status: 401 }),
  )
  const { anthropic } = await ask({ environment: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: servers.wire.url } })
  expect(anthropic).toMatchObject({ status: 'failed', statusCode: 401, fix: expect.stringContaining('export ANTHROPIC_API_KEY=') })
  expect(JSON.stringify(anthropic)).not.toContain(key)
})

test('an Ollama that does not answer is not configured while no one said that there is one', async () => {
  // The default address, with a fetch that finds nothing there, whatever runs on this machine.
  const config = settings({ environment: { OLLAMA_HOST: '' } })
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: refused }))
  const answers = await askProviders({ config, models: openModels(config, { fetch }) })
  expect(answers.find(({ provider }) => provider === 'ollama')).toMatchObject({ status: 'not-configured', fix: 'ollama serve' })
})

test.each([
  ['its address is set', {}],
  ['a juror is to be played by it', { jurors: ['ollama:llama3.1:8b'] }],
])('an Ollama that does not answer is a failure once %s', async (_name, overrides) => {
  expect((await ask(overrides)).ollama).toMatchObject({ status: 'failed', fix: 'ollama serve' })
})

test('an Ollama without a model names the command that gets one', async () => {
  servers.wire.answerWith(json({ models: [] }))
  expect((await ask({ environment: { OLLAMA_HOST: servers.wire.url } })).ollama).toMatchObject({
    status: 'failed',
    fix: 'ollama pull llama3.1:8b',
  })
})

test('an endpoint whose key is missing is a failure that names the variable; it is not asked', async () => {
  const endpoint = { name: 'lab', baseUrl: `${servers.wire.url}/v1`, apiKey: null, apiKeyEnv: 'LAB_KEY', local: false }
  const { lab } = await ask({ endpoints: [endpoint] })
  expect(lab).toMatchObject({ status: 'failed', fix: 'export LAB_KEY=<the key>' })
  expect(servers.wire.requests).toEqual([])
})

test('a provider that never answers fails at the deadline, and the others are not kept waiting for', async () => {
  servers.aimock.on({ model: 'one' }, { content: 'x' })
  servers.wire.answerWith(() => {})
  const silent = { name: 'silent', baseUrl: `${servers.wire.url}/v1`, apiKey: null, apiKeyEnv: null, local: false }
  const config = settings({ endpoints: [silent], environment: { OLLAMA_HOST: servers.aimock.url } })
  const [patient, hasty] = [openModels(config, runtime, patientMs), openModels(config, runtime, 100)]
  // The silent one's deadline passes only once the others have answered.
  const others = patient.registry.providers.filter((provider) => provider !== 'silent')
  const answered = Promise.allSettled(others.map((provider) => patient.listModels(provider)))
  const listModels = async (provider: string) => {
    if (provider !== 'silent') return patient.listModels(provider)
    await answered
    return hasty.listModels(provider)
  }
  const answers = await askProviders({ config, models: { ...patient, listModels } })
  const of = (name: string) => answers.find(({ provider }) => provider === name)
  expect(of('silent')).toMatchObject({ status: 'failed', reason: expect.stringContaining('did not answer within 0.1 s') })
  expect(of('ollama')).toMatchObject({ status: 'listed' })
})
