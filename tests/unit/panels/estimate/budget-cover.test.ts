import { expect, test } from 'vitest'
import { budgetWarning, coverOf } from '../../../../src/panels/estimate/budget-cover.js'
import type { JurorEstimate, PanelEstimate } from '../../../../src/panels/estimate/estimate-panel.js'
import { budgetWarnings } from '../../../../src/panels/estimate/month-cover.js'

const juror = (change: Partial<JurorEstimate>): JurorEstimate => ({
  ...{ model: 'host:a', price: 'metered', calls: 4, fromLedger: 0, outputTokensPerCall: 1_000, cacheReads: 0, basedOnCalls: 0 },
  ...{ latencyMs: null, inputTokens: 1, outputTokens: 1, withoutCacheUsd: 0.4, withCacheUsd: 0.4, worstCaseUsd: 0.8 },
  ...change,
})

function estimateOf(jurors: JurorEstimate[], seats: number): PanelEstimate {
  const sum = (count: (each: JurorEstimate) => number) => jurors.reduce((total, each) => total + count(each), 0)
  const usd = (cost: 'withCacheUsd' | 'worstCaseUsd') =>
    jurors.some((each) => each[cost] === null) ? null : sum((each) => each[cost] ?? 0)
  return {
    ...{ schema: 'panel.estimate/1', bytesPerToken: 4, assumedOutputTokens: 1_000, concurrency: 1, jurors, conflicts: [] },
    total: {
      ...{ seats, drafts: seats, calls: sum(({ calls }) => calls), fromLedger: sum(({ fromLedger }) => fromLedger), cacheReads: 0 },
      ...{ durationMs: null, inputTokens: 1, outputTokens: 1, withoutCacheUsd: usd('withCacheUsd') },
      ...{ withCacheUsd: usd('withCacheUsd'), worstCaseUsd: usd('worstCaseUsd') },
    },
  }
}

/** Four calls, each of 0.10 likely and 0.20 at worst. */
const four = estimateOf([juror({})], 4)

test.each([
  [0.8, { kind: 'enough' }],
  [0.79, { kind: 'tight' }],
  [0.4, { kind: 'tight' }],
  // The first call leaves 0.29, the second 0.19: less than the 0.20 that a third must have left.
  [0.39, { kind: 'short', seats: 2 }],
  [0.2, { kind: 'short', seats: 1 }],
  [0.19, { kind: 'short', seats: 0 }],
  [0, { kind: 'short', seats: 0 }],
])('a budget of $%d for four calls of $0.10, $0.20 at worst', (budgetUsd, cover) => {
  expect(coverOf(four, budgetUsd)).toEqual(cover)
})

test('calls in the ledger and of local models need no budget, and their seats are covered', () => {
  const half = estimateOf([juror({ calls: 2, fromLedger: 2, withCacheUsd: 0.2, worstCaseUsd: 0.4 })], 4)
  expect(coverOf(half, 0)).toEqual({ kind: 'short', seats: 2 })
  const local = juror({ model: 'ollama:a', price: 'local', withCacheUsd: 0, worstCaseUsd: 0 })
  expect(coverOf(estimateOf([local], 4), 0)).toEqual({ kind: 'enough' })
  expect(coverOf(estimateOf([local, juror({})], 8), 0)).toEqual({ kind: 'short', seats: 4 })
})

test('a model without a price is named, whatever the budget', () => {
  const unknown = juror({ model: 'host:b', price: 'unknown', withCacheUsd: null, worstCaseUsd: null })
  const estimate = estimateOf([juror({}), unknown], 8)
  expect(coverOf(estimate, 100)).toEqual({ kind: 'unpriced', models: ['host:b'] })
  expect(budgetWarning(estimate, 100)).toContain('The price of host:b is not known')
})

test('the warning says how many seats, and what happens then; without a budget, or with a tight one, there is none', () => {
  expect(budgetWarning(four, 0.2)).toContain(
    'The budget of $0.2000 is below the estimate of $0.4000, and likely covers about 1 of 4 seats. Once it',
  )
  expect(budgetWarning(four, 0.1)).toContain('likely covers no seat.')
  expect(budgetWarning(four, 0.5)).toBeNull()
  expect(budgetWarning(four, null)).toBeNull()
})

test('a panel that passes what is left of the month says by how much, counting calls under way and no more than its own budget', () => {
  const month = { budgetUsd: 20, spentUsd: 19.7, reservedUsd: 0 }
  const warn = (estimate: PanelEstimate, budgetUsd: number | null, change: Partial<typeof month> = {}) =>
    budgetWarnings(estimate, { budgetUsd, month: { ...month, ...change } })
  expect(warn(four, null)).toEqual([
    expect.stringContaining('This month’s budget is $20.00, $19.70 of it is spent; this panel would pass it by $0.1000. Once it is spent'),
  ])
  expect(warn(four, 0.3)).toEqual([expect.stringContaining('The budget of $0.3000 is below')])
  expect(warn(four, null, { spentUsd: 19.6 })).toEqual([])
  expect(warn(four, null, { spentUsd: 19.5, reservedUsd: 0.2 })).toEqual([
    expect.stringContaining('$19.70 of it is spent or reserved for calls under way; this panel would pass it by $0.1000.'),
  ])
  expect(warn(four, null, { budgetUsd: 0, spentUsd: 0 })).toEqual([expect.stringContaining('budget is $0, $0 of it is spent;')])
  expect(budgetWarnings(four, { budgetUsd: null, month: null })).toEqual([])
  // What costs nothing takes nothing of a month that is used up.
  expect(warn(estimateOf([juror({ price: 'local', withCacheUsd: 0, worstCaseUsd: 0 })], 4), null, { spentUsd: 30 })).toEqual([])
  const unpriced = estimateOf([juror({ model: 'host:b', withCacheUsd: null, worstCaseUsd: null })], 4)
  expect(warn(unpriced, null)).toEqual([expect.stringContaining('the month’s budget buys no call without a price')])
  expect(warn(unpriced, 1)).toEqual([expect.stringContaining('a budget buys no call without a price')])
})
