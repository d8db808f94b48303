import { expect, test } from 'vitest'
import { readSentences } from '../../../../../src/panels/draft/particulars/sentences.js'

test('a sentence says where it is in its text, without white space around it and with the markers behind its full stop', () => {
  const text = '  It is fast. [1]  It costs nothing [2]; they say so.\n\nNo one “has tried it.” [1][3] So do I'
  const found = readSentences(text)
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
    'It is fast. [1]',
    'It costs nothing [2]; they say so.',
    'No one “has tried it.” [1][3]',
    'So do I',
  ])
  expect(found.map(({ cites }) => cites)).toEqual([[1], [2], [1, 3], []])
})

test('a marker that opens a text is part of its first sentence, and a text of white space has none', () => {
  expect(readSentences('[2] is what they say.')).toEqual([{ text: '[2] is what they say.', start: 0, end: 21, cites: [2] }])
  expect(readSentences(' \n\n ')).toEqual([])
})
