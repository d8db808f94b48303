import { z } from 'zod'

/**
 * Where the vendors put a request's id: Anthropic `request-id` (its API reference, "Errors"), OpenAI and most gateways `x-request-id`,
 * Mistral `mistral-correlation-id`.
 */
const requestIdHeaders = ['request-id', 'x-request-id', 'mistral-correlation-id']

/** The only date form that RFC 9110 section 5.6.7 lets a sender produce, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`. */
const httpDateSchema = z
  .string()
  .regex(/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
  .pipe(z.coerce.date())

/** What a support desk asks for, as the provider sent it; null when it sent none. */
export function requestIdOf(headers: Headers): string | null {
  const id = requestIdHeaders.map((name) => headers.get(name)).find((value) => value !== null && /^[\w.:/-]{1,200}$/.test(value))
  return id ?? null
}

/**
 * Milliseconds the provider asks to wait: `retry-after-ms` (Azure and OpenAI), else `Retry-After` in seconds or as a date
 * (RFC 9110 section 10.2.3). A date is measured against the answer's own `Date`, so that a wrong clock here does not matter.
 * Null when absent or not understood; never negative.
 */
export function retryAfterMsOf(headers: Pick<Headers, 'get'>): number | null {
  const milliseconds = decimal(headers.get('retry-after-ms'))
  if (milliseconds !== null) return Math.ceil(milliseconds)
  const value = headers.get('retry-after')
  const seconds = decimal(value)
  if (seconds !== null) return Math.ceil(seconds * 1000)
  const until = httpDateSchema.safeParse(value)
  const sentAt = httpDateSchema.safeParse(headers.get('date'))
  if (!until.success || !sentAt.success) return null
  return Math.max(0, until.data.getTime() - sentAt.data.getTime())
}

function decimal(text: string | null): number | null {
  return text !== null && /^\d{1,12}(\.\d+)?$/.test(text.trim()) ? Number(text) : null
}
