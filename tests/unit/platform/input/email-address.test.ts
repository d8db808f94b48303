import { expect, test } from 'vitest'
import { accountEmailSchema } from '../../../../src/accounts/people.js'
import { emailSchema } from '../../../../src/platform/input/email-address.js'

test.each(['ada@example.org', 'Ada.Lovelace+news@sub.example.co.uk', 'a@b.io'])(
  '%s is an address, with blanks around it, too',
  (address) => {
    expect(emailSchema.parse(address)).toBe(address)
    expect(emailSchema.parse(` \t${address}\n`)).toBe(address)
  },
)

test('that of an account is compared in lower case', () => {
  expect(accountEmailSchema.parse(' Ada@Example.ORG ')).toBe('ada@example.org')
})

test.each([
  '',
  ' ',
  'ada',
  'ada@',
  '@example.org',
  'ada@example',
  'a b@example.org',
  'Ada <ada@example.org>',
  'ada@example.org, eve@example.org',
  'ada@example.org\neve',
])('“%s” is none, and the answer says how one looks', (text) => {
  for (const schema of [emailSchema, accountEmailSchema])
    expect(schema.safeParse(text).error?.issues[0]?.message).toBe('write an email address, e.g. ada@example.org')
})

test('an address of 254 characters is taken, a longer one is not', () => {
  const domain = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.org`
  const name = (length: number) => 'a'.repeat(length - 1 - domain.length)
  expect(emailSchema.safeParse(`${name(254)}@${domain}`).success).toBe(true)
  expect(emailSchema.safeParse(`${name(255)}@${domain}`).error?.issues[0]?.message).toBe('write at most 254 characters')
})
