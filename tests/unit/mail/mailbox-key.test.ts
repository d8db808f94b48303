import { expect, test } from 'vitest'
import { mailboxKey } from '../../../src/mail/mailbox-key.js'

test.each([
  ['tags', 'one@example.org', ['one+1@example.org', 'one+2@example.org', 'ONE+a+b@Example.ORG', ' one@example.org ', 'one+@example.org']],
  [
    'dots at Google',
    'anna.lee@gmail.com',
    ['annalee@gmail.com', 'a.n.n.a.l.e.e+x@gmail.com', 'annalee@googlemail.com', 'AnnaLee@GMAIL.com.'],
  ],
  ['hyphens at Yahoo', 'ada@yahoo.co.uk', ['ada-shop@yahoo.co.uk', 'ada+x@yahoo.co.uk', 'ada-a-b@yahoo.co.uk']],
  ['Proton', 'ada.b@proton.me', ['adab@protonmail.com', 'a_d-ab+1@pm.me']],
  ['Apple', 'ada@icloud.com', ['ada@me.com', 'ada+x@mac.com']],
  ['Fastmail', 'ada@fastmail.com', ['shop@ada.fastmail.com', 'ada+x@fastmail.com']],
  ['width and composition', 'ada@example.org', ['ａｄａ@example.org', 'ada＠example.org', 'ada@ｅxample.org']],
  ['a composed letter', 'zoé@example.org', ['zoe\u0301@example.org']],
  ['an international domain', 'ada@bücher.example', ['ada@xn--bcher-kva.example', 'ada@BÜCHER.example']],
  [
    'quotes and comments',
    'ada@example.org',
    ['"ada"@example.org', '"a\\da"@example.org', 'ada(home (old))@example.org', 'ada@example.org(work)'],
  ],
])('%s: these addresses are one mailbox', (_what, address, others) => {
  expect(others.map(mailboxKey)).toEqual(others.map(() => mailboxKey(address)))
})

test.each([
  ['one@example.org', 'two@example.org'],
  ['anna.lee@example.org', 'annalee@example.org'],
  ['ada-shop@example.org', 'ada@example.org'],
  ['+1@example.org', '+2@example.org'],
  ['ada@example.org', 'ada@example.com'],
  ['ada@hotmail.com', 'ada@outlook.com'],
  ['ada@mail.example.org', 'ada@example.org'],
  ['a@gmail.com', '@gmail.com'],
])('%s and %s are two', (one, other) => {
  expect(mailboxKey(one)).not.toBe(mailboxKey(other))
})

test('most addresses are their own key in lower case, so that what was hashed before is found again', () => {
  for (const address of ['ada@example.org', 'Ada.Lovelace@Example.org', 'a-b_c@mail.example.co.uk']) {
    expect(mailboxKey(address)).toBe(address.toLowerCase())
  }
})

test('what is no address is folded and no more', () => {
  expect(mailboxKey('2001:DB8::/64')).toBe('2001:db8::/64')
  expect(mailboxKey('@')).toBe('@')
  expect(mailboxKey(`${'('.repeat(100_000)}@`)).toBe('')
})
