import { expect, test } from 'vitest'
import { catalogEntries, findModel } from '../../../src/providers/catalog/catalog-data.js'
import { providerDefinitions } from '../../../src/providers/definitions.js'

/** What a million tokens in and a million out cost, for every model of a provider that the catalog prices by its exact name. */
function pricedModels(provider: string): { name: string; usd: number }[] {
  return catalogEntries.flatMap(({ match, price }) => {
    if (!match.startsWith(`${provider}:`) || match.includes('*') || price?.kind !== 'metered') return []
    const { input, output } = price.usdPerMillionTokens
    return [{ name: match.slice(provider.length + 1), usd: input + output }]
  })
}

const hosted = providerDefinitions.filter((definition) => definition.kind === 'api' && definition.local === null)
const withDefault = hosted.filter((definition) => definition.kind === 'api' && definition.defaultModel !== null)

test('each vendor has an id and variables of its own, and its catalog entries are about its own models', () => {
  const taken = providerDefinitions.flatMap(({ id, environment: { key, address } }) => [id, address, ...(key === null ? [] : [key])])
  expect(new Set(taken).size).toBe(taken.length)
  for (const definition of providerDefinitions) {
    const entries = definition.kind === 'api' ? definition.catalogEntries : []
    expect(entries.filter(({ match }) => !match.startsWith(`${definition.id}:`))).toEqual([])
  }
})

test('the hosted vendors with an API of their own that come with the package have a default model', () => {
  expect(withDefault.map(({ id }) => id)).toEqual(expect.arrayContaining(['anthropic', 'mistral']))
})

test.each(withDefault.map(({ id }) => id))(
  'the default of %s is held to a JSON Schema, and its price is known and in the lower half',
  (provider) => {
    const definition = hosted.find(({ id }) => id === provider)
    const name = (definition?.kind === 'api' ? definition.defaultModel : null) ?? ''
    const known = findModel(`${provider}:${name}`)
    expect(known.structuredOutput).toBe('json-schema')
    const priced = pricedModels(provider)
    expect(priced.map((model) => model.name)).toContain(name)
    const own = priced.find((model) => model.name === name)?.usd ?? Number.NaN
    expect(priced.filter(({ usd }) => usd >= own).length).toBeGreaterThanOrEqual(priced.length / 2)
  },
)
