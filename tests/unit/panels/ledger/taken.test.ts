import { expect, test } from 'vitest'
import { takenInAll } from '../../../../src/panels/ledger/taken.js'

const usage = { inputTokens: 10, cachedInputTokens: null, cacheWriteInputTokens: 0, outputTokens: 5 }
const own = { usage, costUsd: 0.02, latencyMs: 40 }

test('a seat took what its own calls and those of its second opinion took', () => {
  expect(takenInAll(own, { usage, costUsd: 0.01, latencyMs: 2 })).toEqual({
    usage: { inputTokens: 20, cachedInputTokens: null, cacheWriteInputTokens: 0, outputTokens: 10 },
    costUsd: 0.03,
    latencyMs: 42,
  })
  expect(takenInAll(own, null)).toBe(own)
})

test('an opinion without a call adds nothing, and one whose call was lost makes the sum unknown', () => {
  expect(takenInAll(own, { usage: null, costUsd: 0, latencyMs: 0 })).toEqual(own)
  expect(takenInAll(own, { usage: null, costUsd: null, latencyMs: null })).toEqual({ usage: null, costUsd: null, latencyMs: null })
})
