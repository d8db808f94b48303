import { randomBytes } from 'node:crypto'
import { mailboxKey } from '../mail/mailbox-key.js'
import { deriveKey, keyedHash, makeSecret, readSigned, signText } from '../platform/secrets.js'
import { addressBlock } from './rules/address-block.js'
import type { AddressKey, AddressKeys } from './store/address-keys.js'
import type { HashedBlock } from './store/vote-bursts.js'

const idBytes = 16
/** 16 bytes as base64url. */
const readerPattern = /^[A-Za-z0-9_-]{22}$/

export type VoteKeys = ReturnType<typeof createVoteKeys>

/**
 * What voting signs and hashes with: keys of its own, each for one purpose, derived from the installation's secret (HKDF, RFC 5869), so that none
 * of its cookies or hashes says anything to another part. What is looked up is looked up by its keyed hash: how long that takes says nothing.
 */
export function createVoteKeys(secret: string) {
  const derive = (purpose: string, salt = '') => deriveKey(secret, `ship-panel votes: ${purpose}`, salt)
  const [cookieKey, readerKey, mailKey] = [derive('cookie'), derive('reader'), derive('mail')]
  return {
    /** A new reader: chance straight from the system, never the same way twice. */
    newReader: (): string => randomBytes(idBytes).toString('base64url'),
    /** A reader's cookie. */
    seal: (reader: string): string => signText(cookieKey, reader),
    /** The reader whose cookie it is; null for one that this installation did not sign. */
    open: (cookie: string): string | null => {
      const reader = readSigned(cookieKey, cookie)
      return reader !== null && readerPattern.test(reader) ? reader : null
    },
    readerHash: (reader: string): string => keyedHash(readerKey, reader),
    /** Of the mailbox it leads to (mailbox-key.ts): many spellings of an address are one voter. */
    mailHash: (email: string): string => keyedHash(mailKey, mailboxKey(email)),
    newAddressKey: (id: string): AddressKey => ({ id, key: makeSecret().text }),
    /** The block of an address, hashed with today's key and with yesterday's; the database alone, without the secret, does not undo it. */
    hashBlock: (address: string | null, { current, previous }: AddressKeys): [HashedBlock, ...HashedBlock[]] => {
      const block = addressBlock(address)
      const hash = ({ id, key }: AddressKey): HashedBlock => ({ key: id, block: keyedHash(derive('address', key), block) })
      return [hash(current), ...(previous === null ? [] : [hash(previous)])]
    },
  }
}
