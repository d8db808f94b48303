import { expect, test } from 'vitest'
import { passwordProblem } from '../../../src/accounts/password-rules.js'

const names = ['Ada Lovelace', 'ada.lovelace@example.org']

test.each([
  'password1234',
  'P@ssw0rd!2024',
  'passwordpassword',
  'qwertyuiop12',
  'qwerty123456789',
  '123456789012',
  'abcdefghijkl',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  'hunter2hunter2',
  'letmeinletmein1',
  'iloveyou12345',
  'Welcome2024!!!',
  'administrator1',
  'adalovelace12',
  'lovelace2024!!',
  'L0velace-L0velace',
  'ada.lovelace@example.org',
  '1q2w3e4r5t6y',
  'correcthorsebatterystaple',
  'shippanel1234',
])('%s is refused', (password) => {
  expect(passwordProblem(password, names)).toMatch(/4 unrelated|4 words|at least/)
})

test.each([
  'violet teapot under rain',
  'Tr7-kuLmx92vQd',
  'übermäßig viele Möwen',
  'correct otters file taxes',
  'z8#Lk2!pVw0q',
  '朝の海は静かで青く広い空だ',
])('%s will do', (password) => {
  expect(passwordProblem(password, names)).toBeNull()
})

test('length counts characters as people do: 12 to 128', () => {
  expect(passwordProblem('Tr7-kuLmx92', [])).toContain('at least 12')
  expect(passwordProblem('🦊🐻🐼🦁🐯🐨', [])).toContain('at least 12')
  expect(passwordProblem(`${'🦊🐻🐼🦁🐯🐨'.repeat(11)} violet teapot under rain`, [])).toBeNull()
  expect(passwordProblem(`${'a long sentence with words '.repeat(4)}and so much more`, [])).toBeNull()
  expect(passwordProblem('a long sentence with words '.repeat(5), [])).toContain('at most 128')
})

test('what cannot be stored is refused', () => {
  expect(passwordProblem('violet teapot \0 rain', [])).toContain('control characters')
  expect(passwordProblem('violet teapot \ud800 rain', [])).toContain('control characters')
})
