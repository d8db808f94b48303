import { expect, test } from 'vitest'
import { createHostAllowance, readAllowedHost } from '../../../../src/platform/net/allowed-hosts.js'

const allows = (entries: string[], url: string) => createHostAllowance(entries)(new URL(url))

test.each([
  ['wiki.intranet', { host: 'wiki.intranet', port: null }],
  [' Wiki.Intranet:8080 ', { host: 'wiki.intranet', port: '8080' }],
  ['wiki.intranet:80', { host: 'wiki.intranet', port: '80' }],
  ['10.1.2.3', { host: '10.1.2.3', port: null }],
  ['fd12::1', { host: '[fd12::1]', port: null }],
  ['[fd12::1]:8080', { host: '[fd12::1]', port: '8080' }],
  ['bücher.example', { host: 'xn--bcher-kva.example', port: null }],
])('%s is a host', (text, host) => expect(readAllowedHost(text)).toEqual(host))

test.each([
  '',
  'http://wiki.intranet',
  'wiki.intranet/path',
  'user:pass@wiki',
  '*.intranet',
  'a b',
  'wiki:99999',
  'wiki:',
  '[::1',
  'x'.repeat(300),
])('%j is none', (text) => expect(readAllowedHost(text)).toBeNull())

test('a name without a port is allowed at every port, and one with a port at that alone', () => {
  expect(allows(['wiki.intranet'], 'http://wiki.intranet:81/')).toBe(true)
  expect(allows(['wiki.intranet:8080'], 'http://wiki.intranet:8080/')).toBe(true)
  expect(allows(['wiki.intranet:8080'], 'http://wiki.intranet/')).toBe(false)
  expect(allows(['wiki.intranet:443'], 'https://wiki.intranet/')).toBe(true)
  expect(allows(['wiki.intranet:443'], 'http://wiki.intranet/')).toBe(false)
})

test('a name allows that name, not its address, its subdomains or the name with a dot behind it', () => {
  for (const url of ['http://127.0.0.1/', 'http://[::1]/', 'http://a.localhost/', 'http://localhost./', 'http://localhost.example/'])
    expect(allows(['localhost'], url)).toBe(false)
  expect(allows(['127.0.0.1'], 'http://localhost/')).toBe(false)
  expect(allows(['127.0.0.1'], 'http://2130706433/')).toBe(true)
})
