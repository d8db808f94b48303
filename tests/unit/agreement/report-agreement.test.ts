import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlindPair, DraftedCall } from '../../../src/agreement/drafted-call.js'
import { reportAgreement } from '../../../src/agreement/rules/report-agreement.js'
import { seededRandom, shuffled } from '../../../src/agreement/rules/seeded-random.js'
import { type AgreementReport, agreementSchema } from '../../../src/contracts/agreement.js'
import type { Call } from '../../../src/contracts/call.js'
import { sampleBlindPairs, sampleCalls, sampleReport } from '../../support/agreement/sample-report.js'

const basis = { records: 1, mostRecords: 1_000, mostCalls: 50_000, samples: 0 }
const report = (calls: readonly DraftedCall[], blindPairs: readonly BlindPair[] = []): AgreementReport =>
  reportAgreement({ at: '2026-11-27T09:00:00.000Z', calls, blindPairs, basis })

/** One persona on each tool, with a letter for what each juror called: s ship, k skip, a abstain, a dot for none. */
const tools = (rows: readonly string[], repeat = 1): DraftedCall[] =>
  rows.flatMap((row, tool) =>
    [...row].flatMap((sign, juror) => {
      const call = ({ s: 'ship', k: 'skip', a: 'abstain' } as const)[sign]
      const seat = { place: 1, tool: `t${tool}`, dossier: 'd', persona: 'dx', personaVersion: 'p', juror: `ollama:${juror}`, repeat }
      return call === undefined ? [] : [{ ...seat, call }]
    }),
  )

test('the document is one of its contract, with and without figures', () => {
  for (const count of [0, 1, 19, 24]) expect(agreementSchema.parse(sampleReport({ tools: count }))).toEqual(sampleReport({ tools: count }))
})

test('from 19 tools no figure is shown, and each says why; from 20 all are', () => {
  const few = sampleReport({ tools: 19 })
  for (const { alpha, ac1, tools: items } of [few.jurors, few.personas, few.repeats, few.people]) {
    expect(items).toBe(19)
    for (const estimate of [alpha, ac1]) {
      expect(estimate).toEqual({ value: null, interval: null, why: '19 tools so far; at least 20 are needed' })
    }
  }
  expect(few.repeats.changed).toBeNull()
  expect(few.effectiveJurors).toMatchObject({ value: null, correlation: null, independent: null, designEffect: null, tools: 19 })
  expect(few.effectiveJurors.why).toBe('19 tools so far; at least 20 are needed')
  expect(few.decomposition).toMatchObject({ shares: null, ofRest: null, why: '19 tools so far; at least 20 are needed' })

  const enough = sampleReport({ tools: 20 })
  for (const { alpha, ac1 } of [enough.jurors, enough.personas, enough.repeats, enough.people]) {
    for (const { value, interval, why } of [alpha, ac1]) {
      expect(why).toBeNull()
      expect(interval?.low).toBeLessThan(value ?? Number.NaN)
      expect(interval?.high).toBeGreaterThan(value ?? Number.NaN)
    }
  }
  expect(enough.effectiveJurors.value).toBeGreaterThan(1)
  expect(enough.decomposition.shares?.persona.share).toBeGreaterThan(0)
})

test('with nothing called it says so, and with one juror what that cannot tell', () => {
  expect(report([]).jurors.alpha.why).toBe('nothing to compare so far; at least 20 tools are needed')
  const alone = report(sampleCalls({ tools: 30, repeats: 1 }).filter(({ juror }) => juror === 'ollama:a'))
  expect(alone.effectiveJurors.why).toBe('it takes 2 jurors, and calls of theirs on the same seats')
  expect(alone.decomposition.why).toBe('it takes 2 jurors, and calls of theirs on the same seats')
  expect(alone.jurors).toMatchObject({ tools: 0, units: 0, raters: 0 })
  expect(alone.personas.alpha.value).not.toBeNull()
})

