import { mailboxKey } from '../../mail/mailbox-key.js'
import { deriveKey, keyedHash, readSigned, signText } from '../../platform/secrets.js'

const subscriberPattern = /^sub_[0-9a-f]{24}$/

/**
 * What is made of the installation's secret for subscribers: tokens that no one can forge, and hashes of addresses that say nothing without the
 * key. Another secret voids the unsubscribe links of issues sent before. Pure.
 */
export function deriveSubscriberKeys(secret: string) {
  const derive = (use: string) => deriveKey(secret, `ship-panel newsletter ${use}`)
  const [unsubscribeKey, addressKey] = [derive('unsubscribe'), derive('address')]
  const hash = (text: string) => keyedHash(addressKey, text)
  return {
    /** Proves that its holder has a mail to that subscriber. Never expires: an old issue’s link must work. */
    unsubscribeToken: (subscriberId: string): string => signText(unsubscribeKey, subscriberId),
    /** The subscriber a token was made for; null for one that was not made here. */
    readUnsubscribeToken: (token: string): string | null => {
      const subscriberId = readSigned(unsubscribeKey, token)
      return subscriberId !== null && subscriberPattern.test(subscriberId) ? subscriberId : null
    },
    /** The same for all addresses that lead to one mailbox (mailbox-key.ts). */
    emailHash: (email: string): string => hash(mailboxKey(email)),
    /** That, and what earlier versions made of the address in lower case: no one can work the one out of the other. */
    emailHashes: (email: string): string[] => [...new Set([hash(mailboxKey(email)), hash(email.toLowerCase())])],
    /** Of the network that asks, for counting. */
    blockHash: (block: string): string => hash(block),
  }
}

/**
 * The address to which a mail to that subscriber comes back (VERP): the configured one with the subscriber behind a plus. The server that
 * takes bounces has to know such addresses. Pure.
 */
export function verpAddress(returnPath: string, subscriberId: string): string {
  const at = returnPath.lastIndexOf('@')
  return `${returnPath.slice(0, at)}+${subscriberId}${returnPath.slice(at)}`
}

/** The subscriber in such an address, null in any other. Pure. */
export function readVerpAddress(address: string): string | null {
  return /\+(sub_[0-9a-f]{24})@/i.exec(address)?.[1]?.toLowerCase() ?? null
}

/** `a•••@example.org`: enough for its owner to know it, too little for anyone to whom an issue is forwarded. Pure. */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf('@')
  return `${[...email].at(0) ?? ''}•••${email.slice(at)}`
}
