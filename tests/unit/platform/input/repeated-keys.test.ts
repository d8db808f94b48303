import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findRepeatedKeys } from '../../../../src/platform/input/repeated-keys.js'

test.each<[string, string, (string | number)[][]]>([
  ['at the top', '{"call":"ship","call":"skip"}', [['call']]],
  ['with the same value', '{"call":"ship","call":"ship"}', [['call']]],
  ['spelled with an escape', '{"call":"ship","c\\u0061ll":"skip"}', [['call']]],
  ['in an item of a list', '{"a":[{"b":1},{"b":1,"c":[],"b":2}]}', [['a', 1, 'b']]],
  ['behind an object and a list', '{"a":{"x":[1,2]},"b":[{}],"a":1}', [['a']]],
  ['that is empty', '{"":1,"":2}', [['']]],
  ['that looks like a prototype', '{"__proto__":1,"__proto__":2}', [['__proto__']]],
  ['three times', '{"a":1,"a":2,"a":3}', [['a'], ['a']]],
])('a key %s is found', (_name, json, paths) => {
  expect(findRepeatedKeys(json)).toEqual(paths)
})

test.each([
  '{"a":1,"A":2}',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":"a"}},"b":"\\"a\\":1,\\"a\\":2"}',
  '{"a":"ends on a backslash \\\\","b":"{\\"a\\":"}',
  '"call"',
  '0',
])('%j repeats no key', (json) => {
  expect(findRepeatedKeys(json)).toEqual([])
})

test('what JSON.stringify writes repeats no key', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(findRepeatedKeys(JSON.stringify(JSON.parse(json)))).toEqual([])
    }),
  )
})

test('a megabyte of nested lists and one of backslashes are read to their end', () => {
  const nested = `${'['.repeat(250_000)}{"a":1,"a":2}${']'.repeat(250_000)}`
  expect(findRepeatedKeys(nested)[0]?.at(-1)).toBe('a')
  expect(findRepeatedKeys(`{"a":"${'\\\\'.repeat(500_000)}","a":1}`)).toEqual([['a']])
})
