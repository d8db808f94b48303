import fc from 'fast-check'
import { expect, test } from 'vitest'
import { krippendorffAlpha } from '../../../src/agreement/rules/krippendorff-alpha.js'

/** Rows of observers as the paper prints them, a dot for a missing value, to units. */
const units = (...observers: string[]) => {
  const rows = observers.map((row) => row.split(' '))
  return (rows[0] ?? []).map((_value, unit) => rows.map((row) => row[unit] ?? '.').filter((value) => value !== '.'))
}

// The worked examples A to C of Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.
test('binary data, two observers, nothing missing: 0.095', () => {
  // 20 values, 14 of them 0 and 6 of them 1; 4 units differ, so 8 ordered pairs: 1 − 19 · 8 ÷ (2 · 14 · 6) = 16/168.
  const { value } = krippendorffAlpha(units('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'))
  expect(value).toBeCloseTo(0.095, 3)
  expect(value).toBeCloseTo(16 / 168, 12)
})

test('nominal data, two observers, nothing missing: 0.692', () => {
  // 24 values: 4 a, 6 b, 6 c, 6 d, 2 e; 3 units differ, so 6 ordered pairs: 1 − 23 · 6 ÷ (576 − 128).
  const { value } = krippendorffAlpha(units('a a b b d c c c e d d a', 'b a b b b c c c e d d d'))
  expect(value).toBeCloseTo(0.692, 3)
})

test('nominal data, four observers, values missing: 0.743', () => {
  const { value } = krippendorffAlpha(
    units('1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .'),
  )
  expect(value).toBeCloseTo(0.743, 3)
})

test('a unit with one value does not count', () => {
  const pairs = [
    ['ship', 'ship'],
    ['ship', 'skip'],
    ['skip', 'skip'],
  ]
  expect(krippendorffAlpha([...pairs, ['skip'], []])).toEqual(krippendorffAlpha(pairs))
})

test('full agreement on values that differ is 1, and never agreeing is below 0', () => {
  expect(
    krippendorffAlpha([
      ['ship', 'ship'],
      ['skip', 'skip'],
    ]),
  ).toEqual({ value: 1, reason: null })
  // 4 values, 2 and 2; 4 ordered pairs differ: 1 − 3 · 4 ÷ (2 · 2 · 2) = −0.5
  expect(
    krippendorffAlpha([
      ['ship', 'skip'],
      ['skip', 'ship'],
    ]),
  ).toEqual({ value: -0.5, reason: null })
})

test('without two values in any unit, or when all are the same, there is none, with the reason', () => {
  expect(krippendorffAlpha([])).toEqual({ value: null, reason: 'no-pairs' })
  expect(krippendorffAlpha([['ship'], ['skip'], []])).toEqual({ value: null, reason: 'no-pairs' })
  expect(
    krippendorffAlpha([
      ['ship', 'ship'],
      ['ship', 'ship', 'ship'],
    ]),
  ).toEqual({ value: null, reason: 'one-value' })
})

const anyUnits = fc.array(fc.array(fc.constantFrom('ship', 'skip', 'abstain'), { maxLength: 5 }), { maxLength: 12 })

test('it is a number up to 1 or has a reason, and the order of units and values never matters', () => {
  fc.assert(
    fc.property(anyUnits, (list) => {
      const { value, reason } = krippendorffAlpha(list)
      const turned = krippendorffAlpha(list.map((unit) => [...unit].reverse()).reverse())
      expect(turned.reason).toBe(reason)
      if (value === null || turned.value === null) return
      expect(value).toBeLessThanOrEqual(1)
      expect(turned.value).toBeCloseTo(value, 10)
    }),
  )
})
