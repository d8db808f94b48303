import { expect, test } from 'vitest'
import { readQuote } from '../../../../../src/site/pages/record/quote-parts.js'
import { doubtfulVerdict } from '../../../../support/site/pages/record/sample-record.js'

/** Its first passage was found, its second was not. */
const { evidence } = doubtfulVerdict
const text = (words: string, isUnsupported = false) => ({ kind: 'text', text: words, isUnsupported })
const found = { number: 1, status: 'found' }
const notFound = { number: 2, status: 'not found' }

test('a marker is taken out of the text, with the space before it', () => {
  expect(readQuote('One machine is enough [1], and that is that.', evidence)).toEqual([
    [text('One machine is enough'), { kind: 'markers', markers: [found] }, text(', and that is that.')],
  ])
})

test('neighbouring markers stand together, however they are written', () => {
  const expected = [[text('A'), { kind: 'markers', markers: [found, notFound] }]]
  expect(readQuote('A [1][2]', evidence)).toEqual(expected)
  expect(readQuote('A [1, 2]', evidence)).toEqual(expected)
})

test('the sentence before a marker that leads nowhere is unsupported, and no sentence before it', () => {
  expect(readQuote('It runs. It outruns all [2]. So?', evidence)).toEqual([
    [text('It runs. '), text('It outruns all', true), { kind: 'markers', markers: [notFound] }, text('. So?')],
  ])
})

test('a marker beyond the list is missing', () => {
  expect(readQuote('Fast [3]', evidence)).toEqual([[text('Fast', true), { kind: 'markers', markers: [{ number: 3, status: 'missing' }] }]])
  expect(readQuote('Fast [0]', evidence)).toEqual([[text('Fast', true), { kind: 'markers', markers: [{ number: 0, status: 'missing' }] }]])
})

test('one passage that was found is enough to carry a claim', () => {
  expect(readQuote('Fast [1, 2]', evidence)[0]?.[0]).toEqual(text('Fast'))
})

test('blank lines part paragraphs, and other brackets are text', () => {
  expect(readQuote('One [sic].\n\nTwo.', evidence)).toEqual([[text('One [sic].')], [text('Two.')]])
})
