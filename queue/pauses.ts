import type { SeatJob } from '../src/panels/store/seats.js'
import { ProviderError } from '../src/platform/errors.js'

/** How often a provider may send one seat away before that counts as a failure like any other. */
export const maxDeferrals = 20
/** A provider that asks for more than this has no more to give today: waiting would hold the panel up for hours. */
export const longestPauseMs = 10 * 60_000
const firstPauseMs = 1_000
const longestGuessMs = 60_000
/** How long a server may take to load its model, and how often it is asked meanwhile. */
export const longestLoadingMs = 5 * 60_000
const longestLoadingPauseMs = 10_000

/** Whether a provider asked everyone to wait, and not only this call: then its queue is paused, and no attempt is counted. */
export function isPause(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError)) return false
  return error.kind === 'rate-limited' || error.kind === 'loading' || (error.kind === 'overloaded' && error.retryAfterMs !== null)
}

/** A limit of our own holds a call back before it is sent; that says nothing about the provider, however often it happens. */
export function wasSent({ statusCode }: ProviderError): boolean {
  return statusCode !== null
}

/** Whether a seat that its provider sends away may come back later. */
export function mayComeBack(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): boolean {
  if (error.kind === 'loading') return loadedForMs(error, deferrals) < longestLoadingMs
  return !wasSent(error) || (deferrals < maxDeferrals && pauseMs(error, { deferrals }) <= longestPauseMs)
}

/** What the provider asked for, or else 1, 2, 4 … seconds, up to a minute; a server that loads its model is asked more often. */
export function pauseMs(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): number {
  const guessMs = firstPauseMs * 2 ** deferrals
  if (error.kind === 'loading') return Math.min(error.retryAfterMs ?? guessMs, longestLoadingPauseMs)
  return error.retryAfterMs ?? Math.min(longestGuessMs, guessMs)
}

/** How long a seat has been sent away so often, by a server that loads its model. */
function loadedForMs(error: ProviderError, deferrals: number): number {
  return Array.from({ length: deferrals }, (_, earlier) => pauseMs(error, { deferrals: earlier })).reduce((sum, ms) => sum + ms, 0)
}
