import { describe, expect, it } from 'vitest'
import { rateLimitWaitMs } from '../../../../src/providers/anthropic/rate-limit-wait.js'

const date = { date: 'Sun, 22 Nov 2026 09:00:00 GMT' }
const spent = (limit: string, reset: string) => ({
  [`anthropic-ratelimit-${limit}-remaining`]: '0',
  [`anthropic-ratelimit-${limit}-reset`]: reset,
})

describe('the wait after a rate limit', () => {
  it.each([
    ['retry-after before all else', { ...date, 'retry-after': '7', ...spent('requests', '2026-11-22T09:01:00Z') }, 7000],
    ['the reset of the limit that is used up', { ...date, ...spent('requests', '2026-11-22T09:00:12Z') }, 12_000],
    [
      'the later of two',
      { ...date, ...spent('requests', '2026-11-22T09:00:12Z'), ...spent('input-tokens', '2026-11-22T09:00:40Z') },
      40_000,
    ],
    ['an offset', { ...date, ...spent('output-tokens', '2026-11-22T10:00:05+01:00') }, 5000],
    ['none left to wait', { ...date, ...spent('tokens', '2026-11-22T08:59:58Z') }, 0],
    [
      'no limit that is used up',
      { ...date, 'anthropic-ratelimit-tokens-remaining': '12', 'anthropic-ratelimit-tokens-reset': '2026-11-22T09:00:40Z' },
      null,
    ],
    ['a reset that is no time', { ...date, ...spent('tokens', 'soon') }, null],
    ['no date to measure against', spent('tokens', '2026-11-22T09:00:40Z'), null],
    ['a date that is none', { date: 'today', ...spent('tokens', '2026-11-22T09:00:40Z') }, null],
    ['no header at all', {}, null],
  ])('%s', (_, headers, expected) => {
    expect(rateLimitWaitMs(new Headers(headers))).toBe(expected)
  })
})
