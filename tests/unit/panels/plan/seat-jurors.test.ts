import { expect, test } from 'vitest'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { type Jury, seatJurors } from '../../../../src/panels/plan/seat-jurors.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const plain = sampleDossier()
const own = sampleDossier({ tool: { ...plain.tool, slug: 'own', vendor: 'Acme, Inc.' } })
const dossiers = [own, plain]
const makers: Record<string, string> = { 'x:acme': 'Acme', 'x:other': 'Other', 'x:third': 'Third', 'x:acme-small': 'Acme' }
const makerOf: Jury['makerOf'] = (model) => ({ vendor: makers[model] ?? 'unknown', family: 'unknown' })
const seat = (jury: Partial<Jury>) => seatJurors(dossiers, { jurors: ['x:acme', 'x:other'], policy: 'label', makerOf, ...jury })
const tie = { kind: 'vendor', tool: 'own', model: 'x:acme', maker: 'Acme', named: 'Acme, Inc.' }

test('labelled, a juror with a tie judges, and the plan says so', () => {
  expect(seat({})).toEqual({
    jurorsOf: [
      { tool: 'own', jurors: ['x:acme', 'x:other'] },
      { tool: plain.tool.slug, jurors: ['x:acme', 'x:other'] },
    ],
    conflicts: [tie],
    barred: [],
  })
})

test('barred, it judges every other tool', () => {
  const seating = seat({ policy: 'bar' })
  expect(seating.jurorsOf.map(({ jurors }) => jurors)).toEqual([['x:other'], ['x:acme', 'x:other']])
  expect([seating.conflicts, seating.barred]).toEqual([[], [{ ...tie, replacedBy: null }]])
})

test('replaced, the first reserve without a tie takes its place there', () => {
  const seating = seat({ policy: 'replace', reserves: ['x:acme-small', 'x:other', 'x:third'] })
  expect(seating.jurorsOf.map(({ jurors }) => jurors)).toEqual([
    ['x:third', 'x:other'],
    ['x:acme', 'x:other'],
  ])
  expect(seating.barred).toEqual([{ ...tie, replacedBy: 'x:third' }])
  const plan = planPanel({
    ...{ panelId: 'pnl_1', dossiers, personas: [samplePersona()], jurors: ['x:acme', 'x:other'], recordingSet: null, budgetUsd: null },
    ...{ seating, conflictPolicy: 'replace' as const },
  })
  expect(plan).toMatchObject({ jurors: ['x:acme', 'x:other', 'x:third'], conflictPolicy: 'replace', barred: seating.barred })
  expect(plan.seats.map(({ tool, model }) => `${tool} ${model}`)).toEqual([
    'own x:third',
    'own x:other',
    `${plain.tool.slug} x:acme`,
    `${plain.tool.slug} x:other`,
  ])
})

test('without a reserve it is barred, and a tool without a juror is refused with what to do', () => {
  expect(seat({ policy: 'replace', reserves: ['x:acme-small'] }).barred).toEqual([{ ...tie, replacedBy: null }])
  expect(() => seat({ jurors: ['x:acme'], policy: 'bar' })).toThrow(
    'no juror is left for own: x:acme judges own, a tool of its own vendor, Acme. Name a model of another vendor, or label conflicts of interest: --conflicts label',
  )
})
