import { expect, test } from 'vitest'
import { normalizeAddress, pageKey, splitAddresses, withoutCredentials } from '../../../../src/evidence/intake/addresses.js'

test.each([
  ['example.com', 'https://example.com/'],
  [' https://example.com/pricing#plans ', 'https://example.com/pricing'],
  ['example.com:8080/x', 'https://example.com:8080/x'],
  ['http://127.0.0.1:4000/a', 'http://127.0.0.1:4000/a'],
  ['ftp://example.com/x', 'ftp://example.com/x'],
  ['mailto:someone@example.com', 'mailto:someone@example.com'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['not an address', 'not an address'],
  ['word', 'word'],
])('%s is read as %s', (pasted, address) => {
  expect(normalizeAddress(pasted)).toBe(address)
})

test('addresses come one a line or between white space, each once', () => {
  expect(splitAddresses(' a.example \n\nb.example\ta.example ')).toEqual(['a.example', 'b.example'])
})

test('www., a slash at the end, and the scheme make no other page', () => {
  expect(pageKey('https://www.example.com/docs/')).toBe(pageKey('http://example.com/docs'))
  expect(pageKey('https://example.com/docs')).not.toBe(pageKey('https://example.com/docs?page=2'))
})

test.each([
  ['https://example.com/a#b', 'https://example.com/a#b'],
  ['http://user:secret@example.com/a', 'http://hidden@example.com/a'],
  ['user:secret@example.com', 'user:hidden@example.com'],
  ['https://secret@example.com', 'https://hidden@example.com/'],
  ['http:\\\\user:secret@example.com', 'http://hidden@example.com/'],
  ['http://user:sec ret@exa mple', 'exa mple'],
  ['git@example.com:owner/name.git', 'git@example.com:owner/name.git'],
  ['git+ssh://git@example.com/owner/name.git', 'git+ssh://git@example.com/owner/name.git'],
])('%s is stored as %s', (pasted, stored) => {
  expect(withoutCredentials(pasted)).toBe(stored)
})
