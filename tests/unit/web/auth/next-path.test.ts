import { expect, test } from 'vitest'
import { nextPath } from '../../../../src/web/auth/next-path.js'

test.each([
  ['/desk', '/desk'],
  ['/desk/records/rec_1?view=history#rev_2', '/desk/records/rec_1?view=history#rev_2'],
  ['/desk/../auth/people', '/auth/people'],
  ['/%2f/evil.test', '/%2f/evil.test'],
])('%s leads to %s', (sent, path) => {
  expect(nextPath(sent, '/home')).toBe(path)
})

test.each([
  ...[undefined, '', 'desk', '//evil.test', '///evil.test', '/\\evil.test', '\\\\evil.test', 'http://evil.test', 'HTTPS:evil.test'],
  ...[
    '/\t/evil.test',
    '/\n/evil.test',
    '\t//evil.test',
    ' //evil.test',
    '/ /x',
    '/.//evil.test',
    '/a/..//evil.test',
    '/a/%2e%2e//evil.test',
  ],
  ...['javascript:alert(1)', 'data:text/html,x', '@evil.test', '/auth/sign-in', '/auth/sign-out', '/x\u0000', `/${'x'.repeat(2_000)}`],
])('not followed (%#)', (sent) => {
  expect(nextPath(sent, '/home')).toBe('/home')
})
