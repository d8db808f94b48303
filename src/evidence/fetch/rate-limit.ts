import { retryAfterMsOf } from '../../providers/http/http-headers.js'
import type { Answer } from './send.js'

/** No one waits longer for a page. */
const longestWaitMs = 24 * 60 * 60 * 1000

/**
 * How long an answer asks to wait, in milliseconds and a day at most; null for the time when it does not say, undefined when it asks for no
 * wait. Such are 429; 503 and 403 with Retry-After (RFC 9110, 10.2.3); and 403 with `x-ratelimit-remaining: 0`, whose `x-ratelimit-reset` is in
 * seconds since 1970 (GitHub's REST API, "Rate limits").
 */
export function rateLimitOf({ httpStatus, headers }: Answer, now: Date): { retryAfterMs: number | null } | undefined {
  const isUsedUp = headers.get('x-ratelimit-remaining')?.trim() === '0'
  const asked = retryAfterMsOf({ get: (name) => headers.get(name) ?? null })
  const isLimit = httpStatus === 429 || (httpStatus === 403 && isUsedUp) || ([403, 503].includes(httpStatus) && asked !== null)
  if (!isLimit) return undefined
  const waitMs = asked ?? (isUsedUp ? untilReset(headers.get('x-ratelimit-reset'), now) : null)
  return { retryAfterMs: waitMs === null ? null : Math.min(longestWaitMs, waitMs) }
}

function untilReset(reset: string | undefined, now: Date): number | null {
  return reset !== undefined && /^\d{9,12}$/.test(reset.trim()) ? Math.max(0, Number(reset) * 1000 - now.getTime()) : null
}
