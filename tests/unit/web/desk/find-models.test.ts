import { expect, test } from 'vitest'
import type { JurorChoice } from '../../../../src/web/desk/dependencies.js'
import { findModels, foundText } from '../../../../src/web/desk/find-models.js'

function choice(model: string, change: Partial<JurorChoice> = {}): JurorChoice {
  const provider = model.slice(0, model.indexOf(':'))
  return {
    ...{ model, provider, providerName: provider, vendor: 'unknown', contextTokens: null, price: { kind: 'unknown' }, runsOn: provider },
    ...{ missingKey: null, isDefault: false, isConfigured: false, isSilent: false },
    ...change,
  }
}

const choices = [
  choice('hosted:small', { vendor: 'Mistral AI', missingKey: 'HOSTED_KEY' }),
  choice('ollama:llama3.1:8b', { vendor: 'Meta', runsOn: 'this machine' }),
  choice('ollama:qwen3:8b', { vendor: 'Alibaba', runsOn: 'this machine' }),
]
const modelsOf = (query: string, chosen: string[] = []) =>
  findModels(choices, { query, chosen }).groups.map(({ provider, models }) => [provider, ...models.map(({ model }) => model)])

test('by provider, those that can be used first, and those that are chosen before all', () => {
  expect(modelsOf('')).toEqual([
    ['ollama', 'ollama:llama3.1:8b', 'ollama:qwen3:8b'],
    ['hosted', 'hosted:small'],
  ])
  expect(modelsOf('', ['hosted:small'])[0]).toEqual(['hosted', 'hosted:small'])
})

test('every word has to be in the id, provider, maker or place, in any case and order', () => {
  expect(modelsOf('META')).toEqual([['ollama', 'ollama:llama3.1:8b']])
  expect(modelsOf(' 8b  machine ')).toEqual([['ollama', 'ollama:llama3.1:8b', 'ollama:qwen3:8b']])
  expect(modelsOf('8b mistral')).toEqual([])
})

test('a chosen model stays whatever is searched for, also one that no provider lists', () => {
  const { groups, matching } = findModels(choices, { query: 'qwen', chosen: ['hosted:small', 'mine:own'] })
  expect(groups.flatMap(({ models }) => models)).toMatchObject([
    { model: 'hosted:small', isChosen: true, known: { missingKey: 'HOSTED_KEY' } },
    { model: 'mine:own', isChosen: true, known: null },
    { model: 'ollama:qwen3:8b', isChosen: false },
  ])
  expect(matching).toBe(1)
})

test('of several hundred models eight are offered and forty found, and how many more there are is said', () => {
  const many = Array.from({ length: 300 }, (_, index) => choice(`gateway:m-${index}`))
  const found = findModels(many, { query: '', chosen: ['gateway:m-299'] })
  expect(found).toMatchObject({ shown: 8, matching: 299 })
  expect(found.groups.flatMap(({ models }) => models)).toHaveLength(9)
  expect(foundText(found)).toContain('299 more models can be chosen')
  expect(foundText(found)).toContain('the first 8 are shown')
  expect(foundText(findModels(many, { query: 'm-', chosen: [] }))).toContain('the first 40 are shown')
  expect(foundText(findModels(many, { query: 'm-299', chosen: [] }))).toBe('1 more model matches.')
  expect(foundText(findModels(many, { query: 'nothing', chosen: [] }))).toBe('No other model matches.')
})
