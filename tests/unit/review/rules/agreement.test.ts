import { expect, test } from 'vitest'
import type { Call } from '../../../../src/contracts/call.js'
import type { BlindCall } from '../../../../src/contracts/review.js'
import { blindAgreement } from '../../../../src/review/rules/agreement.js'
import { reviewer } from '../../../support/review/rules/sample-review.js'

const blind = (verdictId: string, call: Call, persona = 'dx'): BlindCall => ({
  verdictId,
  persona,
  reviewer,
  call,
  at: '2026-11-22T10:00:00.000Z',
})
const pairs = (list: readonly [Call, Call][]) => ({
  calls: list.map(([person], index) => blind(`seat_${index}`, person)),
  models: new Map(list.map(([, model], index) => [`seat_${index}`, model])),
})

test('kappa as worked out by hand: 20 ship alike, 15 skip alike, 5 and 10 apart give 0.4', () => {
  const list: [Call, Call][] = [
    ...Array.from({ length: 20 }, (): [Call, Call] => ['ship', 'ship']),
    ...Array.from({ length: 5 }, (): [Call, Call] => ['ship', 'skip']),
    ...Array.from({ length: 10 }, (): [Call, Call] => ['skip', 'ship']),
    ...Array.from({ length: 15 }, (): [Call, Call] => ['skip', 'skip']),
  ]
  const { calls, models } = pairs(list)
  // p_o = 35/50 = 0.7; p_e = (25·30 + 25·20)/50² = 0.5; (0.7 − 0.5)/(1 − 0.5) = 0.4
  expect(blindAgreement(calls, models).all).toEqual({ equal: 35, total: 50, percent: 70, kappa: 0.4 })
})

test('full agreement is 1, none at all below 0, and always the same one call has no kappa', () => {
  const kappa = (list: [Call, Call][]) => {
    const { calls, models } = pairs(list)
    return blindAgreement(calls, models).all.kappa
  }
  expect(
    kappa([
      ['ship', 'ship'],
      ['skip', 'skip'],
      ['abstain', 'abstain'],
    ]),
  ).toBe(1)
  expect(
    kappa([
      ['ship', 'skip'],
      ['skip', 'ship'],
    ]),
  ).toBe(-1)
  expect(
    kappa([
      ['ship', 'ship'],
      ['ship', 'ship'],
    ]),
  ).toBeNull()
})

test('without a call there is no percentage, and a seat no model called on counts apart', () => {
  const nothing = { equal: 0, total: 0, percent: null, kappa: null }
  expect(blindAgreement([], new Map())).toEqual({ all: nothing, personas: [], withoutModelCall: 0 })
  expect(blindAgreement([blind('seat_1', 'ship')], new Map())).toEqual({ all: nothing, personas: [], withoutModelCall: 1 })
})

test('personas are distinguished', () => {
  const calls = [blind('seat_1', 'ship'), blind('seat_2', 'ship', 'business'), blind('seat_2', 'skip', 'business')]
  const models = new Map<string, Call>([
    ['seat_1', 'ship'],
    ['seat_2', 'skip'],
  ])
  expect(blindAgreement(calls, models)).toMatchObject({
    all: { equal: 2, total: 3, percent: 67 },
    personas: [
      { persona: 'dx', agreement: { equal: 1, total: 1, percent: 100 } },
      { persona: 'business', agreement: { equal: 1, total: 2, percent: 50 } },
    ],
  })
})
