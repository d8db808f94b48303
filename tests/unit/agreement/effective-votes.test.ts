import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveVotes } from '../../../src/agreement/rules/effective-votes.js'
import { independentRange } from '../../../src/agreement/rules/independent-range.js'
import { meanCorrelation, type VotedCall } from '../../../src/agreement/rules/mean-correlation.js'
import { seededRandom, shuffled } from '../../../src/agreement/rules/seeded-random.js'

/** Rows such as `11.` to calls: 1 ship, 0 skip, a dot for none. */
const rows = (...items: string[]) => items.map((item) => [...item].map((sign): VotedCall => (sign === '.' ? null : sign === '1' ? 1 : 0)))

/** Jurors who copy the item's fair coin with the given probability, or else flip their own: any two correlate with its square. */
const jurors = ({ seed, items, count, copies }: { seed: number; items: number; count: number; copies: number }) => {
  const random = seededRandom(seed)
  const coin = (): VotedCall => (random() < 0.5 ? 1 : 0)
  return Array.from({ length: items }, () => {
    const shared = coin()
    return Array.from({ length: count }, () => (random() < copies ? shared : coin()))
  })
}

test('phi as worked out by hand: 3 ships alike, 1 skip alike, 1 apart', () => {
  // n = 5, n₁ = 4, n₂ = 3, n₁₁ = 3: (5 · 3 − 4 · 3) ÷ √(4 · 1 · 3 · 2) = 3 ÷ √24
  expect(meanCorrelation(rows('11', '11', '11', '00', '10'), 2).value).toEqual({
    correlation: 3 / Math.sqrt(24),
    pairs: 1,
    jurors: 2,
    leftOut: 0,
  })
})

test('the mean is over pairs: jurors alike, and a third who always says the opposite', () => {
  // r = (1 − 1 − 1) ÷ 3; design effect 1 + 2 · (−1/3) = 1/3; never more votes than jurors.
  const { value } = effectiveVotes(rows('110', '001', '110', '001'), 2)
  expect(value?.correlation).toBeCloseTo(-1 / 3, 12)
  expect(value?.designEffect).toBeCloseTo(1 / 3, 12)
  expect(value?.effective).toBe(3)
})

test('two identical jurors are one vote', () => {
  const items = jurors({ seed: 1, items: 40, count: 1, copies: 0 }).map(([call = null]) => [call, call])
  expect(effectiveVotes(items).value).toEqual({ correlation: 1, pairs: 1, jurors: 2, leftOut: 0, designEffect: 2, effective: 1 })
})

test('five independent coins over 2,000 items are five votes: r within 0.022 of 0, at least 4.6', () => {
  // A pair's phi has a standard error of 1 ÷ √2000 = 0.0224, the mean of ten 0.0071: three of them, and 5 ÷ (1 + 4 · 0.0212) = 4.61.
  const { value } = effectiveVotes(jurors({ seed: 2, items: 2_000, count: 5, copies: 0 }))
  expect(Math.abs(value?.correlation ?? 1)).toBeLessThan(0.0213)
  expect(value?.effective).toBeGreaterThan(4.6)
  expect(value?.effective).toBeLessThanOrEqual(5)
})

test('four jurors who correlate with 0.5 over 2,000 items are 1.6 votes, within 0.08', () => {
  const { value } = effectiveVotes(jurors({ seed: 3, items: 2_000, count: 4, copies: Math.SQRT1_2 }))
  expect(value?.correlation).toBeCloseTo(0.5, 1)
  expect(Math.abs((value?.effective ?? 0) - 1.6)).toBeLessThan(0.08)
})

test('a juror who always calls the same is in no pair and left out of the count', () => {
  expect(meanCorrelation(rows('111', '001', '111', '101'), 2).value).toMatchObject({ pairs: 1, jurors: 2, leftOut: 1 })
})

