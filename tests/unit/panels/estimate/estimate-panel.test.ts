import { expect, test } from 'vitest'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { estimatePanel, type ModelHistory, type PlannedRequest } from '../../../../src/panels/estimate/estimate-panel.js'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'

const read = { kind: 'metered', readOn: '2026-11-22', source: 'https://example.com/prices' } as const
const catalog = createCatalog([
  { match: 'host:cached', price: { ...read, usdPerMillionTokens: { input: 10, cachedInput: 1, cacheWrite: 12.5, output: 50 } } },
  { match: 'host:plain', price: { ...read, usdPerMillionTokens: { input: 10, cachedInput: null, output: 50 } } },
  { match: 'ollama:*', price: { kind: 'local' } },
])
const noHistory: ModelHistory = { calls: 0, medianOutputTokens: null, medianLatencyMs: null }

/** 4,000 bytes of rules and 8,000 of dossier, shared; 3,970 of brief; a schema that is `{"name":"verdict","schema":{}}`, 30: 3,000 + 1,000 tokens. */
const request: ChatRequest = {
  messages: [
    { role: 'system', parts: [{ text: 'r'.repeat(4000), cacheable: true }] },
    {
      role: 'user',
      parts: [
        { text: 'd'.repeat(8000), cacheable: true },
        { text: 'b'.repeat(3970), cacheable: false },
      ],
    },
  ],
  replySchema: { name: 'verdict', schema: {} },
  sampling: { temperature: 0.4, maxOutputTokens: 4096 },
}
const seat = (prefix: string, model: string, isSettled = false): PlannedRequest => ({ prefix, model, request, isSettled })

function estimate(
  requests: PlannedRequest[],
  { history = {}, concurrency = 8 }: { history?: Record<string, ModelHistory>; concurrency?: number } = {},
) {
  return estimatePanel({
    seats: requests.length,
    drafts: requests.length,
    requests,
    catalog,
    concurrency,
    historyOf: (model) => history[model] ?? noHistory,
  })
}

test('one seat of each tool writes the shared prefix to the cache, the others read it', () => {
  const seats = ['a', 'a', 'a', 'b', 'b'].map((tool) => seat(tool, 'host:cached'))
  const { total } = estimate(seats)
  expect(total).toMatchObject({ calls: 5, fromLedger: 0, cacheReads: 3, inputTokens: 20_000, outputTokens: 5_000 })
  // Out: 5 × 1,000 × $50/M = 0.25. In, uncached: 20,000 × $10/M = 0.20.
  expect(total.withoutCacheUsd).toBeCloseTo(0.45, 10)
  // 2 leaders: 3,000 × 12.5 + 1,000 × 10 = 0.0475 each. 3 followers: 3,000 × 1 + 1,000 × 10 = 0.013 each.
  expect(total.withCacheUsd).toBeCloseTo(0.25 + 2 * 0.0475 + 3 * 0.013, 10)
})

test('the worst case is a token for each byte and what a provider adds, at the dearest rate, and the longest reply', () => {
  const { total } = estimate([seat('a', 'host:cached')])
  // 4,000 + 8,000 + 2 (the blank line between two parts) + 3,970 + the schema with its name + 1,024.
  const bytes = 4000 + 8000 + 2 + 3970 + '{"name":"verdict","schema":{}}'.length + 1024
  expect(total.worstCaseUsd).toBeCloseTo((bytes * 12.5 + 4096 * 50) / 1e6, 10)
})

test('where cached input has no price of its own, a cache changes nothing', () => {
  const { total } = estimate([seat('a', 'host:plain'), seat('a', 'host:plain')])
  expect(total.withoutCacheUsd).toBeCloseTo(2 * (0.04 + 0.05), 10)
  expect(total.withCacheUsd).toBe(total.withoutCacheUsd)
})

test('bytes count, not characters: a letter of two bytes is half a token', () => {
  const wide = { ...request, messages: [{ role: 'user' as const, parts: [{ text: 'ü'.repeat(399), cacheable: false }] }] }
  const { total } = estimate([{ prefix: 'a', model: 'ollama:x', request: wide, isSettled: false }])
  // 798 bytes of text and 30 of schema.
  expect(total.inputTokens).toBe(207)
})

