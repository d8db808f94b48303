import { expect, test } from 'vitest'
import { deskKeys } from '../../../../../src/web/desk/palette/key-table.js'
import { paletteScript } from '../../../../../src/web/desk/palette/palette-script.js'
import { reviewScriptText } from '../../../../../src/web/desk/verdict/review-script.js'

/** The keys of the object of handlers, digits apart: `    j: () => …` and `    '?': () => …`. */
function handledBy(script: string): string[] {
  const [, block = ''] = /const doing = \{\n([\s\S]*?)\n {2}\}\n/.exec(script) ?? []
  const named = [...block.matchAll(/^ {4}(?:'(.)'|(\w)):/gm)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const [, digits = ''] = /\[\.\.\.'(\d+)'\]/.exec(block) ?? []
  return [...named, ...digits]
}

test('every key that a page of verdicts handles is in the list of keys, and no other', () => {
  const listed = deskKeys.flatMap(({ handles }) => handles).filter((key) => key !== '/')
  expect(handledBy(reviewScriptText).sort()).toEqual([...listed].sort())
  expect(new Set(listed).size).toBe(listed.length)
})

test('so is every key that all pages handle', () => {
  const handled = [...paletteScript.matchAll(/event\.key === '(.)'/g)].map(([, key]) => key)
  const everywhere = deskKeys.filter(({ on }) => on === 'every page').flatMap(({ handles }) => handles)
  expect(handled.sort()).toEqual([...everywhere].sort())
})
