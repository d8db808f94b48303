import { expect, test } from 'vitest'
import { upTo, withoutAtEnd } from '../../../../src/platform/text/text-end.js'

test.each([
  ['https://example.org//', '/', 'https://example.org'],
  ['//', '/', ''],
  ['', '/', ''],
  ['a/b', '/', 'a/b'],
  ['a. . \n', '. \n', 'a'],
])('%j without %j at its end is %j', (text, characters, expected) => {
  expect(withoutAtEnd(text, characters)).toBe(expected)
})

test('a text goes up to the first mark, or is whole', () => {
  expect(upTo('fe80::1%eth0%1', '%')).toBe('fe80::1')
  expect(upTo('fe80::1', '%')).toBe('fe80::1')
})
