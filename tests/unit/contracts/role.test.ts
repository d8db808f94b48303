import { expect, test } from 'vitest'
import { mayActAs, type Role, roleSchema, rolesThatMay, roleWords } from '../../../src/contracts/role.js'

test.each<[Role, Role[]]>([
  ['admin', ['admin', 'editor']],
  ['editor', ['editor']],
  ['reviewer', ['reviewer']],
])('who is %s may act as %s alone', (role, may) => {
  expect(roleSchema.options.filter((other) => mayActAs(role, other))).toEqual(may)
})

test('the roles that may do something are listed the most first, each once', () => {
  expect(rolesThatMay('admin')).toEqual(['admin'])
  expect(rolesThatMay('editor')).toEqual(['admin', 'editor'])
  expect(rolesThatMay('reviewer', 'editor', 'admin')).toEqual(['admin', 'editor', 'reviewer'])
  expect(rolesThatMay()).toEqual([])
})

test('every role has its article', () => {
  expect(roleSchema.options.map((role) => roleWords[role])).toEqual(['an admin', 'an editor', 'a reviewer'])
})
