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
})
