import { expect, test } from 'vitest'
import { buildFactsRequest } from '../../../../src/panels/facts/build-facts-request.js'
import { estimateFacts } from '../../../../src/panels/facts/estimate-facts.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { sampleSources } from '../../../support/panels/facts/sample.js'

const price = { kind: 'metered', readOn: '2026-11-22', source: 'https://example.com/prices' } as const
const catalog = createCatalog([
  { match: 'host:*', contextTokens: 100_000, price: { ...price, usdPerMillionTokens: { input: 10, cachedInput: null, output: 50 } } },
  { match: 'ollama:*', price: { kind: 'local' } },
])
const question = { sources: sampleSources(), toolName: 'Ferrydoc', wanted: ['vendor' as const] }
const estimate = (model: string, { settled = [] as string[], latencyMs = null as number | null, asked = question } = {}) =>
  estimateFacts(asked, {
    model,
    catalog,
    settledKeys: async (keys) => new Set(keys.filter((key) => settled.includes(key))),
    modelHistory: async () => ({ calls: 3, medianOutputTokens: 2_000, medianLatencyMs: latencyMs }),
  })

test('an estimate says the tokens, the dollars and the time of the one call, as an estimate of a panel would', async () => {
  const { request } = buildFactsRequest(question, 100_000)
  const texts = request.messages.flatMap(({ parts }) => parts.map(({ text }) => text))
  const inputTokens = Math.ceil(Buffer.byteLength([...texts, JSON.stringify(request.replySchema)].join('')) / 4)
  const found = await estimate('host:a', { latencyMs: 900 })
  expect(found).toMatchObject({ model: 'host:a', calls: 1, fromLedger: 0, inputTokens, outputTokens: 1_000, durationMs: 900, cut: [] })
  expect(found.costUsd).toBeCloseTo((inputTokens * 10 + 1_000 * 50) / 1e6, 10)
  expect(found.worstCaseUsd).toBe(catalog.worstCaseCostUsd({ model: 'host:a', request }))
})

test('a price that is not known is none, a local model costs nothing, and what no call took takes a time that is not known', async () => {
  expect(await estimate('gateway:a')).toMatchObject({ calls: 1, costUsd: null, worstCaseUsd: null, durationMs: null })
  expect(await estimate('ollama:a')).toMatchObject({ costUsd: 0, worstCaseUsd: 0 })
})

test('a reply that is in the ledger, or pages of which none can be shown, cost nothing', async () => {
  const { request } = buildFactsRequest(question, 100_000)
  const settled = [callKey({ model: 'host:a', request, sample: 1 })]
  const nothing = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, worstCaseUsd: 0, durationMs: 0 }
  expect(await estimate('host:a', { settled })).toMatchObject({ ...nothing, fromLedger: 1 })
  expect(await estimate('host:a', { asked: { ...question, sources: [] } })).toMatchObject({ ...nothing, fromLedger: 0 })
})