test('by hand: two jurors on 20 tools, alike on 16: alpha 0.610, AC1 0.733', () => {
  // 40 calls, 20 ship and 20 skip; 4 units differ: alpha = 1 − 39 · 8 ÷ (1600 − 800) = 0.61.
  // p_a = 0.8; π = ½, ½, 0; p_e = (¼ + ¼) ÷ 2 = 0.25; AC1 = 0.55 ÷ 0.75 = 0.7333.
  const { jurors } = report(
    tools([...Array.from({ length: 8 }, () => 'ss'), ...Array.from({ length: 8 }, () => 'kk'), 'sk', 'sk', 'ks', 'ks']),
  )
  expect(jurors.alpha.value).toBeCloseTo(1 - (39 * 8) / 800, 12)
  expect(jurors.ac1.value).toBeCloseTo(0.55 / 0.75, 12)
  expect(jurors).toMatchObject({ tools: 20, units: 20, raters: 2 })
})

test('two jurors who always call alike are one vote; an abstention is no vote', () => {
  const rows = Array.from({ length: 24 }, (_none, tool) => (tool % 3 === 0 ? 'kk' : 'ss'))
  const { effectiveJurors } = report(tools(['as', 'ka', ...rows]))
  expect(effectiveJurors).toMatchObject({ value: 1, jurors: 2, tools: 24, correlation: 1, designEffect: 2, leftOut: 0 })
  expect(effectiveJurors.independent?.high).toBeLessThan(1)
})

test('jurors and personas are compared by first drafts, repeats with each other', () => {
  const first = Array.from({ length: 20 }, (_none, tool) => (tool % 2 === 0 ? 'ss' : 'kk'))
  const second = Array.from({ length: 20 }, (_none, tool) => (tool < 5 ? 'kk' : tool % 2 === 0 ? 'ss' : 'kk'))
  const { jurors, repeats } = report([...tools(first), ...tools(second, 2)])
  expect(jurors).toMatchObject({ units: 20, raters: 2 })
  expect(jurors.alpha.why).toBe('it is the same whichever tool is left out: an interval of no width would look like certainty')
  // Tools 0, 2 and 4 were a ship first: two jurors each changed their call.
  expect(repeats).toMatchObject({ units: 40, raters: 2, changed: 6 })
  expect(repeats.alpha.value).toBeLessThan(1)
})

test('each blind call is compared with each juror’s draft, not with another reviewer’s', () => {
  const pair = (tool: number, reviewer: string, person: Call, draft: Call): BlindPair => ({
    tool: `t${tool}`,
    seat: `seat_${tool}`,
    reviewer,
    person,
    draft,
  })
  const pairs = Array.from({ length: 20 }, (_none, tool) => {
    const draft = tool % 2 === 0 ? 'ship' : 'skip'
    return [pair(tool, 'user_a', draft, draft), pair(tool, 'user_b', tool === 0 ? 'skip' : draft, draft)]
  }).flat()
  const { people, basis: rests } = report([], pairs)
  expect(people).toMatchObject({ tools: 20, units: 40, raters: 2 })
  expect(rests.blindCalls).toBe(40)
  // 80 calls, 39 ship and 41 skip; one unit differs: alpha = 1 − 79 · 2 ÷ (2 · 39 · 41).
  expect(people.alpha.value).toBeCloseTo(1 - (79 * 2) / (2 * 39 * 41), 12)
  const ofTwoJurors = report([], [...pairs, ...pairs])
  expect(ofTwoJurors.people).toMatchObject({ tools: 20, units: 80, raters: 2 })
  expect(ofTwoJurors.basis.blindCalls).toBe(40)
})

test('the order of jurors, personas and tools never matters, to the last digit', () => {
  const calls = sampleCalls({ tools: 22 })
  const pairs = sampleBlindPairs(calls)
  const expected = report(calls, pairs)
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = seededRandom(seed)
      expect(report(shuffled(calls, random), pairs)).toEqual(expected)
    }),
    { numRuns: 8 },
  )
})

test('a replay of what was counted already changes nothing', () => {
  const calls = sampleCalls({ tools: 22 })
  const again = calls.map((call) => ({ ...call, place: call.place + 100 }))
  const { basis: once, ...figures } = report(calls)
  const { basis: twice, ...others } = report([...calls, ...again])
  expect(others).toEqual(figures)
  expect([once.calls, twice.calls]).toEqual([calls.length, 2 * calls.length])
})
