import { createHash, randomBytes } from 'node:crypto'

/** What an API token begins with, so that people and secret scanners know one when they see it. */
export const apiTokenPrefix = 'spt_'

/** 256 random bits, for links and tokens. Straight from the system and not from the Runtime: a secret must never come the same way twice. */
export function makeSecret(prefix = ''): { text: string; sha256: string } {
  const text = `${prefix}${randomBytes(32).toString('base64url')}`
  return { text, sha256: hashSecret(text) }
}

/** SHA-256 without salt or stretching is enough for what has 256 bits of chance in it. */
export function hashSecret(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const secretPattern = /^[A-Za-z0-9_-]{43}$/

/** Whether it looks like a link's token: 32 bytes as base64url. */
export function isLinkToken(text: string): boolean {
  return secretPattern.test(text)
}

/** Whether it looks like an API token of ours. */
export function isApiToken(text: string): boolean {
  return text.startsWith(apiTokenPrefix) && secretPattern.test(text.slice(apiTokenPrefix.length))
}