test('a local model costs nothing, an unknown price is unknown, and so is a sum with one in it', () => {
  const { jurors, total } = estimate([seat('a', 'ollama:x'), seat('a', 'nobody:y')])
  expect(jurors[0]).toMatchObject({ price: 'local', withoutCacheUsd: 0, withCacheUsd: 0, worstCaseUsd: 0 })
  expect(jurors[1]).toMatchObject({ price: 'unknown', withoutCacheUsd: null, withCacheUsd: null, worstCaseUsd: null })
  expect(total).toMatchObject({ withoutCacheUsd: null, withCacheUsd: null, worstCaseUsd: null })
})

test('replies that are in the ledger cost nothing; the next seat of the tool goes ahead instead', () => {
  const { total } = estimate([seat('a', 'host:cached', true), seat('a', 'host:cached'), seat('a', 'host:cached')])
  expect(total).toMatchObject({ calls: 2, fromLedger: 1, inputTokens: 8_000 })
  expect(total.withCacheUsd).toBeCloseTo(0.1 + 0.0475 + 0.013, 10)
})

test('with every reply in the ledger nothing is spent and nothing waited for, known price or not', () => {
  const { total } = estimate([seat('a', 'nobody:y', true)])
  expect(total).toMatchObject({
    calls: 0,
    fromLedger: 1,
    inputTokens: 0,
    outputTokens: 0,
    withoutCacheUsd: 0,
    worstCaseUsd: 0,
    durationMs: 0,
  })
})

test('settled calls of the model say how long a reply is and how long it takes', () => {
  const history = { 'host:plain': { calls: 7, medianOutputTokens: 600, medianLatencyMs: 3_000 } }
  const { jurors, total } = estimate(
    Array.from({ length: 5 }, () => seat('a', 'host:plain')),
    { history, concurrency: 2 },
  )
  expect(jurors[0]).toMatchObject({ outputTokensPerCall: 600, basedOnCalls: 7, outputTokens: 3_000, latencyMs: 3_000 })
  // Five calls, two at a time: three rounds.
  expect(total.durationMs).toBe(9_000)
})

test('calls of two models share the places: the longest first', () => {
  const history = {
    'ollama:slow': { calls: 1, medianOutputTokens: 1, medianLatencyMs: 10_000 },
    'host:plain': { calls: 1, medianOutputTokens: 1, medianLatencyMs: 4_000 },
  }
  const seats = [seat('a', 'host:plain'), seat('a', 'host:plain'), seat('a', 'host:plain'), seat('a', 'ollama:slow')]
  // Place 1: 10 s. Place 2: 4 + 4 + 4 s.
  expect(estimate(seats, { history, concurrency: 2 }).total.durationMs).toBe(12_000)
})

test('without history the length of a reply is assumed and said so, and no time is given', () => {
  const { jurors, total } = estimate([seat('a', 'host:plain')])
  expect(jurors[0]).toMatchObject({ outputTokensPerCall: 1_000, basedOnCalls: 0, latencyMs: null })
  expect(total.durationMs).toBeNull()
})

test('second opinions are estimated apart from the jurors, and counted in the total', () => {
  const opinions = [1, 2].map(() => ({ model: 'host:plain', request }))
  const history = { 'host:plain': { calls: 3, medianOutputTokens: 2_000, medianLatencyMs: 500 } }
  const { jurors, secondOpinion, total } = estimatePanel({
    seats: 2,
    drafts: 2,
    requests: [seat('a', 'ollama:x'), seat('b', 'ollama:x')],
    opinions,
    catalog,
    concurrency: 1,
    historyOf: (model) => ({ ...noHistory, medianLatencyMs: 1_000, ...(model === 'host:plain' ? history['host:plain'] : {}) }),
  })
  expect(jurors.map(({ model, calls }) => [model, calls])).toEqual([['ollama:x', 2]])
  // A reply has 400 tokens whatever the model wrote before: those were verdicts.
  expect(secondOpinion).toMatchObject([
    { model: 'host:plain', calls: 2, fromLedger: 0, outputTokens: 800, basedOnCalls: 0, latencyMs: 500 },
  ])
  // 2 × (4,000 × $10/M + 400 × $50/M), and the same with a cache.
  expect(secondOpinion?.map(({ withoutCacheUsd, withCacheUsd }) => [withoutCacheUsd, withCacheUsd])).toEqual([[0.12, 0.12]])
  expect(total).toMatchObject({ calls: 4, outputTokens: 2_800, withoutCacheUsd: 0.12, durationMs: 3_000 })
  expect(estimate([seat('a', 'ollama:x')])).not.toHaveProperty('secondOpinion')
})
