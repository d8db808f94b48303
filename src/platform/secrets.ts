import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { sha256 } from './hash.js'

const secretBytes = 32

/** 256 random bits, for links, tokens and keys. Straight from the system and not from the Runtime: a secret must never come the same way twice. */
export function makeSecret(prefix = ''): { text: string; sha256: string } {
  const text = `${prefix}${randomBytes(secretBytes).toString('base64url')}`
  return { text, sha256: hashSecret(text) }
}

/** What the database keeps of a secret: SHA-256 without salt or stretching is enough for what has 256 bits of chance in it. */
export function hashSecret(text: string): string {
  return sha256(text)
}

const secretPattern = /^[A-Za-z0-9_-]{43}$/

/** Whether it looks like 256 bits as base64url: a secret of `makeSecret` without a prefix, or a signature. */
export function isSecret(text: string): boolean {
  return secretPattern.test(text)
}

/** A key for one purpose, made of the installation's secret (HKDF, RFC 5869): what it signs or hashes says nothing to another purpose. */
export function deriveKey(secret: string, purpose: string, salt = ''): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, purpose, secretBytes))
}

/** HMAC-SHA-256 of a text, as 64 hexadecimal digits: no one without the key can tell what it was made of. */
export function keyedHash(key: Buffer, text: string): string {
  return mac(key, text).toString('hex')
}

/** `<text>.<signature>`, which no one without the key can make. */
export function signText(key: Buffer, text: string): string {
  return `${text}.${mac(key, text).toString('base64url')}`
}

/** The text of what `signText` made with that key; null for anything else. */
export function readSigned(key: Buffer, signed: string): string | null {
  const at = signed.lastIndexOf('.')
  const [text, signature] = [signed.slice(0, Math.max(0, at)), signed.slice(at + 1)]
  if (at < 0 || !isSecret(signature)) return null
  return timingSafeEqual(mac(key, text), Buffer.from(signature, 'base64url')) ? text : null
}

function mac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
