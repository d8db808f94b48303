import { expect, test } from 'vitest'
import { type Figure, figure, noFigure } from '../../../src/agreement/rules/figure.js'
import { gwetAc1 } from '../../../src/agreement/rules/gwet-ac1.js'
import { jackknife, jackknifeInterval } from '../../../src/agreement/rules/jackknife.js'
import { krippendorffAlpha } from '../../../src/agreement/rules/krippendorff-alpha.js'
import { fewestItems, fewestJurors, fewestPersonas, measured } from '../../../src/agreement/rules/minimums.js'
import { seededRandom } from '../../../src/agreement/rules/seeded-random.js'
import { tQuantile } from '../../../src/agreement/rules/t-quantile.js'

const mean = (items: readonly number[]): Figure =>
  items.length === 0 ? noFigure('too-few-items') : figure(items.reduce((sum, item) => sum + item, 0) / items.length)

test('of a mean it is the textbook interval: standard error s ÷ √n, Student’s t', () => {
  // 2, 4, 6, 8, 10: mean 6, s² = 10, s ÷ √5 = √2, t(4) = 2.776
  const { value } = jackknife([2, 4, 6, 8, 10], mean)
  expect(value?.estimate).toBe(6)
  expect(value?.standardError).toBeCloseTo(Math.SQRT2, 12)
  expect(value?.interval.low).toBeCloseTo(6 - 2.776 * Math.SQRT2, 2)
  expect(value?.interval.high).toBeCloseTo(6 + 2.776 * Math.SQRT2, 2)
})

test('the order of the figures without an item does not matter to the last digit, and the interval ends where it is told', () => {
  const without = [0.1, 0.7, 0.31, 0.2, 0.3]
  expect(jackknifeInterval(0.4, [...without].reverse())).toEqual(jackknifeInterval(0.4, without))
  expect(jackknifeInterval(0.4, without, { low: -0.5, high: 1 }).value?.interval).toEqual({ low: -0.5, high: 1 })
})

test('without a figure, without one as soon as an item is gone, without spread or items there is no interval, with the reason', () => {
  expect(jackknife([], krippendorffAlpha)).toEqual({ value: null, reason: 'no-pairs' })
  const alike = Array.from({ length: 9 }, () => ['ship', 'ship'])
  expect(jackknife(alike, krippendorffAlpha)).toEqual({ value: null, reason: 'one-value' })
  expect(jackknife([...alike, ['skip', 'skip']], krippendorffAlpha)).toEqual({ value: null, reason: 'hangs-on-one-item' })
  expect(jackknife(alike, (units) => gwetAc1(units, ['ship', 'skip']))).toEqual({ value: null, reason: 'no-spread' })
  expect(jackknifeInterval(1, [1])).toEqual({ value: null, reason: 'too-few-items' })
})

test('1,200 items are left out in 500 groups, with the standard error of the mean within a tenth', () => {
  const random = seededRandom(7)
  const items = Array.from({ length: 1_200 }, random)
  let asked = 0
  const { value } = jackknife(items, (list) => {
    asked += 1
    return mean(list)
  })
  expect(asked).toBe(501)
  expect(value?.standardError).toBeGreaterThan(0.9 * Math.sqrt(1 / 12 / 1_200))
  expect(value?.standardError).toBeLessThan(1.1 * Math.sqrt(1 / 12 / 1_200))
})

test('the 95 % interval of alpha holds the true alpha in 92 to 98 % of 1,000 studies of 60 tools', () => {
  // Three raters copy the tool's fair coin with probability √0.6, or flip their own: any two correlate with 0.6, alpha of many tools.
  const random = seededRandom(11)
  const coin = () => (random() < 0.5 ? 'ship' : 'skip')
  const study = () =>
    Array.from({ length: 60 }, () => {
      const shared = coin()
      return Array.from({ length: 3 }, () => (random() < Math.sqrt(0.6) ? shared : coin()))
    })
  let held = 0
  for (let run = 0; run < 1_000; run += 1) {
    const { value } = jackknife(study(), krippendorffAlpha, { low: -1, high: 1 })
    if (value !== null && value.interval.low <= 0.6 && value.interval.high >= 0.6) held += 1
  }
  expect(held).toBeGreaterThanOrEqual(920)
  expect(held).toBeLessThanOrEqual(980)
})

test.each([
  [1, 12.706],
  [2, 4.303],
  [6, 2.447],
  [10, 2.228],
  [19, 2.093],
  [30, 2.042],
  [120, 1.98],
])('the t quantile of %i degrees of freedom is %f, as in the tables', (degreesOfFreedom, expected) => {
  expect(tQuantile(degreesOfFreedom)).toBeCloseTo(expected, 3)
})

test('a figure of fewer items than the minimum is not shown', () => {
  expect([fewestItems, fewestJurors, fewestPersonas]).toEqual([20, 2, 2])
  expect(measured(figure(0.5), 20)).toEqual({ value: 0.5, reason: null })
  expect(measured(figure(0.5), 19)).toEqual({ value: null, reason: 'too-few-items' })
  expect(measured(figure(0.5), 1, fewestJurors)).toEqual({ value: null, reason: 'too-few-items' })
  expect(measured(noFigure('one-value'), 20)).toEqual({ value: null, reason: 'one-value' })
})
