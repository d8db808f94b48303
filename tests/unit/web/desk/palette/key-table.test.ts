import { expect, test } from 'vitest'
import { deskKeys, keysOf } from '../../../../../src/web/desk/palette/key-table.js'
import { paletteScript } from '../../../../../src/web/desk/palette/palette-script.js'
import { reviewScriptText } from '../../../../../src/web/desk/verdict/review-script.js'

/** The names in the objects that a script hands to `handle`: `    j: () => …`, `    'Ctrl k': …`, and the digits. */
function handledBy(script: string): string[] {
  return [...script.matchAll(/\.handle\(\{\n([\s\S]*?)\n {2}\}\)/g)].flatMap(([, block = '']) => {
    const named = [...block.matchAll(/^ {4}(?:'([^']+)'|(\w+)):/gm)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    return [...named, ...(/\[\.\.\.'(\d+)'\]/.exec(block)?.[1] ?? '')]
  })
}

const listed = new Set(deskKeys.flatMap(({ handles }) => handles))

test('every key that a script handles is in the list of keys, and every key of the list is handled', () => {
  const handled = new Set([...handledBy(paletteScript), ...handledBy(reviewScriptText)])
  expect([...handled].sort()).toEqual([...listed].sort())
})

test('a key does one thing on a page', () => {
  for (const place of ['verdict', 'queue', 'history', 'merge', 'lists', null] as const) {
    const names = keysOf(place).flatMap(({ handles }) => handles)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(keysOf(place).filter(({ handles }) => handles.length === 0)).toEqual([])
  }
})

test('a key that waits for g is none by itself elsewhere: g would take it away', () => {
  expect(listed.has('g')).toBe(false)
})
