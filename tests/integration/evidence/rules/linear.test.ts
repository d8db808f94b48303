import { expect, test, vi } from 'vitest'
import { withoutMarkers } from '../../../../src/evidence/markers.js'
import { unwrapped } from '../../../../src/evidence/paragraphs.js'
import { openText } from '../../../../src/evidence/passages.js'
import { findAll, type Units } from '../../../../src/evidence/rules/find-all.js'
import { readSurroundings } from '../../../../src/evidence/rules/surroundings.js'
import { placeQuote } from '../../../../src/site/pages/record/quote-parts.js'

function counting(text: string) {
  const count = { reads: 0 }
  const units: Units = {
    length: text.length,
    charCodeAt: (index) => {
      count.reads += 1
      return text.charCodeAt(index)
    },
  }
  return { units, count }
}

test.each([
  ['one letter', 'a'.repeat(100_000), `${'a'.repeat(20_000)}b`],
  ['its end found everywhere', 'a'.repeat(100_000), `b${'a'.repeat(20_000)}`],
  ['a pattern that returns', 'ab'.repeat(50_000), `${'ab'.repeat(10_000)}c`],
  ['found everywhere', 'a'.repeat(100_000), 'a'.repeat(50_000)],
])('a search reads each unit a few times, whatever it looks for: %s', (_name, text, pattern) => {
  const [inText, inPattern] = [counting(text), counting(pattern)]
  for (const at of findAll(inText.units, inPattern.units)) expect(at).toBeGreaterThanOrEqual(0)
  expect(inText.count.reads).toBe(text.length)
  expect(inPattern.count.reads).toBeLessThan(4 * (text.length + pattern.length))
})

test.each([
  ['overlapping', 'ab'.repeat(500), 'abab'],
  ['behind a false beginning', `${'a'.repeat(40)}b${'a'.repeat(40)}`, 'aaaaaaaaaab'],
  ['begun twice', 'one two three one two three four', 'one two three four'],
  ['nowhere', 'x'.repeat(30), 'y'],
  ['with borders', 'aXaXaYaXaXaXaY', 'aXaXaY'],
])('the places found in a text are those found unit by unit: %s', (_name, text, pattern) => {
  const [slow, fast] = [{ longest: 0 }, { longest: 0 }]
  const places = [...findAll(counting(text).units, counting(pattern).units, slow)]
  expect([...findAll(text, pattern, fast)]).toEqual(places)
  expect([...findAll(text, pattern)]).toEqual(places)
  expect(fast).toEqual(slow)
})

/** How much text was cut out with `slice` while something ran: what patterns then ran over. */
function sliced(run: () => void): number {
  const spy = vi.spyOn(String.prototype, 'slice')
  run()
  const units = spy.mock.results.reduce((sum, { value }) => sum + String(value).length, 0)
  spy.mockRestore()
  return units
}

test('looking at the words beside many cuts takes work in proportion to the text at most', () => {
  const look = (count: number) => sliced(() => openText('345,'.repeat(count)).findPassage('345,345'))
  expect(look(40_000)).toBeLessThan(2.2 * look(20_000))
})

test('the sentence around a passage is read a bounded way, however long the line', () => {
  const read = (count: number) => {
    const text = `${'word '.repeat(count)}here it is${' word'.repeat(count)}`
    return sliced(() => readSurroundings(text, { start: count * 5, end: count * 5 + 10 }))
  }
  expect(read(50_000)).toBeLessThan(20_000)
  expect(read(100_000)).toBe(read(50_000))
})

const size = 250_000
const nasty = [
  ...['a', ' ', '\n', '<', '*', '-', '[', '](', '`', '|', '&', '.', '—', '"', "'", '\u200b', '\u0301', '#', '> '],
  ...[
    'a ',
    '1. ',
    '\n1. ',
    '\n- ',
    '[a](b',
    '](a "',
    '&amp;',
    '&a',
    '\u0301\u0323',
    '. ',
    '.)',
    '[1 ',
    '[1]',
    ' [1',
    '\n ',
    '1,',
    'a-\n',
    '\ud800',
    '。',
    '!a',
  ],
]

/** In quadratic time each of these takes minutes. */
test.each(nasty)('a long text of %j is read through', (shape) => {
  const text = shape.repeat(Math.ceil(size / shape.length))
  const opened = openText(`${text}. The end of it`)
  expect(opened.findPassage('The end of it')).not.toBeNull()
  expect(opened.whyNotFound(`${text.slice(0, 100_000)} and more`)).not.toBe('')
  expect(unwrapped(text)).toHaveLength(text.length)
  expect(withoutMarkers(text).length).toBeLessThanOrEqual(text.length)
  expect(placeQuote(text, []).length).toBeGreaterThanOrEqual(0)
  const middle = Math.floor(text.length / 2)
  expect(readSurroundings(text, { start: middle, end: middle + 4 }).surroundings.passage).toHaveLength(4)
})

test('a quote of many words that is not there is explained', () => {
  const words = Array.from({ length: 120_000 }, (_, index) => `w${index % 7}`).join(' ')
  expect(openText(words).whyNotFound(`${words} x`)).toContain('but "x" does not follow')
})

test('wrapped lines flow, and breaks that mean something stay', () => {
  const line = 'a line that was wrapped at a fixed width of some sixty signs'
  expect(unwrapped(`${line}\nand goes on\n\n${line}\n- an item\nshort\nline`)).toBe(
    `${line} and goes on\n\n${line}\n- an item\nshort\nline`,
  )
})
