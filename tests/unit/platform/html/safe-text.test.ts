import { expect, test } from 'vitest'
import { mayHideText, revealInvisible, safeHref } from '../../../../src/platform/html/safe-text.js'

test.each([
  ['a right-to-left override', 'abc\u202Edef', 'abc[U+202E]def'],
  ['an isolate', '\u2066x\u2069', '[U+2066]x[U+2069]'],
  ['a mark of direction', 'a\u200Eb\u200Fc\u061Cd', 'a[U+200E]b[U+200F]c[U+061C]d'],
  ['an isolate that nothing ends, and an end that nothing began', '\u2068a\nb\u2069', '[U+2068]a\nb[U+2069]'],
  ['an override within an isolate', '\u2068a\u202Eb\u2069', '\u2068a[U+202E]b\u2069'],
  ['a zero-width space', 'a\u200Bb', 'a[U+200B]b'],
  ['a control character', 'a\u0000b\u001b[31m', 'a[U+0000]b[U+001B][31m'],
  ['a tag character', 'a\u{E0041}', 'a[U+E0041]'],
  ['half of a pair', 'a\uD800', 'a[U+D800]'],
])('%s is written out', (_name, input, output) => {
  expect(revealInvisible(input)).toBe(output)
})

test('whether a text may hide something agrees with what is written out, for every character', () => {
  const differing: string[] = []
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const character = String.fromCodePoint(point)
    if (mayHideText([character]) !== (revealInvisible(character) !== character)) differing.push(point.toString(16))
  }
  expect(differing).toEqual([])
})

test('line breaks, tabs, accents, joined emoji and right-to-left letters stay as they are', () => {
  const text = 'a\n\tb é 👩‍💻 שלום'
  expect(revealInvisible(text)).toBe(text)
})

test('only absolute http and https addresses become links, in their ASCII form', () => {
  expect(safeHref('https://example.com/a b"c')).toBe('https://example.com/a%20b%22c')
  expect(safeHref('http://bücher.example/\u202E')).toBe('http://xn--bcher-kva.example/%E2%80%AE')
  for (const url of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//example.com',
    'readme',
  ]) {
    expect(safeHref(url)).toBeNull()
  }
})
