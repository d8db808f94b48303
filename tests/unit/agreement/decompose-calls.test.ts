import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Component, decomposeCalls } from '../../../src/agreement/rules/decompose-calls.js'
import { type Figure, figure } from '../../../src/agreement/rules/figure.js'
import { type Interval, jackknife } from '../../../src/agreement/rules/jackknife.js'
import type { CallCell } from '../../../src/agreement/rules/pair-sums.js'
import { type Random, seededRandom, shuffled } from '../../../src/agreement/rules/seeded-random.js'

type Size = { personas: number; jurors: number; tools: number; repeats?: number }
type Place = { persona: number; juror: number; tool: number }

const design = ({ personas, jurors, tools, repeats = 1 }: Size, callOf: (place: Place) => number): CallCell[] => {
  const cells: CallCell[] = []
  for (let tool = 0; tool < tools; tool += 1) {
    for (let persona = 0; persona < personas; persona += 1) {
      for (let juror = 0; juror < jurors; juror += 1) {
        for (let repeat = 0; repeat < repeats; repeat += 1) {
          cells.push({ persona: `p${persona}`, juror: `j${juror}`, tool: `t${tool}`, call: callOf({ persona, juror, tool }) })
        }
      }
    }
  }
  return cells
}

/** A number of the normal distribution (Box and Muller 1958). */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const decomposed = (cells: readonly CallCell[]) => {
  const { value } = decomposeCalls(cells)
  if (value === null) throw new Error('The design has no decomposition.')
  return value
}

/** Components of a complete design by mean squares: the textbook's other way to the same figures. */
const byMeanSquares = (cells: readonly CallCell[], { personas, jurors, tools, repeats = 1 }: Size) => {
  const means = (keyOf: (cell: CallCell) => string) => {
    const groups = new Map<string, { calls: number; sum: number }>()
    for (const cell of cells) {
      const { calls, sum } = groups.get(keyOf(cell)) ?? { calls: 0, sum: 0 }
      groups.set(keyOf(cell), { calls: calls + 1, sum: sum + cell.call })
    }
    return (cell: CallCell) => {
      const { calls, sum } = groups.get(keyOf(cell)) ?? { calls: 0, sum: 0 }
      return sum / calls
    }
  }
  const all = means(() => '')
  const [p, j, t] = [means((cell) => cell.persona), means((cell) => cell.juror), means((cell) => cell.tool)]
  const [pj, pt, jt] = [
    means((cell) => cell.persona + cell.juror),
    means((cell) => cell.persona + cell.tool),
    means((cell) => cell.juror + cell.tool),
  ]
  const pjt = means((cell) => cell.persona + cell.juror + cell.tool)
  const square = (degreesOfFreedom: number, effect: (cell: CallCell) => number) =>
    cells.reduce((sum, cell) => sum + effect(cell) ** 2, 0) / degreesOfFreedom
  const [a, b, c] = [personas - 1, jurors - 1, tools - 1]
  const msP = square(a, (x) => p(x) - all(x))
  const msJ = square(b, (x) => j(x) - all(x))
  const msT = square(c, (x) => t(x) - all(x))
  const msPj = square(a * b, (x) => pj(x) - p(x) - j(x) + all(x))
  const msPt = square(a * c, (x) => pt(x) - p(x) - t(x) + all(x))
  const msJt = square(b * c, (x) => jt(x) - j(x) - t(x) + all(x))
  const msPjt = square(a * b * c, (x) => pjt(x) - pj(x) - pt(x) - jt(x) + p(x) + j(x) + t(x) - all(x))
  const msRepeat = repeats === 1 ? 0 : square(cells.length - personas * jurors * tools, (x) => x.call - pjt(x))
  const components = {
    persona: (msP - msPj - msPt + msPjt) / (jurors * tools * repeats),
    juror: (msJ - msPj - msJt + msPjt) / (personas * tools * repeats),
    tool: (msT - msPt - msJt + msPjt) / (personas * jurors * repeats),
    personaJuror: (msPj - msPjt) / (tools * repeats),
    personaTool: (msPt - msPjt) / (jurors * repeats),
    jurorTool: (msJt - msPjt) / (personas * repeats),
    allThree: (msPjt - msRepeat) / repeats + msRepeat,
    repeat: msRepeat,
  }
  const { personaJuror, personaTool, jurorTool, allThree } = components
  return { ...components, rest: personaJuror + personaTool + jurorTool + allThree }
}

test('by hand: one persona always ships, the other never, and all variance is between personas', () => {
  // Two calls that share nothing or not the persona differ: ½ · 1² each; two of a persona never. persona = 0.5 − 0, juror = tool = 0.5 − 0.5.
  const whole = decomposed(design({ personas: 2, jurors: 2, tools: 3 }, ({ persona }) => persona))
  expect(whole).toMatchObject({ personas: 2, jurors: 2, tools: 3, calls: 12, repeat: null })
  expect(whole.persona).toMatchObject({ variance: 0.5, share: 1, setToZero: false })
  for (const source of ['juror', 'tool', 'rest'] as const) expect(whole[source]).toMatchObject({ variance: 0, share: 0 })
  expect(whole.persona.interval).toEqual({ value: null, reason: 'no-spread' })
})

