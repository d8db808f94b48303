import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitIntoUnits } from '../../../src/evidence/units.js'

const split = (text: string) => splitIntoUnits(text).map(({ start, end }) => text.slice(start, end))

describe('splitIntoUnits', () => {
  test('units joined are the text, whatever the text is', () => {
    const pieces = constantFrom(
      '\n',
      '\r\n',
      '\n\n',
      '- item ',
      '1. ',
      '| a | b |',
      '# H',
      '```',
      'One. ',
      'e.g. Two',
      '東京です。',
      'مرحبا. ',
      '👩‍👩‍👧',
      '  ',
      '.',
      ' a',
      '\u2028',
    )
    for (const texts of [string({ unit: 'binary' }), string({ unit: 'grapheme' }), array(pieces).map((some) => some.join(''))])
      assert(
        property(texts, (text) => {
          const units = splitIntoUnits(text)
          expect(units.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
          for (const { start, end } of units) expect(end - start).toBeGreaterThan(0)
          if (text.trim() !== '') for (const { start, end } of units) expect(text.slice(start, end).trim()).not.toBe('')
        }),
      )
  })

  test('a sentence is a unit, and goes on over a wrapped line', () => {
    expect(
      split('It runs on one\nconsumer GPU. It costs $1.50 a day, e.g. Monday. No. 5 is out.\n\nDr. Ada wrote it! Is it so? Yes.'),
    ).toEqual([
      'It runs on one\nconsumer GPU. ',
      'It costs $1.50 a day, e.g. Monday. ',
      'No. 5 is out.\n\n',
      'Dr. Ada wrote it! ',
      'Is it so? ',
      'Yes.',
    ])
  })

  test('a heading, an item, a row and a line of code are units of their own', () => {
    expect(
      split(
        '# Prices\nAll in dollars.\n\n- Free: $0. For one.\n- Pro: $20,\n  a month\n\n| Plan | Price |\n|---|---|\n| Pro | $20 |\n\n```sh\nnpm i x. Y\n\nx run\n```\nDone.',
      ),
    ).toEqual([
      '# Prices\n',
      'All in dollars.\n\n',
      '- Free: $0. For one.\n',
      '- Pro: $20,\n  a month\n\n',
      '| Plan | Price |\n',
      '|---|---|\n',
      '| Pro | $20 |\n\n',
      '```sh\n',
      'npm i x. Y\n\n',
      'x run\n',
      '```\n',
      'Done.',
    ])
  })

  test('Japanese ends at its own full stops, and Arabic at its question marks', () => {
    expect(split('八つのモデル。無料です。有料ですか？はい。')).toHaveLength(4)
    expect(split('هل هو مجاني؟ نعم. هو مجاني.')).toHaveLength(3)
  })

  test('a text without an end of a sentence is cut at white space, and inside no character', () => {
    const words = 'word '.repeat(24_000)
    const cut = split(words)
    expect(cut.every((unit) => unit.length <= 500 && unit.endsWith('word '))).toBe(true)
    const faces = split('🙂'.repeat(3_000))
    expect(faces.every((unit) => unit.length <= 500 && !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(unit))).toBe(true)
  })

  test('nothing is cut inside an address, a numbered part, a date or what someone asks', () => {
    for (const sentence of [
      'See https://example.com/a.b?c=d for more. ',
      'It follows Sec. 4.2 and Art. 5 of Ver. 3.2. ',
      'Am 3. Oktober 2026 und am 24. 12. 2026 geschlossen. ',
      '"Is it fast?" she asked. ',
      'Yahoo! is a.k.a. Bob. ',
      '「はい。」と言った。',
    ])
      expect(split(`${sentence}Next one.`)).toEqual([sentence, 'Next one.'])
    expect(split('本当です。「はい。」')).toEqual(['本当です。', '「はい。」'])
  })

  test('rows without pipes around them, rows of tabs, checked items and parts of HTML are units of their own', () => {
    const rows = ['Name | Price\n', '--- | ---\n', 'Free | 0 USD. No SSO.\n', 'Pro | 20 USD\n\n', 'After.']
    expect(split(rows.join(''))).toEqual(rows)
    const tabs = ['Plan\tPrice\n', 'Free\t0 USD\n', 'Words go on\nhere.']
    expect(split(tabs.join(''))).toEqual(tabs)
    const items = ['✓ single sign-on\n', '❌ audit log\n', '☐ roles\n']
    expect(split(items.join(''))).toEqual(items)
    const html = ['<p>It is free. ', 'Always.</p>', '<ul><li>One user</li>', '<li>Two. Three</li>', '</ul>']
    expect(split(html.join(''))).toEqual(html.flatMap((unit) => (unit.includes('Two') ? ['<li>Two. ', 'Three</li>'] : [unit])))
  })

  test('only a fence of the same signs closes a block of code, and code in a line opens none', () => {
    expect(split('```\n~~~\n```\nOne. Two.')).toEqual(['```\n', '~~~\n', '```\n', 'One. ', 'Two.'])
    expect(split('```x``` is code. Two.')).toEqual(['```x``` is code. ', 'Two.'])
  })

  test('a text without white space is cut inside no number, word or joined character', () => {
    const numbers = split('約12,345,678円'.repeat(100))
    expect(numbers.length).toBeGreaterThan(1)
    expect(numbers.every((unit) => /^(?:約|12,345,678円)/.test(unit) && /[約円]$/.test(unit))).toBe(true)
    const faces = split('👨‍👩‍👧'.repeat(200))
    expect(faces.every((unit) => unit.startsWith('👨') && unit.endsWith('👧'))).toBe(true)
    expect(split(`${'word '.repeat(98)}then 1 000 users.`).some((unit) => unit.includes('1 000'))).toBe(true)
  })
})
