import { expect, test } from 'vitest'
import { asSentence } from '../../../../../src/platform/text/sentence.js'
import { isFewCalls } from '../../../../../src/site/few-calls.js'
import {
  costText,
  countsText,
  dayText,
  digitsOf,
  isFewVotes,
  listWords,
  percentText,
  probabilityText,
} from '../../../../../src/site/pages/record/words.js'

test('a day is the UTC day, without a leading zero', () => {
  expect(dayText('2026-11-02')).toBe('2 Nov 2026')
  expect(dayText('2026-12-31T23:59:59.999Z')).toBe('31 Dec 2026')
})

test('what is not known is a dash, and zero percent is not', () => {
  expect(percentText(null)).toBe('—')
  expect(percentText(0)).toBe('0%')
})

test('counts name what was counted apart', () => {
  const ship = { ships: 2, calls: 3, abstained: 0, unscored: 1, percent: 67 }
  expect(countsText(ship)).toBe('2 of 3 · 1 unscored')
  expect(countsText({ ...ship, abstained: 2, unscored: 0 })).toBe('2 of 3 · 2 abstained')
  expect(countsText({ ships: 0, calls: 0, abstained: 0, unscored: 4, percent: null })).toBe('no calls · 4 unscored')
})

test('a probability never reads as certain', () => {
  expect([0.004, 0.006, 0.35, 0.994, 0.996].map(probabilityText)).toEqual(['under 1%', '1%', '35%', '99%', 'over 99%'])
})

test('a cost says what it is: not known, nothing, or dollars', () => {
  expect(costText(null)).toBe('not known')
  expect(costText(0)).toMatch(/^\$0: /)
  expect(costText(0.0042)).toBe('$0.0042')
  expect(costText(1.256)).toBe('$1.26')
})

test('counts are digits, and lists have an and', () => {
  expect([0, 1, 12, 1234567].map((count) => digitsOf(count, 'seat'))).toEqual(['0 seats', '1 seat', '12 seats', '1,234,567 seats'])
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listWords)).toEqual(['', 'a', 'a and b', 'a, b and c'])
})

test.each([
  ['a plain text', 'a plain text.'],
  ['set it in panel.config.yaml', 'set it in panel.config.yaml.'],
  ['set it in panel.config.yaml.', 'set it in panel.config.yaml.'],
  ['Acme Inc.', 'Acme Inc.'],
  ['Yahoo!', 'Yahoo!'],
  ['really?', 'really?'],
  ['and so on…', 'and so on…'],
  ['he said “stop.”', 'he said “stop.”'],
  ['(see above.)', '(see above.)'],
  ['it ends in blanks.  ', 'it ends in blanks.'],
  ['文档会回答。', '文档会回答。'],
  ['', ''],
])('%j ends once as a sentence', (text, sentence) => {
  expect(asSentence(text)).toBe(sentence)
})

test('a percentage of few calls or votes is known as such', () => {
  const ship = (calls: number, seats: number) => ({ ships: calls, calls, abstained: 0, unscored: seats - calls, percent: 100 })
  expect([ship(2, 2), ship(2, 4), ship(3, 8)].map(isFewCalls)).toEqual([true, true, true])
  expect([ship(3, 3), ship(3, 4), ship(4, 4), ship(4, 8)].map(isFewCalls)).toEqual([false, false, false, false])
  expect([0, 1, 4, 5].map(isFewVotes)).toEqual([true, true, true, false])
})

test('counts beside other digits are digits, and their nouns agree', () => {
  expect([0, 1, 2, 8, 1200].map((count) => digitsOf(count, 'seat'))).toEqual(['0 seats', '1 seat', '2 seats', '8 seats', '1,200 seats'])
})