test.each([
  [1, 5],
  [2, 6],
])('complete 0/1 calls with %i of each: the components are those of the analysis of variance, set to 0 below 0', (repeats, seed) => {
  const size = { personas: 4, jurors: 3, tools: 25, repeats }
  const random = seededRandom(seed)
  const lean = Array.from({ length: 25 }, () => 0.3 * (random() - 0.5))
  const cells = design(size, ({ persona, juror, tool }) => (random() < 0.35 + 0.1 * persona - 0.05 * juror + (lean[tool] ?? 0) ? 1 : 0))
  const whole = decomposed(cells)
  const expected = byMeanSquares(cells, size)
  const found: Record<string, Component | null> = {
    persona: whole.persona,
    juror: whole.juror,
    tool: whole.tool,
    rest: whole.rest,
    ...whole.ofRest,
    repeat: whole.repeat,
  }
  for (const [source, variance] of Object.entries(expected)) {
    if (source === 'repeat' && repeats === 1) expect(found[source]).toBeNull()
    else {
      expect(found[source]?.variance).toBeCloseTo(Math.max(0, variance), 12)
      expect(found[source]?.setToZero).toBe(variance < -1e-12)
    }
  }
})

/** Centred, with the given variance (n − 1). */
const effects = (values: readonly number[], variance: number) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const own = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return values.map((value) => (value - mean) * Math.sqrt(variance / own))
}

test.each([
  ['complete', 0],
  ['with 30 % of cells missing', 0.3],
])('a latent scale, %s: persona 0.5, juror 0.2, tool 0.1, persona × tool 0.1 and chance 0.1 are found within 0.02', (_name, missing) => {
  const random = seededRandom(21)
  const size = { personas: 4, jurors: 3, tools: 400 }
  const [personas, jurors] = [effects([3, 1, 0, -2], 0.5), effects([1, 0.5, -1], 0.2)]
  const tools = Array.from({ length: size.tools }, () => Math.sqrt(0.1) * normal(random))
  const views = Array.from({ length: size.personas * size.tools }, () => Math.sqrt(0.1) * normal(random))
  const cells = design(
    size,
    ({ persona, juror, tool }) =>
      (personas[persona] ?? 0) +
      (jurors[juror] ?? 0) +
      (tools[tool] ?? 0) +
      (views[persona * size.tools + tool] ?? 0) +
      Math.sqrt(0.1) * normal(random),
  ).filter(() => random() >= missing)
  const whole = decomposed(cells)
  const near = (component: Component, share: number) => expect(Math.abs(component.share - share)).toBeLessThan(0.02)
  near(whole.persona, 0.5)
  near(whole.juror, 0.2)
  near(whole.tool, 0.1)
  near(whole.rest, 0.2)
  near(whole.ofRest.personaTool, 0.1)
  near(whole.ofRest.allThree, 0.1)
  near(whole.ofRest.personaJuror, 0)
  near(whole.ofRest.jurorTool, 0)
})

/**
 * 0/1 calls with linear probabilities 0.5 ± 0.25 (four personas) ± 0.1 (two jurors) ± 0.1 (tools). Components: 4/3 · 0.25² = 0.0833, 2 ·
 * 0.1² = 0.02, 0.1² = 0.01, and the mean of p·(1 − p) = 0.25 − 0.25² − 0.1² − 0.1² = 0.1675 as rest; in all 0.2808.
 */
const linear = (random: Random, tools: number) => {
  const lean = Array.from({ length: tools }, () => (random() < 0.5 ? 0.1 : -0.1))
  return design({ personas: 4, jurors: 2, tools }, ({ persona, juror, tool }) =>
    random() < 0.5 + (persona < 2 ? 0.25 : -0.25) + (juror === 0 ? 0.1 : -0.1) + (lean[tool] ?? 0) ? 1 : 0,
  )
}
const total = 0.25 / 3 + 0.02 + 0.01 + 0.1675
const expectedShares = { persona: 0.25 / 3 / total, juror: 0.02 / total, tool: 0.01 / total, rest: 0.1675 / total }

test.each([
  ['complete', 0],
  ['with 15 % of cells missing', 0.15],
])('0/1 calls with linear probabilities, %s: shares within 0.02 on 2,000 tools', (_name, missing) => {
  const random = seededRandom(31)
  const whole = decomposed(linear(random, 2_000).filter(() => random() >= missing))
  for (const source of ['persona', 'juror', 'tool', 'rest'] as const) {
    expect(Math.abs(whole[source].share - expectedShares[source])).toBeLessThan(0.02)
  }
})

test('the 95 % intervals hold the true shares in 90 to 99 % of 500 panels of 40 tools', () => {
  const random = seededRandom(41)
  const held = { persona: 0, juror: 0, tool: 0, rest: 0 }
  for (let run = 0; run < 500; run += 1) {
    const whole = decomposed(linear(random, 40))
    for (const source of ['persona', 'juror', 'tool', 'rest'] as const) {
      const interval = whole[source].interval.value
      if (interval !== null && interval.low <= expectedShares[source] && expectedShares[source] <= interval.high) held[source] += 1
    }
  }
  for (const count of Object.values(held)) {
    expect(count).toBeGreaterThanOrEqual(450)
    expect(count).toBeLessThanOrEqual(495)
  }
})

