import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slugSchema } from '../../../../src/contracts/primitives.js'
import { proposeSlug } from '../../../../src/evidence/intake/propose-slug.js'

test.each([
  ['Café Crème 2.0', 'cafe-creme-2-0'],
  ['Ferry vs Raft', 'ferry-raft'],
  ['@scope/Tool', 'scope-tool'],
  ['工具', null],
  [null, null],
])('%s becomes %s', (name, slug) => {
  expect(proposeSlug(name)).toBe(slug)
})

test('whatever comes of a name is a slug', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const slug = proposeSlug(name)
      if (slug !== null) expect(slugSchema.parse(slug)).toBe(slug)
    }),
  )
})
