import { expect, test } from 'vitest'
import { isPause, longestPauseMs, maxDeferrals, mayComeBack } from '../../queue/defer.js'
import { ProviderError, type ProviderErrorKind } from '../../src/errors.js'

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
