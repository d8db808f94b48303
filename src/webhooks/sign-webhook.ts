import { createHmac, randomBytes } from 'node:crypto'

const secretPrefix = 'whsec_'
const secretBytes = 32

/** A new signing secret: `whsec_` and 32 random bytes in base64. Straight from the system: a secret must never come the same way twice. */
export function makeWebhookSecret(): string {
  return `${secretPrefix}${randomBytes(secretBytes).toString('base64')}`
}

export type SignedWebhook = {
  /** The same at every attempt, so that a receiver can tell a repetition. */
  id: string
  /** When it is sent, in seconds since 1970. */
  timestampSeconds: number
  body: string
}

/**
 * The headers that Standard Webhooks 1.0 asks for (standardwebhooks.com): HMAC-SHA-256 over `id.timestamp.body` in base64, behind `v1,`; one
 * signature for each secret, with a space between. The key is what is behind `whsec_`, decoded from base64.
 */
export function signWebhook({ id, timestampSeconds, body }: SignedWebhook, secrets: readonly string[]): Record<string, string> {
  const signed = `${id}.${timestampSeconds}.${body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signatures.join(' ') }
}
