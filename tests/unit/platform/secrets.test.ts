import { expect, test } from 'vitest'
import { isApiToken } from '../../../src/accounts/secrets.js'
import { deriveSubscriberKeys } from '../../../src/newsletter/rules/subscriber-keys.js'
import { sha256 } from '../../../src/platform/hash.js'
import { deriveKey, hashSecret, isSecret, keyedHash, makeSecret, readSigned, signText } from '../../../src/platform/secrets.js'
import { createVoteKeys } from '../../../src/voting/keys.js'

const secret = 'a secret of thirty-two characters or more'
const key = deriveKey(secret, 'one purpose')
const otherKeys = [deriveKey(secret, 'another purpose'), deriveKey(`${secret}!`, 'one purpose'), deriveKey(secret, 'one purpose', 'salt')]

test('a secret is 256 bits that never come twice, of which the hash is kept', () => {
  const made = Array.from({ length: 100 }, () => makeSecret())
  expect(new Set(made.map(({ text }) => text)).size).toBe(100)
  for (const { text, sha256: hash } of made) {
    expect(Buffer.from(text, 'base64url')).toHaveLength(32)
    expect(isSecret(text)).toBe(true)
    expect(hash).toBe(sha256(text))
    expect(hashSecret(text)).toBe(hash)
  }
  expect(isApiToken(makeSecret('spt_').text)).toBe(true)
})

test.each(['', 'short', 'ä'.repeat(43), `${'a'.repeat(43)}\n`, `${'a'.repeat(42)}=`, 'a'.repeat(44), `spt_${'a'.repeat(43)}`])(
  '“%s” is no secret',
  (text) => expect(isSecret(text)).toBe(false),
)

test('a keyed hash is that of its key and text alone', () => {
  expect(keyedHash(key, 'text')).toMatch(/^[0-9a-f]{64}$/)
  expect(keyedHash(deriveKey(secret, 'one purpose'), 'text')).toBe(keyedHash(key, 'text'))
  expect(keyedHash(key, 'texts')).not.toBe(keyedHash(key, 'text'))
  for (const other of otherKeys) expect(keyedHash(other, 'text')).not.toBe(keyedHash(key, 'text'))
})

test.each(['sub_0123456789abcdef01234567', '', 'a.b', 'ünï.cöde'])('what was signed of “%s” reads back, with its key alone', (text) => {
  const signed = signText(key, text)
  expect(readSigned(key, signed)).toBe(text)
  for (const other of otherKeys) expect(readSigned(other, signed)).toBeNull()
})

test('what was not signed here is read as nothing', () => {
  const signed = signText(key, 'text')
  const signature = signed.slice('text.'.length)
  const odd = ['', '.', 'text', 'text.', signature, `.${signature}`, `texts.${signature}`, `${signed}.`, `${signed}x`, signed.slice(0, -1)]
  const changed = `text.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
  for (const each of [...odd, changed, `text.${'é'.repeat(43)}`]) expect(readSigned(key, each)).toBeNull()
})

test('links, cookies and hashes that earlier versions made are still known', () => {
  const subscribers = deriveSubscriberKeys(secret)
  const unsubscribe = 'sub_0123456789abcdef01234567.J56DqX9JFtrD5EMv2-unEHEnVUK3IyZYV11pAQOQQzg'
  expect(subscribers.unsubscribeToken('sub_0123456789abcdef01234567')).toBe(unsubscribe)
  expect(subscribers.readUnsubscribeToken(unsubscribe)).toBe('sub_0123456789abcdef01234567')
  expect(subscribers.emailHash('ada@example.org')).toBe('76ed51f8dbd4e93ec0be86aa63b25aef463ece8bea7055469ef7a340dcc68605')
  const votes = createVoteKeys(secret)
  const [reader, cookie] = ['A'.repeat(22), `${'A'.repeat(22)}.eleJSVKSsES0x2SfMzOokJ21mT8AFF7jLCWtBtaLCYE`]
  expect(votes.seal(reader)).toBe(cookie)
  expect(votes.open(cookie)).toBe(reader)
  expect(votes.readerHash(reader)).toBe('cdb7f41ccce2cc9d29ebe754a4e73814ea87d43dcbee286f162da5b7d203a6f2')
})

test('what was signed for one use is nothing in another', () => {
  const subscribers = deriveSubscriberKeys(secret)
  const votes = createVoteKeys(secret)
  expect(votes.open(subscribers.unsubscribeToken('A'.repeat(22)))).toBeNull()
  expect(subscribers.readUnsubscribeToken(votes.seal('sub_0123456789abcdef01234567'))).toBeNull()
  // Signed here, and no subscriber and no reader all the same.
  expect(subscribers.readUnsubscribeToken(subscribers.unsubscribeToken('sub_x'))).toBeNull()
  expect(votes.open(votes.seal('short'))).toBeNull()
})
