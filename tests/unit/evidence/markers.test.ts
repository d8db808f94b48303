import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countCitations,
  findMarkerProblems,
  findMarkerRuns,
  findMarkers,
  renumberMarkers,
  withoutMarkers,
} from '../../../src/evidence/markers.js'

const numbersIn = (text: string) => findMarkers(text).map(({ numbers }) => numbers)

test.each<[string, number[][]]>([
  ['[1]', [[1]]],
  ['[1, 2]', [[1, 2]]],
  ['[1,2,3]', [[1, 2, 3]]],
  ['[1;2]', [[1, 2]]],
  ['[1 2]', [[1, 2]]],
  ['[1 and 2]', [[1, 2]]],
  ['[1, 2, and 4]', [[1, 2, 4]]],
  ['[1 & 2]', [[1, 2]]],
  ['[1-3]', [[1, 2, 3]]],
  ['[1–3]', [[1, 2, 3]]],
  ['[1 — 3]', [[1, 2, 3]]],
  ['[1 to 3]', [[1, 2, 3]]],
  ['[1-2, 4]', [[1, 2, 4]]],
  ['[1, 1-2]', [[1, 2]]],
  ['[1][2]', [[1], [2]]],
  ['[ 1 ]', [[1]]],
  ['[12]', [[12]]],
  ['[9999999999999]', [[9999999999999]]],
  ['[0]', [[0]]],
  ['［１］', [[1]]],
  ['［１，２］', [[1, 2]]],
  ['［１－３］', [[1, 2, 3]]],
  ['【1、2】', [[1, 2]]],
  ['[3-1]', [[3, 1]]],
  ['[1-999999999]', [[1, 999_999_999]]],
  ['[2024]', [[2024]]],
  ['[]', []],
  ['[a]', []],
  ['[1', []],
  ['[1.2]', []],
  ['[-1]', []],
  ['[1,]', []],
  ['[sic]', []],
  ['(1)', []],
])('%s cites %j', (text, numbers) => {
  expect(numbersIn(`It is free ${text} today.`)).toEqual(numbers)
})

test('a marker has its place in the text, and a run begins with the white space before it', () => {
  expect(findMarkers('Free [1-2].')).toEqual([{ start: 5, end: 10, text: '[1-2]', numbers: [1, 2], problem: null }])
  expect(findMarkerRuns('Free [1] [2], small[3].').map(({ start, end }) => [start, end])).toEqual([
    [4, 12],
    [19, 22],
  ])
})

test('a text without its markers reads as if there had been none', () => {
  expect(withoutMarkers('Free [1–3], small [1][2] and fast [2;3].')).toBe('Free, small and fast.')
  expect(withoutMarkers('[1] Free')).toBe(' Free')
})

const verdict = (quote: string, more: { answer?: string; shows?: string } = {}) => ({
  quote,
  answers: [{ ask: 'moat', answer: more.answer ?? 'thin' }],
  evidence: [{ shows: more.shows ?? 'It is free.' }, { shows: 'It is small.' }],
})

test('numbers without evidence, ranges backwards and ranges without an end are problems, in answers too', () => {
  expect(findMarkerProblems(verdict('Free [1-2].'))).toEqual([])
  expect(findMarkerProblems(verdict('Free [2, 3] and [3].')).map(({ flag }) => flag)).toEqual([
    'quote: the marker [3] names no evidence item; there are 2.',
  ])
  expect(findMarkerProblems(verdict('Free [2-1].')).map(({ flag }) => flag)).toEqual([
    'quote: the marker [2-1] counts backwards from 2 to 1; write [1-2].',
  ])
  expect(findMarkerProblems(verdict('Free [1-999999999].')).map(({ what }) => what)).toEqual([
    'the marker [1-999999999] spans 999999999 numbers; name the evidence it rests on one by one',
    'the marker [999999999] names no evidence',
  ])
  expect(
    findMarkerProblems(verdict('Free [1].', { answer: 'thin [0]', shows: 'It is free [9].' })).map(({ part, what }) => [part, what]),
  ).toEqual([
    ['answer moat', 'the marker [0] names no evidence'],
    ['evidence 1', 'the marker [9] names no evidence'],
  ])
})

test('citations are counted once for each marker that names the number', () => {
  expect([...countCitations('a [1-2] b [2][2] c [2, 2]')]).toEqual([
    [1, 1],
    [2, 4],
  ])
})

test('renumbering keeps how a marker was written where it can', () => {
  const swap = (number: number) => (number === 1 ? 2 : number === 2 ? 1 : number)
  expect(renumberMarkers('a [1;2] b [3] c [1-2]', swap)).toBe('a [2;1] b [3] c [2, 1]')
  expect(renumberMarkers('a [1-3] b', (number) => number)).toBe('a [1-3] b')
  const without2 = (number: number) => (number === 2 ? null : number > 2 ? number - 1 : number)
  expect(renumberMarkers('a [1-3] b [2] c [2][3] d [1]', without2)).toBe('a [1, 2] b c[2] d [1]')
})

test('numbers that become the same are written once', () => {
  expect(renumberMarkers('a [2, 3] b [1-3] c [2; 4]', (number) => (number < 4 ? 1 : 2))).toBe('a [1] b [1] c [1; 2]')
})

test('every text is read, in steps that grow with its length alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('[', ']', '1', '2', ',', '-', ' ', 'x', '［', '－') }), (text) => {
      expect(renumberMarkers(text, (number) => number)).toBe(text)
      for (const { start, end } of findMarkerRuns(text)) expect(start).toBeLessThan(end)
    }),
  )
  for (const shape of ['[', ' ', '[1', '[1,', '[1 ', '[1-', '[1 - ', '1', '[1-50]', ' [1] '])
    expect(withoutMarkers(shape.repeat(200_000 / shape.length)).length).toBeLessThanOrEqual(200_000)
})
