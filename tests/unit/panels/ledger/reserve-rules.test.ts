import { expect, test } from 'vitest'
import { decideBudget, decideMinute, isLimited } from '../../../../src/panels/ledger/reserve-rules.js'

test('a call goes when its worst case fits, waits for calls under way, and is refused when what is spent leaves no room', () => {
  expect(decideBudget({ spentUsd: 1, runningUsd: 0.5 }, { budgetUsd: 2, reserveUsd: 0.5 })).toBeNull()
  expect(decideBudget({ spentUsd: 1, runningUsd: 0.75 }, { budgetUsd: 2, reserveUsd: 0.5 })).toEqual({ status: 'running' })
  expect(decideBudget({ spentUsd: 1.75, runningUsd: 0.125 }, { budgetUsd: 2, reserveUsd: 0.5 })).toEqual({
    status: 'over-budget',
    budgetUsd: 2,
    committedUsd: 1.875,
  })
})

test('a call whose price is not known is not held to a budget but refused', () => {
  expect(decideBudget({ spentUsd: 0, runningUsd: 0 }, { budgetUsd: 2, reserveUsd: null })).toMatchObject({ status: 'over-budget' })
})

const attempts = [
  { tokens: 600, leavesInMs: 10_000 },
  { tokens: 300, leavesInMs: 20_000.2 },
]

test('a request waits until the oldest of a full minute leaves it', () => {
  expect(decideMinute(attempts, { limits: { requestsPerMinute: 3 }, expectedTokens: 100 })).toBeNull()
  const refused = { status: 'limited', limit: '2 requests a minute', waitMs: 10_000 }
  expect(decideMinute(attempts, { limits: { requestsPerMinute: 2 }, expectedTokens: 100 })).toEqual(refused)
})

test('tokens wait for as many attempts as make room, and the longer of two waits counts', () => {
  const limits = { requestsPerMinute: 2, tokensPerMinute: 1_000 }
  expect(decideMinute(attempts, { limits, expectedTokens: 900 })).toEqual({
    status: 'limited',
    limit: '1000 tokens a minute',
    waitMs: 20_001,
  })
})

test('a call larger than the whole limit goes when nothing else does', () => {
  const terms = { limits: { tokensPerMinute: 1_000 }, expectedTokens: 5_000 }
  expect(decideMinute([], terms)).toBeNull()
  expect(decideMinute(attempts, terms)).toMatchObject({ waitMs: 20_001 })
})

test('any one limit bounds a provider, and none leaves it free', () => {
  expect([{ concurrency: 1 }, { requestsPerMinute: 1 }, { tokensPerMinute: 1 }, {}].map(isLimited)).toEqual([true, true, true, false])
})
