import { expect, test } from 'vitest'
import { isPause, longestLoadingMs, longestPauseMs, maxDeferrals, mayComeBack } from '../../../queue/pauses.js'
import { ProviderError, type ProviderErrorKind } from '../../../src/platform/errors.js'

const failure = (kind: ProviderErrorKind, { retryAfterMs = null as number | null, statusCode = 429 as number | null } = {}) =>
  new ProviderError('no', { kind, provider: 'a', isRetryable: true, retryAfterMs, statusCode, requestId: null })

test('a rate limit pauses a provider for everyone, and an overload does when it says for how long', () => {
  expect(isPause(failure('rate-limited'))).toBe(true)
  expect(isPause(failure('overloaded', { retryAfterMs: 1_000, statusCode: 529 }))).toBe(true)
  expect(isPause(failure('overloaded', { statusCode: 529 }))).toBe(false)
  expect(isPause(failure('server', { retryAfterMs: 1_000, statusCode: 500 }))).toBe(false)
  expect(isPause(new Error('rate-limited'))).toBe(false)
})

test('a provider may send a seat away so often, and for so long, and no more', () => {
  const refused = failure('rate-limited', { retryAfterMs: 1_000 })
  expect(mayComeBack(refused, { deferrals: maxDeferrals - 1 })).toBe(true)
  expect(mayComeBack(refused, { deferrals: maxDeferrals })).toBe(false)
  expect(mayComeBack(failure('rate-limited', { retryAfterMs: longestPauseMs }), { deferrals: 0 })).toBe(true)
  expect(mayComeBack(failure('rate-limited', { retryAfterMs: longestPauseMs + 1 }), { deferrals: 0 })).toBe(false)
})

test('a limit of our own, at which nothing was sent, never costs a seat its verdict', () => {
  const held = failure('rate-limited', { retryAfterMs: 30_000, statusCode: null })
  expect(mayComeBack(held, { deferrals: 10_000 })).toBe(true)
})

test('a server that loads its model pauses its queue, for five minutes in all, however often or seldom it says to come', () => {
  expect(longestLoadingMs).toBe(300_000)
  const loading = failure('loading', { statusCode: 503 })
  expect(isPause(loading)).toBe(true)
  // 1 + 2 + 4 + 8 s, and 10 s from then on: after 32 waits it has been 295 s, after 33 it has been 305 s.
  expect(mayComeBack(loading, { deferrals: 32 })).toBe(true)
  expect(mayComeBack(loading, { deferrals: 33 })).toBe(false)
  expect(mayComeBack(failure('loading', { statusCode: 503, retryAfterMs: 3_600_000 }), { deferrals: 29 })).toBe(true)
  expect(mayComeBack(failure('loading', { statusCode: 503, retryAfterMs: 3_600_000 }), { deferrals: 30 })).toBe(false)
})
