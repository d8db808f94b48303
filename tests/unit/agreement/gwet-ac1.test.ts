import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gwetAc1 } from '../../../src/agreement/rules/gwet-ac1.js'

const times = <Value>(count: number, unit: readonly Value[]) => Array.from({ length: count }, () => unit)
const calls = ['ship', 'skip', 'abstain'] as const

test('the two raters of Gwet 2002, 118, 5, 2 and 0 of 125 subjects: AC1 0.941, where kappa is −0.023', () => {
  const units = [...times(118, ['+', '+']), ...times(5, ['+', '-']), ...times(2, ['-', '+'])]
  // p_a = 118/125 = 0.944; π₊ = (123 + 120)/250 = 0.972; p_e = 2 · 0.972 · 0.028 = 0.054432; 0.889568/0.945568
  const { value } = gwetAc1(units, ['+', '-'])
  expect(value).toBeCloseTo(0.941, 3)
  expect(value).toBeCloseTo(0.889568 / 0.945568, 12)
})

test('three categories, two raters: 0.849, the contingency table of 100 women in Gwet’s Handbook (irrCAC: cont3x3abstractors)', () => {
  const units = [
    ...times(13, ['ectopic', 'ectopic']),
    ...times(20, ['AIU', 'AIU']),
    ...times(7, ['AIU', 'NIU']),
    ...times(4, ['NIU', 'AIU']),
    ...times(56, ['NIU', 'NIU']),
  ]
  expect(gwetAc1(units, ['ectopic', 'AIU', 'NIU']).value).toBeCloseTo(0.8493305, 7)
})

test('four raters of 12 subjects with values missing: 0.775: Gwet’s Handbook, 4th edition, page 120 (irrCAC: cac.raw4raters)', () => {
  const units = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
  ]
  // p_a over the 11 with two values: (8 · 1 + 2 · 0.5 + 0) ÷ 11 = 0.8181818; p_e over all 12: 0.1903212
  const { value } = gwetAc1(units, [1, 2, 3, 4, 5])
  expect(value).toBeCloseTo(0.77544, 5)
  expect(value).toBeCloseTo((0.8181818 - 0.1903212) / (1 - 0.1903212), 6)
})

test('a category that no one chose counts: chance is rarer among more', () => {
  const units = [
    ['ship', 'ship'],
    ['ship', 'skip'],
  ] as const
  // π_ship = 0.75, p_a = 0.5. Two categories: p_e = 2 · 0.75 · 0.25 = 0.375, AC1 = 0.125/0.625. Three: p_e = 0.1875, AC1 = 0.3125/0.8125.
  expect(gwetAc1(units, ['ship', 'skip']).value).toBeCloseTo(0.2, 12)
  expect(gwetAc1(units, calls).value).toBeCloseTo(0.3125 / 0.8125, 12)
})

test('it is 1 also when all values are the same', () => {
  expect(
    gwetAc1(
      [
        ['ship', 'ship'],
        ['ship', 'ship'],
      ],
      calls,
    ),
  ).toEqual({ value: 1, reason: null })
})

test('without pairs or without a choice there is none, with the reason; a value that could not be chosen throws', () => {
  expect(gwetAc1([], calls)).toEqual({ value: null, reason: 'no-pairs' })
  expect(gwetAc1([['ship'], []], calls)).toEqual({ value: null, reason: 'no-pairs' })
  expect(gwetAc1([['ship', 'ship']], ['ship', 'ship'])).toEqual({ value: null, reason: 'one-category' })
  expect(() => gwetAc1([['ship', 'maybe']], calls)).toThrow('The value maybe is none of the categories ship, skip, abstain.')
})

test('it is a number from −1 to 1 or has a reason, and the order of units, values and categories never matters', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.constantFrom(...calls), { maxLength: 5 }), { maxLength: 12 }), (units) => {
      const { value, reason } = gwetAc1(units, calls)
      const turned = gwetAc1(units.map((unit) => [...unit].reverse()).reverse(), [...calls].reverse())
      expect(turned.reason).toBe(reason)
      if (value === null || turned.value === null) return
      expect(Math.abs(value)).toBeLessThanOrEqual(1)
      expect(turned.value).toBeCloseTo(value, 10)
    }),
  )
})