test('leaving tools out by subtraction gives the interval of doing all again without each', () => {
  const random = seededRandom(61)
  const cells = linear(random, 30).filter(() => random() >= 0.1)
  const tools = [...new Set(cells.map(({ tool }) => tool))]
  for (const source of ['persona', 'rest'] as const) {
    const again = jackknife(tools, (kept) => figure(decomposed(cells.filter(({ tool }) => kept.includes(tool)))[source].share))
    const { share, interval } = decomposed(cells)[source]
    expect(again.value?.estimate).toBe(share)
    expect(interval.value?.low).toBeCloseTo(again.value?.interval.low ?? 0, 10)
    expect(interval.value?.high).toBeCloseTo(again.value?.interval.high ?? 0, 10)
  }
})

test('asked again: of calls that are coins, all variance is between repeats', () => {
  const random = seededRandom(51)
  const whole = decomposed(design({ personas: 4, jurors: 3, tools: 200, repeats: 3 }, () => (random() < 0.5 ? 1 : 0)))
  expect(whole.repeat?.variance).toBeCloseTo(0.25, 1)
  expect(whole.rest.share).toBeGreaterThan(0.97)
})

test('where nothing can be told apart there is none, with the reason', () => {
  const coin = ({ persona, juror, tool }: Place) => (persona + juror * tool) % 2
  const reasonOf = (size: Size, keep: (cell: CallCell) => boolean = () => true) => decomposeCalls(design(size, coin).filter(keep)).reason
  expect(decomposeCalls([]).reason).toBe('too-few-personas')
  expect(reasonOf({ personas: 1, jurors: 2, tools: 9 })).toBe('too-few-personas')
  expect(reasonOf({ personas: 2, jurors: 1, tools: 9 })).toBe('too-few-jurors')
  expect(reasonOf({ personas: 2, jurors: 2, tools: 1 })).toBe('too-few-items')
  // Each persona has a juror of its own: which of the two makes the difference cannot be known.
  expect(reasonOf({ personas: 2, jurors: 2, tools: 9 }, ({ persona, juror }) => persona.slice(1) === juror.slice(1))).toBe('missing-cells')
  expect(decomposeCalls(design({ personas: 2, jurors: 2, tools: 9 }, () => 1)).reason).toBe('one-value')
  expect(decomposed(design({ personas: 2, jurors: 2, tools: 2 }, coin)).tool.interval.reason).toBe('hangs-on-one-item')
  expect(() => decomposeCalls([{ persona: 'dx', juror: 'm', tool: 'zod', call: Number.NaN }])).toThrow(
    'The call of dx and m on zod is not a number.',
  )
})

const anyCells = fc.array(
  fc.record({
    persona: fc.constantFrom('a', 'b', 'c'),
    juror: fc.constantFrom('a', 'b', 'c'),
    tool: fc.constantFrom('1', '2', '3', '4', '5', '6'),
    call: fc.constantFrom(0, 1),
  }),
  { maxLength: 80, size: 'max' },
)

test('the order of personas, jurors, tools and cells, and what they are called, never matters', () => {
  fc.assert(
    fc.property(anyCells, fc.nat(), (cells, seed) => {
      const other: Record<string, string> = { a: '["c', b: 'b', c: '', 1: '9', 2: '\u0000', 3: 'x', 4: '0', 5: '__proto__', 6: '1' }
      const renamed = cells.map(({ persona, juror, tool, call }) => ({
        persona: other[persona] ?? '',
        juror: other[juror] ?? '',
        tool: other[tool] ?? '',
        call,
      }))
      expect(decomposeCalls(shuffled(renamed, seededRandom(seed)))).toEqual(decomposeCalls(cells))
    }),
  )
})

test('whatever cells there are: shares of persona, juror, tool and rest add up to 1, and no number is out of bounds', () => {
  let found = 0
  fc.assert(
    fc.property(anyCells, (cells) => {
      const { value } = decomposeCalls(cells)
      if (value === null) return
      found += 1
      const main = [value.persona, value.juror, value.tool, value.rest]
      expect(main.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
      for (const { variance, share, interval } of [
        ...main,
        ...Object.values(value.ofRest),
        ...(value.repeat === null ? [] : [value.repeat]),
      ]) {
        expect(Number.isFinite(variance) && variance >= 0 && Number.isFinite(share) && share >= 0).toBe(true)
        expectBounded(interval)
      }
      for (const { share } of main) expect(share).toBeLessThanOrEqual(1 + 1e-12)
    }),
  )
  expect(found).toBeGreaterThan(30)
})

function expectBounded({ value }: Figure<Interval>): void {
  if (value === null) return
  expect(value.low).toBeGreaterThanOrEqual(0)
  expect(value.high).toBeLessThanOrEqual(1)
  expect(value.low).toBeLessThanOrEqual(value.high)
}
