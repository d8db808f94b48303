import { expect, test } from 'vitest'
import { findModel } from '../../../../src/providers/catalog/catalog.js'
import { catalogEntries } from '../../../../src/providers/catalog/catalog-data.js'
import { defaultModels, mayChat } from '../../../../src/providers/catalog/default-models.js'

/** What a million tokens in and a million out cost, for every model of a provider that the catalog prices by its exact name. */
function pricedModels(provider: string): { name: string; usd: number }[] {
  return catalogEntries.flatMap(({ match, price }) => {
    if (!match.startsWith(`${provider}:`) || match.includes('*') || price?.kind !== 'metered') return []
    const { input, output } = price.usdPerMillionTokens
    return [{ name: match.slice(provider.length + 1), usd: input + output }]
  })
}

test.each(['anthropic', 'mistral'])(
  'the default of %s is held to a JSON Schema, and its price is known and in the lower half',
  (provider) => {
    const name = defaultModels[provider] ?? ''
    const known = findModel(`${provider}:${name}`)
    expect(known.structuredOutput).toBe('json-schema')
    const priced = pricedModels(provider)
    expect(priced.length).toBeGreaterThan(3)
    const own = priced.find((model) => model.name === name)?.usd ?? Number.NaN
    expect(priced.filter(({ usd }) => usd >= own).length).toBeGreaterThanOrEqual(priced.length / 2)
  },
)

test.each([
  'nomic-embed-text:latest',
  'text-embedding-3-small',
  'bge-m3',
  'whisper-1',
  'tts-1',
  'omni-moderation-latest',
  'Qwen/Qwen3-Embedding-8B',
])('%s is not taken for a model that chats', (name) => {
  expect(mayChat(name)).toBe(false)
})

test.each(['llama3.1:8b', 'gpt-4o', 'claude-haiku-5-5', 'Qwen/Qwen3-8B', 'mistral-small-2603'])('%s may chat', (name) => {
  expect(mayChat(name)).toBe(true)
})
