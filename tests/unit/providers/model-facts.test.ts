import { expect, test } from 'vitest'
import { createCatalog } from '../../../src/providers/catalog/catalog.js'
import { catalogEntries } from '../../../src/providers/catalog/catalog-data.js'
import { describeModel, namedModels } from '../../../src/providers/model-facts.js'
import { missingKeyOf, setUpProviders } from '../../../src/providers/setup.js'

const catalog = createCatalog([...catalogEntries, { match: 'vllm:*', price: { kind: 'local' } }])
const endpoint = (name: string, baseUrl: string, apiKeyEnv: string | null = null) => ({
  name,
  baseUrl,
  apiKey: null,
  apiKeyEnv,
  local: false,
})
const describe = (model: string, environment: Record<string, string> = {}, endpoints: ReturnType<typeof endpoint>[] = []) =>
  describeModel(model, { catalog, settings: { providers: setUpProviders(environment), endpoints } })

test('a hosted model runs on its provider, and its key is there or named', () => {
  expect(describe('anthropic:claude-haiku-5-5')).toMatchObject({
    provider: 'anthropic',
    providerName: 'Anthropic',
    vendor: 'Anthropic',
    contextTokens: 1_000_000,
    runsOn: 'Anthropic',
    missingKey: 'ANTHROPIC_API_KEY',
  })
  expect(describe('anthropic:claude-haiku-5-5', { ANTHROPIC_API_KEY: 'x' }).missingKey).toBeNull()
  expect(describe('openai:gpt-9').missingKey).toBe('OPENAI_API_KEY')
})

test.each([
  [{}, 'this machine'],
  [{ OLLAMA_HOST: '127.0.0.1:11500' }, 'this machine'],
  [{ OLLAMA_HOST: 'http://localhost:11434' }, 'this machine'],
  [{ OLLAMA_HOST: '[::1]:11434' }, 'this machine'],
  [{ OLLAMA_HOST: 'gpu.example.com' }, 'a machine of your own'],
])('with %j a local model runs on %s', (environment, runsOn) => {
  expect(describe('ollama:llama3.1:8b', environment).runsOn).toBe(runsOn)
})

test('an endpoint runs where its address says when it is local, else at its provider', () => {
  expect(describe('vllm:a', {}, [endpoint('vllm', 'http://10.0.0.5:8000/v1')]).runsOn).toBe('a machine of your own')
  expect(describe('vllm:a', {}, [endpoint('vllm', 'http://127.0.0.1:8000/v1')]).runsOn).toBe('this machine')
  expect(describe('gateway:a', {}, [endpoint('gateway', 'http://127.0.0.1:8000/v1')])).toMatchObject({
    runsOn: 'gateway',
    missingKey: null,
  })
  // Ollama has models that run in its cloud.
  expect(describe('ollama:glm-5:cloud').runsOn).toBe('Ollama')
})

test('the variable of an endpoint’s key is named while it is not set', () => {
  const settings = { providers: setUpProviders({}), endpoints: [endpoint('gateway', 'https://gateway.example.com/v1', 'GATEWAY_KEY')] }
  expect(missingKeyOf('gateway', settings)).toBe('GATEWAY_KEY')
  expect(missingKeyOf('ollama', settings)).toBeNull()
  expect(missingKeyOf('nobody', settings)).toBeNull()
})

test('of the catalog, only whole names of the given providers can be offered', () => {
  const entries = [{ match: 'a:*' }, { match: 'a:one' }, { match: 'b:two' }, { match: 'a:one' }, { match: '*:x' }, { match: 'a:three-*' }]
  expect(namedModels(entries, ['a'])).toEqual(['a:one'])
})