test('a missing call counts for no pair, and a pair with too few shared items not at all', () => {
  const complete = rows('11', '10', '01', '00', '11')
  expect(meanCorrelation([...complete, ...rows('1.', '.0', '..', '1')], 5)).toEqual(meanCorrelation(complete, 5))
  expect(meanCorrelation(complete, 6)).toEqual({ value: null, reason: 'no-pairs' })
  expect(meanCorrelation(complete)).toEqual({ value: null, reason: 'no-pairs' })
})

test('without two jurors, or without a call both ways, there is none, with the reason', () => {
  expect(effectiveVotes([])).toEqual({ value: null, reason: 'too-few-jurors' })
  expect(effectiveVotes(rows('1', '0'), 2)).toEqual({ value: null, reason: 'too-few-jurors' })
  expect(effectiveVotes(rows('10', '11'), 2)).toEqual({ value: null, reason: 'no-pairs' })
  expect(independentRange(rows('10', '11'), { fewestShared: 2 })).toEqual({ value: null, reason: 'no-pairs' })
  expect(independentRange(rows('10', '11', '01'), { fewestShared: 2, shuffles: 39 })).toEqual({ value: null, reason: 'no-pairs' })
})

test('the range of independent jurors is about ±1.96 standard errors, the same each time, and holds coins but not copies', () => {
  // Two jurors, 400 items: 1.96 ÷ √400 = 0.098; 200 shuffles give its ends within a third.
  const items = jurors({ seed: 4, items: 400, count: 2, copies: 0 })
  const { value } = independentRange(items)
  expect(value?.shuffles).toBe(200)
  expect(Math.abs((value?.range.low ?? 0) + 0.098)).toBeLessThan(0.033)
  expect(Math.abs((value?.range.high ?? 0) - 0.098)).toBeLessThan(0.033)
  expect(independentRange(items).value).toEqual(value)
  expect(independentRange(items, { seed: 9 }).value).not.toEqual(value)
  expect(meanCorrelation(jurors({ seed: 5, items: 400, count: 2, copies: 0.6 })).value?.correlation).toBeGreaterThan(value?.range.high ?? 1)
})

test('of 200 studies with independent jurors, 88 to 99 % lie within their range', () => {
  const within = Array.from({ length: 200 }, (_none, run) => {
    const items = jurors({ seed: 1_000 + run, items: 40, count: 3, copies: 0 })
    const range = independentRange(items, { seed: run }).value?.range
    const correlation = meanCorrelation(items).value?.correlation
    return range !== undefined && correlation !== undefined && range.low <= correlation && correlation <= range.high
  }).filter(Boolean).length
  expect(within).toBeGreaterThanOrEqual(176)
  expect(within).toBeLessThanOrEqual(198)
})

test('shuffling keeps the calls, and puts each in each place as often', () => {
  const random = seededRandom(6)
  const first = [0, 0, 0, 0]
  for (let run = 0; run < 4_000; run += 1) {
    const list = shuffled([0, 1, 2, 3], random)
    expect([...list].sort()).toEqual([0, 1, 2, 3])
    first[list[0] ?? 0] = (first[list[0] ?? 0] ?? 0) + 1
  }
  // 1,000 each, standard deviation 27: four of them.
  for (const count of first) expect(Math.abs(count - 1_000)).toBeLessThan(110)
})

const anyItems = fc.array(fc.array(fc.constantFrom<VotedCall>(0, 1, null), { maxLength: 5 }), { maxLength: 30 })

test('votes are between 1 and the jurors or have a reason, and the order of items and jurors never matters', () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const width = Math.max(0, ...items.map((row) => row.length))
      const whole = items.map((row) => Array.from({ length: width }, (_none, juror) => row[juror] ?? null))
      const counted = effectiveVotes(items, 2)
      expect(effectiveVotes(whole.map((row) => [...row].reverse()).reverse(), 2)).toEqual(counted)
      if (counted.value === null) return
      const { effective, jurors: most, correlation } = counted.value
      expect(effective).toBeGreaterThanOrEqual(1)
      expect(effective).toBeLessThanOrEqual(most)
      expect(Math.abs(correlation)).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
})
