import { expect, test } from 'vitest'
import { chooseJurors, type JurorSettings, jurorCandidates, namedJurors, pickModel } from '../../../src/app/choose-jurors.js'
import { ProviderError, UsageError } from '../../../src/platform/errors.js'
import type { ListedModel } from '../../../src/providers/provider.js'
import { setUpProviders } from '../../../src/providers/setup.js'

const nothing: JurorSettings = { jurors: [], providers: setUpProviders({}), endpoints: [] }
const gateway = { name: 'gateway', baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'k', apiKeyEnv: 'GATEWAY_KEY', local: false }
const vllm = { name: 'vllm', baseUrl: 'http://127.0.0.1:2/v1', apiKey: null, apiKeyEnv: null, local: true }

function listed(name: string, sizeBytes: number | null = null, parameterSize: string | null = null): ListedModel {
  return { name, sizeBytes, parameterSize }
}

const away = (provider: string) =>
  new ProviderError(`nothing answers at ${provider}`, {
    kind: 'unreachable',
    provider,
    isRetryable: true,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  })

/** Chooses where no one named a model and each provider has these models; says who was asked. */
async function choose(config: Partial<JurorSettings>, models: Record<string, ListedModel[]>) {
  const asked: string[] = []
  const choice = chooseJurors({
    asked: undefined,
    recorded: undefined,
    config: { ...nothing, ...config },
    listModels: async (provider) => {
      asked.push(provider)
      const own = models[provider]
      return own === undefined ? { provider, error: away(provider) } : { provider, models: own }
    },
  })
  return { ...(await choice), asked }
}

test('models that are named come first: --model, then those of the recordings of a replay, then the configured jurors, each once', () => {
  const all = { asked: ['a:1', 'b:1', 'a:1'], configured: ['c:1', 'c:1'], recorded: ['e:1', 'd:1', 'e:1'] }
  expect(namedJurors(all)).toEqual(['a:1', 'b:1'])
  expect(namedJurors({ ...all, asked: undefined })).toEqual(['d:1', 'e:1'])
  expect(namedJurors({ ...all, asked: undefined, recorded: undefined })).toEqual(['c:1'])
  expect(namedJurors({ ...all, asked: undefined, recorded: [] })).toEqual(['c:1'])
  expect(namedJurors({ asked: undefined, configured: [], recorded: [] })).toBeNull()
})

test('where someone named a model, no provider is asked and nothing is explained', async () => {
  const listModels = async () => {
    throw new Error('a provider was asked')
  }
  const choice = chooseJurors({ asked: undefined, recorded: ['ollama:x'], config: { ...nothing, jurors: ['mistral:m'] }, listModels })
  expect(await choice).toEqual({ jurors: ['ollama:x'], why: null })
})

test('the order: Anthropic, Mistral, endpoints with a key, endpoints without one, Ollama', () => {
  const keys = { providers: setUpProviders({ ANTHROPIC_API_KEY: 'a', MISTRAL_API_KEY: 'm' }) }
  expect(jurorCandidates({ ...keys, endpoints: [vllm, gateway] }).map(({ provider }) => provider)).toEqual([
    'anthropic',
    'mistral',
    'gateway',
    'vllm',
    'ollama',
  ])
})

test('an endpoint whose key is missing from the environment is no candidate', () => {
  const keyless = { ...gateway, apiKey: null }
  expect(jurorCandidates({ ...nothing, endpoints: [keyless] }).map(({ provider }) => provider)).toEqual(['ollama'])
})

test('a hosted key takes the default model of its provider without asking anyone', async () => {
  const choice = await choose({ providers: setUpProviders({ MISTRAL_API_KEY: 'm' }), endpoints: [vllm] }, {})
  expect(choice).toMatchObject({ jurors: ['mistral:mistral-small-2603'], asked: [] })
  expect(choice.why).toContain('MISTRAL_API_KEY is set')
})

test('an endpoint gives the first model that it lists and that can chat', async () => {
  const choice = await choose({ endpoints: [gateway] }, { gateway: [listed('text-embedding-3-small'), listed('zeta'), listed('alpha')] })
  expect(choice).toMatchObject({ jurors: ['gateway:zeta'], asked: ['gateway'] })
  expect(choice.why).toContain('it is the first of the 2 models it has')
})

test('an endpoint that does not answer is passed over for Ollama, which gives its largest model', async () => {
  const models = { ollama: [listed('small', 2e9), listed('nomic-embed-text:latest', 9e9), listed('large:70b', 4e10)] }
  const choice = await choose({ endpoints: [vllm] }, models)
  expect(choice).toMatchObject({ jurors: ['ollama:large:70b'], asked: ['vllm', 'ollama'] })
  expect(choice.why).toContain('it is the largest of the 2 models it has')
})

test('the largest by bytes; where none are known, by parameters; of equals, the first by name', () => {
  const name = (models: ListedModel[]) => pickModel('largest', models)?.name
  expect(name([listed('a', 3, '70B'), listed('b', 4, '8B')])).toBe('b')
  expect(name([listed('a', null, '8.0B'), listed('b', null, '13B'), listed('c', null, '900M')])).toBe('b')
  expect(name([listed('b', 4), listed('a', 4)])).toBe('a')
  expect(name([])).toBeUndefined()
})

test('with nothing at all: the three ways to get a model, the demo, and what was tried', async () => {
  const refusal = await choose({}, {}).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(UsageError)
  const { message } = refusal as UsageError
  for (const part of ['ANTHROPIC_API_KEY', 'MISTRAL_API_KEY', 'ollama pull', 'endpoints:', 'panel demo', 'nothing answers at ollama'])
    expect(message).toContain(part)
  expect(message.split('\n').slice(1, 4)).toEqual([
    '  1. A hosted key:                export ANTHROPIC_API_KEY=…   or MISTRAL_API_KEY, or OPENAI_API_KEY',
    '  2. Ollama, on your machine:     ollama serve   and   ollama pull llama3.1:8b',
    '  3. An OpenAI-compatible server: name it in panel.config.yaml, such as',
  ])
})

test('an Ollama without a chat model is as good as none, and the message says so', async () => {
  await expect(choose({}, { ollama: [listed('nomic-embed-text')] })).rejects.toThrow('ollama has no model that can chat')
})
