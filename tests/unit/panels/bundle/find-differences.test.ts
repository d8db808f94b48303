import { expect, test } from 'vitest'
import { findDifferences } from '../../../../src/panels/bundle/find-differences.js'

test('equal values have no difference, whatever the order of their names', () => {
  expect(findDifferences({ expected: { a: [1, { b: null }], c: 'x' }, rebuilt: { c: 'x', a: [1, { b: null }] } })).toEqual([])
})

test('each difference has the path of the innermost value, and leaves out the side that has none', () => {
  const expected = { a: [1, 2], b: { c: null, 'd e': 'x' }, f: 1, same: true }
  const rebuilt = { a: [1], b: { c: 0, 'd e': 'y' }, f: [1], same: true, g: false }
  expect(findDifferences({ expected, rebuilt })).toEqual([
    { path: 'a[1]', expected: 2 },
    { path: 'b.c', expected: null, rebuilt: 0 },
    { path: 'b["d e"]', expected: 'x', rebuilt: 'y' },
    { path: 'f', expected: 1, rebuilt: [1] },
    { path: 'g', rebuilt: false },
  ])
})
