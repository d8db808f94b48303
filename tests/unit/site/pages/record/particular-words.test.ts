import { expect, test } from 'vitest'
import type { Particular } from '../../../../../src/contracts/particular.js'
import { particularsText } from '../../../../../src/site/pages/record/particular-words.js'

const mark = (flag: string, missingIn: Particular['missingIn'] = 'no source'): Particular => ({
  part: 'quote',
  start: 0,
  end: 2,
  text: '24',
  sentence: { start: 0, end: 9 },
  cites: [],
  missingIn,
  flag,
  nearest: null,
})
const kept = (...flags: [flag: string, reason: string][]) => ({ waivedFlags: flags.map(([flag, reason]) => ({ flag, reason })) })

test('what editors kept is counted with their reasons, each once', () => {
  expect(particularsText({ particulars: [mark('a')], review: kept(['a', 'I asked the vendor']) })).toBe(
    '1 particular was in no source when this was approved; the editors kept it: I asked the vendor.',
  )
  expect(particularsText({ particulars: [mark('a'), mark('a'), mark('b')], review: kept(['a', 'It is known.'], ['b', 'I looked.']) })).toBe(
    '3 particulars were in no source when this was approved; the editors kept them: It is known.; I looked.',
  )
  expect(particularsText({ particulars: [mark('a'), mark('b', 'another passage')], review: kept(['a', 'known'], ['b', 'near']) })).toBe(
    '1 particular was in no source and 1 particular was not in the passage cited when this was approved; the editors kept them: known; near.',
  )
})

test('what no one has decided on is said to be in no source, and a draft that was never reviewed says no more', () => {
  expect(particularsText({ particulars: [mark('a'), mark('b')], review: kept(['a', 'known']) })).toBe(
    '1 particular was in no source when this was approved; the editors kept it: known. 1 particular is in no source.',
  )
  expect(particularsText({ particulars: [mark('a'), mark('b')] })).toBe('2 particulars are in no source.')
  expect(particularsText({})).toBeNull()
  expect(particularsText({ particulars: [] })).toBeNull()
})
