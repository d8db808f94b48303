import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveVotes } from '../../../src/agreement/rules/effective-votes.js'
import { independentRange } from '../../../src/agreement/rules/independent-range.js'
import { meanCorrelation } from '../../../src/agreement/rules/mean-correlation.js'
import { seededRandom, shuffled } from '../../../src/agreement/rules/seeded-random.js'
import type { VotedCall, VotedSeat } from '../../../src/agreement/rules/voted-seats.js'

/** The calls of one persona, a row a tool. */
const asSeats = (items: readonly (readonly VotedCall[])[], persona = 'dx'): VotedSeat[] =>
  items.map((calls, index) => ({ tool: `t${index}`, persona, calls }))

/** Rows such as `11.` to seats of one persona: 1 ship, 0 skip, a dot for none. */
const rows = (...items: string[]) =>
  asSeats(items.map((item) => [...item].map((sign): VotedCall => (sign === '.' ? null : sign === '1' ? 1 : 0))))

/** Jurors who copy the item's fair coin with the given probability, or else flip their own: any two correlate with its square. */
const jurors = ({ seed, items, count, copies }: { seed: number; items: number; count: number; copies: number }) => {
  const random = seededRandom(seed)
  const coin = (): VotedCall => (random() < 0.5 ? 1 : 0)
  return asSeats(
    Array.from({ length: items }, () => {
      const shared = coin()
      return Array.from({ length: count }, () => (random() < copies ? shared : coin()))
    }),
  )
}

test('phi as worked out by hand: 3 ships alike, 1 skip alike, 1 apart', () => {
  // n = 5, n₁ = 4, n₂ = 3, n₁₁ = 3: (5 · 3 − 4 · 3) ÷ √(4 · 1 · 3 · 2) = 3 ÷ √24
  const { value } = meanCorrelation(rows('11', '11', '11', '00', '10'), 2)
  expect(value?.correlation).toBeCloseTo(3 / Math.sqrt(24), 12)
  expect(value).toMatchObject({ pairs: 1, jurors: 2, leftOut: 0 })
})

test('the mean is over pairs: jurors alike, and a third who always says the opposite', () => {
  // r = (1 − 1 − 1) ÷ 3; design effect 1 + 2 · (−1/3) = 1/3; never more votes than jurors.
  const { value } = effectiveVotes(rows('110', '001', '110', '001'), 2)
  expect(value?.correlation).toBeCloseTo(-1 / 3, 12)
  expect(value?.designEffect).toBeCloseTo(1 / 3, 12)
  expect(value?.effective).toBe(3)
})

test('two identical jurors are one vote', () => {
  const items = jurors({ seed: 1, items: 40, count: 1, copies: 0 }).map((seat) => ({ ...seat, calls: [...seat.calls, ...seat.calls] }))
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
  const complete = ['11', '10', '01', '00', '11']
  expect(meanCorrelation(rows(...complete, '1.', '.0', '..', '1'), 5)).toEqual(meanCorrelation(rows(...complete), 5))
  expect(meanCorrelation(rows(...complete), 6)).toEqual({ value: null, reason: 'no-pairs' })
  expect(meanCorrelation(rows(...complete))).toEqual({ value: null, reason: 'no-pairs' })
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

const anySeats = fc
  .array(
    fc.record({
      tool: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      persona: fc.constantFrom('dx', 'thesis'),
      calls: fc.array(fc.constantFrom<VotedCall>(0, 1, null), { maxLength: 5 }),
    }),
    { maxLength: 40, size: 'max' },
  )
  .map((seats) => [...new Map(seats.map((seat) => [`${seat.tool} ${seat.persona}`, seat])).values()])

test('votes are between 1 and the jurors or have a reason, and the order of tools, personas and jurors never matters', () => {
  fc.assert(
    fc.property(anySeats, (seats) => {
      const width = Math.max(0, ...seats.map(({ calls }) => calls.length))
      const turned = seats.map(({ calls, ...seat }) => ({
        ...seat,
        calls: Array.from({ length: width }, (_none, juror) => calls[juror] ?? null).reverse(),
      }))
      const counted = effectiveVotes(seats, 2)
      expect(effectiveVotes(turned.reverse(), 2)).toEqual(counted)
      if (counted.value === null) return
      const { effective, jurors: most, correlation } = counted.value
      expect(effective).toBeGreaterThanOrEqual(1)
      expect(effective).toBeLessThanOrEqual(most)
      expect(Math.abs(correlation)).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
})

/** Two personas of which one ships nine times in ten and the other once: each juror flips the persona's coin. */
const biased = ({ seed, tools, count }: { seed: number; tools: number; count: number }): VotedSeat[] => {
  const random = seededRandom(seed)
  return Array.from({ length: tools }, (_none, tool) =>
    [0.9, 0.1].map((ships, persona) => ({
      tool: `t${tool}`,
      persona: `p${persona}`,
      calls: Array.from({ length: count }, (): VotedCall => (random() < ships ? 1 : 0)),
    })),
  ).flat()
}

test('by hand: what the persona tells both is taken out', () => {
  // Persona a: 11, 10, 11, 00; n = 4, n₁ = 3, n₂ = 2, n₁₁ = 2: c = 2 − 6/4 = 0.5, v = 3 − 9/4 = 0.75, w = 2 − 4/4 = 1.
  // Persona b: 00, 01, 00, 00 (juror 1 always skips): c = 0, v = 0, w = 1 − 1/4 = 0.75. In all 0.5 ÷ √(0.75 · 1.75).
  const seats = [...rows('11', '10', '11', '00'), ...rows('00', '01', '00', '00').map((seat) => ({ ...seat, persona: 'business' }))]
  expect(meanCorrelation(seats, 4).value?.correlation).toBeCloseTo(0.5 / Math.sqrt(0.75 * 1.75), 12)
  expect(meanCorrelation(seats, 5)).toEqual({ value: null, reason: 'no-pairs' })
})

test('jurors whose coins the persona biases are independent: five over 1,000 tools are at least 4.6 votes', () => {
  // Each pair’s correlation has a standard error of about 1 ÷ √2000; taken over both personas at once, phi would be 0.64 and the votes 1.4.
  const { value } = effectiveVotes(biased({ seed: 7, tools: 1_000, count: 5 }))
  expect(Math.abs(value?.correlation ?? 1)).toBeLessThan(0.0213)
  expect(value?.effective).toBeGreaterThan(4.6)
})

test('a juror’s own lean on a tool, which all its personas share, makes the range wider and is no dependence', () => {
  // Each juror flips one coin for each tool, and all four personas say it: as many independent calls as tools, not as seats.
  const study = (seed: number, personas: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 60 }, (_none, tool) => {
      const calls = Array.from({ length: 3 }, (): VotedCall => (random() < 0.5 ? 1 : 0))
      return Array.from({ length: personas }, (_same, persona) => ({ tool: `t${tool}`, persona: `p${persona}`, calls }))
    }).flat()
  }
  const rangeOf = (personas: number) => independentRange(study(3, personas)).value?.range ?? { low: 0, high: 0 }
  expect(rangeOf(4).low).toBeCloseTo(rangeOf(1).low, 10)
  expect(rangeOf(4).high).toBeCloseTo(rangeOf(1).high, 10)
})

test('a persona with two seats on one tool is a bug', () => {
  expect(() => meanCorrelation([...rows('11'), ...rows('10')])).toThrow('There are 2 seats of dx on t0.')
})
