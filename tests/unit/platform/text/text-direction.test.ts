import { expect, test } from 'vitest'
import { hasRightToLeft } from '../../../../src/platform/text/text-direction.js'

/** As Unicode 16 has them (DerivedBidiClass: R, AL, AN), by code points. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

test('the letters that run from right to left are those, of every character', () => {
  const differing: string[] = []
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const character = String.fromCodePoint(point)
    if (hasRightToLeft(character) !== rightToLeft.test(character)) differing.push(point.toString(16))
  }
  expect(differing).toEqual([])
})

test('half of a pair is no such letter', () => {
  expect(hasRightToLeft('\ud802 \udc00')).toBe(false)
})
