import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentsOf } from '../../../../src/platform/text/text-segments.js'

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
const words = new Intl.Segmenter('en', { granularity: 'word' })

test.each([
  ['sentences', sentences],
  ['words', words],
])('%s of any text are those that Intl.Segmenter gives', (_name, segmenter) => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('. ', '\n', ' [1] ', 'e.g. ', '3.5', '\r\n', '。', 'The end. Then '),
  )
  const texts = fc.array(part, { maxLength: 400 }).map((parts) => parts.join('').repeat(6))
  fc.assert(
    fc.property(texts, (text) => {
      expect([...segmentsOf(segmenter, text)].map(({ segment, index }) => [segment, index])).toEqual(
        [...segmenter.segment(text)].map(({ segment, index }) => [segment, index]),
      )
    }),
    { numRuns: 200 },
  )
})

test('a segment longer than any sentence is cut, and nothing is lost', () => {
  const text = `${'word '.repeat(3_000)}${'😀'.repeat(5_000)}`
  const cut = [...segmentsOf(sentences, text)]
  expect(cut.length).toBeGreaterThan(1)
  expect(cut.map(({ segment }) => segment).join('')).toBe(text)
  expect(cut.every(({ segment }) => !/\p{Surrogate}/u.test(segment))).toBe(true)
})
