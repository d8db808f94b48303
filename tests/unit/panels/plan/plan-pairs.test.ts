import { expect, it } from 'vitest'
import { planPairs, seatPairs } from '../../../../src/panels/plan/plan-pairs.js'
import { rivalDossier } from '../../../support/panels/duel/sample-duel.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const third = sampleDossier({ tool: { ...sampleDossier().tool, slug: 'tugmaster', name: 'Tugmaster', vendor: 'Tug' }, rivals: [] })
const dossiers = [sampleDossier(), rivalDossier(), third]
const makers: Record<string, string> = { 'x:ferry': 'Ferry Works', 'x:free': 'Nobody' }
const makerOf = (model: string) => ({ vendor: makers[model] ?? 'unknown', family: 'unknown' })
const jurors = ['x:ferry', 'x:one']

it('every pair of tools is compared once by every persona and juror', () => {
  const pairs = seatPairs(dossiers, { jurors, policy: 'label', makerOf })
  const seats = planPairs(pairs, { panelId: 'pnl_1', personas: [samplePersona(), samplePersona({ id: 'thesis' })] })
  expect(seats).toHaveLength(3 * 2 * 2)
  expect(new Set(seats.map(({ id }) => id)).size).toBe(seats.length)
  expect(pairs.map(({ tools }) => tools)).toEqual([
    ['ferrydoc', 'quaylog'],
    ['ferrydoc', 'tugmaster'],
    ['quaylog', 'tugmaster'],
  ])
})

it('a juror with a tie to either tool of a pair is barred from the pair, and sits on the others', () => {
  expect(seatPairs(dossiers, { jurors, policy: 'bar', makerOf }).map((pair) => pair.jurors)).toEqual([['x:one'], ['x:one'], jurors])
  expect(seatPairs([...dossiers].reverse(), { jurors, policy: 'bar', makerOf }).map((pair) => pair.jurors)).toEqual([
    jurors,
    ['x:one'],
    ['x:one'],
  ])
})

it('or is replaced by the first reserve that has none', () => {
  const jury = { jurors, reserves: ['x:ferry', 'x:one', 'x:free'], policy: 'replace' as const, makerOf }
  expect(seatPairs(dossiers, jury).map((pair) => pair.jurors)).toEqual([['x:free', 'x:one'], ['x:free', 'x:one'], jurors])
})

it('a pair that no one is left for is refused with the reason and what to do, and so is one tool alone', () => {
  expect(() => seatPairs(dossiers, { jurors: ['x:ferry'], policy: 'bar', makerOf })).toThrow(
    'no juror is left to compare ferrydoc with quaylog: x:ferry judges ferrydoc, a tool of its own vendor, Ferry Works. Name a model of another vendor, or label conflicts of interest: --conflicts label',
  )
  expect(() => seatPairs([sampleDossier()], { jurors, policy: 'bar', makerOf })).toThrow('Name two dossiers or more')
})
