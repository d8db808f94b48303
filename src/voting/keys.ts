import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { mailboxKey } from '../mail/mailbox-key.js'
import { addressBlock } from './rules/address-block.js'
import type { AddressKey, AddressKeys } from './store/address-keys.js'
import type { HashedBlock } from './store/vote-bursts.js'

const keyBytes = 32
const idBytes = 16
/** `<reader>.<signature>`, both base64url. */
const cookiePattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

export type VoteKeys = ReturnType<typeof createVoteKeys>

/**
 * What voting signs and hashes with: keys of its own, each for one purpose, derived from the installation's secret (HKDF, RFC 5869), so that none
 * of its cookies or hashes says anything to another part. What is looked up is looked up by its keyed hash: how long that takes tells nothing.
 */
export function createVoteKeys(secret: string) {
  const derive = (purpose: string, salt = '') => Buffer.from(hkdfSync('sha256', secret, salt, `ship-panel votes: ${purpose}`, keyBytes))
  const [cookieKey, readerKey, mailKey] = [derive('cookie'), derive('reader'), derive('mail')]
  const sign = (reader: string) => mac(cookieKey, reader)
  return {
    /** A new reader: chance straight from the system, never the same way twice. */
    newReader: (): string => randomBytes(idBytes).toString('base64url'),
    /** A reader's cookie. */
    seal: (reader: string): string => `${reader}.${sign(reader).toString('base64url')}`,
    /** The reader whose cookie it is; null for one that this installation did not sign. */
    open: (cookie: string): string | null => {
      const [, reader, signature] = cookiePattern.exec(cookie) ?? []
      if (reader === undefined || signature === undefined) return null
      return timingSafeEqual(sign(reader), Buffer.from(signature, 'base64url')) ? reader : null
    },
    readerHash: (reader: string): string => mac(readerKey, reader).toString('hex'),
    /** Of the mailbox it leads to (mailbox-key.ts): many spellings of an address are one voter. */
    mailHash: (email: string): string => mac(mailKey, mailboxKey(email)).toString('hex'),
    newAddressKey: (id: string): AddressKey => ({ id, key: randomBytes(keyBytes).toString('base64url') }),
    /** The block of an address, hashed with today's key and with yesterday's; the database alone, without the secret, does not undo it. */
    hashBlock: (address: string | null, { current, previous }: AddressKeys): [HashedBlock, ...HashedBlock[]] => {
      const block = addressBlock(address)
      const hash = ({ id, key }: AddressKey): HashedBlock => ({ key: id, block: mac(derive('address', key), block).toString('hex') })
      return [hash(current), ...(previous === null ? [] : [hash(previous)])]
    },
  }
}

function mac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** A link's token, and what the database keeps of it. 256 bits of chance need no salt. */
export function newVoteToken(): { token: string; sha256: string } {
  const token = randomBytes(keyBytes).toString('base64url')
  return { token, sha256: hashVoteToken(token) }
}

/** SHA-256, in hex. */
export function hashVoteToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether it looks like a link's token. */
export function isVoteToken(text: string): boolean {
  return tokenPattern.test(text)
}
