import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import { retryAfterMsOf } from '../http/http-headers.js'

const limits = ['requests', 'tokens', 'input-tokens', 'output-tokens']

const instantSchema = z.iso.datetime({ offset: true }).max(longest.instant).pipe(z.coerce.date())
const dateHeaderSchema = z.string().max(longest.instant).pipe(z.coerce.date())

/**
 * Milliseconds that Anthropic asks to wait: `retry-after`, else until the last of the limits that have nothing left is full again, as
 * `anthropic-ratelimit-<limit>-remaining` and `-reset` tell it (RFC 3339; platform.claude.com/docs/en/api/rate-limits, "Response headers"),
 * measured against the answer's own `Date`. Null when it says neither. Pure.
 */
export function rateLimitWaitMs(headers: Headers): number | null {
  const retryAfterMs = retryAfterMsOf(headers)
  if (retryAfterMs !== null) return retryAfterMs
  const sentAt = dateHeaderSchema.safeParse(headers.get('date'))
  if (!sentAt.success) return null
  const waitsMs = limits
    .filter((limit) => headers.get(`anthropic-ratelimit-${limit}-remaining`) === '0')
    .map((limit) => instantSchema.safeParse(headers.get(`anthropic-ratelimit-${limit}-reset`)))
    .flatMap(({ data }) => (data === undefined ? [] : [data.getTime() - sentAt.data.getTime()]))
  return waitsMs.length === 0 ? null : Math.max(0, ...waitsMs)
}
