/** The names of two headers: what is left of a rate limit, and when it is whole again. */
export type RateLimitHeaders = { remaining: string; reset: string }

/** Above this a bare number is a point in time rather than a wait: a day, in seconds. */
const longestWaitSeconds = 86_400
/** A duration as Go prints it, e.g. `6m0s`, `1.5s` or `12ms`: the form of OpenAI's rate limit headers (its API guide "Rate limits"). */
const durationForm =
  /^(?=\d)(?:(?<hours>\d+)h)?(?:(?<minutes>\d+)m(?!s))?(?:(?<seconds>\d+(?:\.\d+)?)s)?(?:(?<milliseconds>\d+(?:\.\d+)?)ms)?$/

/**
 * Milliseconds until every limit that is used up is whole again, for answers without Retry-After; null when none is known to be used up.
 * A limit whose remainder is missing counts as used up. A reset is a Go duration or a number of seconds.
 */
export function rateLimitResetMsOf(headers: Headers, limits: readonly RateLimitHeaders[]): number | null {
  const waitsMs = limits.flatMap(({ remaining, reset }) => {
    const waitMs = durationMs(headers.get(reset)?.trim() ?? '')
    const left = headers.get(remaining)
    return waitMs === null || (left !== null && Number(left) > 0) ? [] : [waitMs]
  })
  return waitsMs.length === 0 ? null : Math.max(...waitsMs)
}

function durationMs(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) > longestWaitSeconds ? null : Math.ceil(Number(text) * 1000)
  const parts = durationForm.exec(text)?.groups
  if (parts === undefined) return null
  const { hours = '0', minutes = '0', seconds = '0', milliseconds = '0' } = parts
  return Math.ceil(Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(milliseconds))
}
