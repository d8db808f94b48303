import { expect, test } from 'vitest'
import { type Mark, markedPieces } from '../../../../../src/web/desk/intake/marked-pieces.js'

const found = (start: number, end: number): Mark => ({ start, end, kind: 'found' })
const steers = (start: number, end: number): Mark => ({ start, end, kind: 'steers' })

test('a text is cut where marks begin and end, and its pieces are the text', () => {
  expect(markedPieces('abcdef', [found(1, 3)])).toEqual([
    { text: 'a', kind: null },
    { text: 'bc', kind: 'found' },
    { text: 'def', kind: null },
  ])
  expect(markedPieces('abc', [])).toEqual([{ text: 'abc', kind: null }])
  expect(markedPieces('', [])).toEqual([])
})

test('what wants to steer shows, whatever rests on it; marks may overlap, touch and hold each other', () => {
  const pieces = markedPieces('abcdefgh', [found(0, 6), steers(2, 4), found(3, 8), found(3, 3)])
  expect(pieces.map(({ text }) => text).join('')).toBe('abcdefgh')
  expect(
    pieces
      .filter(({ kind }) => kind === 'steers')
      .map(({ text }) => text)
      .join(''),
  ).toBe('cd')
  expect(pieces.every(({ kind }) => kind !== null)).toBe(true)
})

test('a mark that is not in the text marks nothing', () => {
  for (const mark of [found(-1, 2), found(2, 9), found(2, 1)]) expect(markedPieces('abc', [mark])).toEqual([{ text: 'abc', kind: null }])
})
