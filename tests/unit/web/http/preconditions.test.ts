import { describe, expect, test } from 'vitest'
import { evaluate, namedTags, parseTagList, readPreconditions, tagListPattern } from '../../../../src/web/http/preconditions.js'

const conditionsOf = (headers: Record<string, string>) => {
  const read = readPreconditions((name) => headers[name])
  if ('malformed' in read) throw new Error(`${read.malformed} cannot be read`)
  return read
}

describe('a list of tags', () => {
  test.each([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', [{ opaque: '"a"', isWeak: false }]],
    ['""', [{ opaque: '""', isWeak: false }]],
    [
      'W/"a", "b,c" ,"d e"',
      null, // A blank is no character of a tag.
    ],
    [
      'W/"a", "b,c"\t,"d"',
      [
        { opaque: '"a"', isWeak: true },
        { opaque: '"b,c"', isWeak: false },
        { opaque: '"d"', isWeak: false },
      ],
    ],
    [
      ',"a",, "b",',
      [
        { opaque: '"a"', isWeak: false },
        { opaque: '"b"', isWeak: false },
      ],
    ],
    ['', []],
    ['a', null],
    ['"a', null],
    ['a"', null],
    ['"a""b"', null],
    ['"a" "b"', null],
    ['*, "a"', null],
    ['"a", *', null],
    ['w/"a"', null],
    ['W/ "a"', null],
    ["'a'", null],
    ['"\x7f"', null],
  ] as const)('%s', (text, expected) => {
    expect(parseTagList(text)).toEqual(expected)
    expect(tagListPattern.test(text)).toBe(expected !== null)
  })

  test('of a hundred thousand characters is read in one go', () => {
    expect(parseTagList(`${'"a", '.repeat(20_000)}"b"`)).toHaveLength(20_001)
    expect(parseTagList(`${', '.repeat(50_000)}x`)).toBeNull()
    expect(parseTagList(' '.repeat(100_000))).toEqual([])
  })
})

test('a header that is there and cannot be read is never the same as none', () => {
  expect(readPreconditions(() => undefined)).toEqual({ ifMatch: null, ifNoneMatch: null })
  expect(readPreconditions((name) => (name === 'if-match' ? 'x' : undefined))).toEqual({ malformed: 'If-Match' })
  expect(readPreconditions((name) => (name === 'if-none-match' ? 'x' : undefined))).toEqual({ malformed: 'If-None-Match' })
})

// RFC 9110, 13.1.1, 13.1.2 and 13.2.2, by hand. `null`: there is nothing.
test.each([
  [{ 'if-match': '"a"' }, '"a"', 'go on', 'go on'],
  [{ 'if-match': '"b", "a"' }, '"a"', 'go on', 'go on'],
  [{ 'if-match': '"b"' }, '"a"', 'failed', 'failed'],
  [{ 'if-match': 'W/"a"' }, '"a"', 'failed', 'failed'],
  [{ 'if-match': '"a"' }, 'W/"a"', 'failed', 'failed'],
  [{ 'if-match': '' }, '"a"', 'failed', 'failed'],
  [{ 'if-match': '*' }, '"a"', 'go on', 'go on'],
  [{ 'if-match': '*' }, null, 'failed', 'failed'],
  [{ 'if-match': '"a"' }, null, 'failed', 'failed'],
  [{ 'if-none-match': '"a"' }, '"a"', 'failed', 'not modified'],
  [{ 'if-none-match': '"b", W/"a"' }, '"a"', 'failed', 'not modified'],
  [{ 'if-none-match': '"a"' }, 'W/"a"', 'failed', 'not modified'],
  [{ 'if-none-match': '"b"' }, '"a"', 'go on', 'go on'],
  [{ 'if-none-match': '*' }, '"a"', 'failed', 'not modified'],
  [{ 'if-none-match': '*' }, null, 'go on', 'go on'],
  [{ 'if-none-match': '' }, '"a"', 'go on', 'go on'],
  [{ 'if-match': '"a"', 'if-none-match': '*' }, '"a"', 'failed', 'not modified'],
  [{ 'if-match': '"b"', 'if-none-match': '"a"' }, '"a"', 'failed', 'failed'],
  [{ 'if-match': '"a"', 'if-none-match': '"b"' }, '"a"', 'go on', 'go on'],
  [{}, null, 'go on', 'go on'],
] as const)('%o on %s: a write %s, a read %s', (headers, current, write, read) => {
  expect(evaluate(conditionsOf(headers), { current, isRead: false })).toBe(write)
  expect(evaluate(conditionsOf(headers), { current, isRead: true })).toBe(read)
})

test('a late writer started from the strong tags that If-Match names', () => {
  expect(namedTags(conditionsOf({ 'if-match': 'W/"a", "b", "c"', 'if-none-match': '"d"' }))).toEqual(['"b"', '"c"'])
  expect(namedTags(conditionsOf({ 'if-match': '*' }))).toEqual([])
})
