import { expect, test } from 'vitest'
import { correlationText, decimalText, effectiveText, estimateText, reasonsOf, shareText } from '../../../src/agreement/agreement-words.js'
import type { EffectiveJurors } from '../../../src/contracts/agreement.js'

test.each([
  [0.414, '0.41'],
  [-0.056, '−0.06'],
  [-0.001, '0.00'],
  [1, '1.00'],
])('%f is written %s', (value, text) => {
  expect(decimalText(value)).toBe(text)
})

test.each([
  [0, '0%'],
  [0.001, 'under 1%'],
  [0.25, '25%'],
  [0.996, 'over 99%'],
  [1, '100%'],
])('a share of %f is %s', (share, text) => {
  expect(shareText(share)).toBe(text)
})

test('an estimate has its interval, and one that there is not is a dash with its reason once', () => {
  expect(estimateText({ value: 0.5, interval: { low: -0.1, high: 1 }, why: null })).toBe('0.50 (−0.10 to 1.00)')
  const none = { value: null, interval: null, why: '3 tools so far; at least 20 are needed' }
  expect(estimateText(none)).toBe('—')
  const counts = { tools: 3, units: 3, raters: 2 }
  expect(reasonsOf({ alpha: none, ac1: none, ...counts })).toEqual(['3 tools so far; at least 20 are needed'])
  expect(
    reasonsOf({
      alpha: { ...none, why: 'all calls are the same' },
      ac1: { value: 1, interval: { low: 1, high: 1 }, why: null },
      ...counts,
    }),
  ).toEqual(['no alpha: all calls are the same'])
})

const jurors: EffectiveJurors = {
  value: 1.8,
  why: null,
  tools: 30,
  jurors: 5,
  leftOut: 0,
  correlation: 0.44,
  independent: { low: -0.06, high: 0.06 },
  designEffect: 2.76,
}

test('what jurors are worth is said with what independent ones would show, and whether it may be chance', () => {
  expect(effectiveText(jurors)).toBe('5 jurors on a seat are worth 1.8 independent ones')
  expect(effectiveText({ ...jurors, value: 1 })).toBe('5 jurors on a seat are worth 1.0 independent one')
  expect(correlationText(jurors)).toBe('2 of them, as the same persona, correlate with 0.44; independent ones would with −0.06 to 0.06')
  expect(correlationText({ ...jurors, correlation: 0.01 })).toContain('with −0.06 to 0.06, so this may be chance')
  expect(correlationText({ ...jurors, correlation: null })).toBeNull()
  expect(effectiveText({ ...jurors, value: null, why: 'none' })).toBe('What jurors are worth as independent ones is not known: none')
})
