import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { SeatJob } from '../src/panels/store/seats.js'
import { ProviderError } from '../src/platform/errors.js'
import type { Runtime } from '../src/platform/runtime.js'
import { RateLimitError, WaitingError } from './bullmq.js'

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
function wasSent({ statusCode }: ProviderError): boolean {
  return statusCode !== null
}

/** Whether a seat that its provider sends away may come back later. */
export function mayComeBack(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): boolean {
  if (error.kind === 'loading') return loadedForMs(error, deferrals) < longestLoadingMs
  return !wasSent(error) || (deferrals < maxDeferrals && pauseMs(error, { deferrals }) <= longestPauseMs)
}

/** What the provider asked for, or else 1, 2, 4 … seconds, up to a minute; a server that loads its model is asked more often. */
function pauseMs(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): number {
  const guessMs = firstPauseMs * 2 ** deferrals
  if (error.kind === 'loading') return Math.min(error.retryAfterMs ?? guessMs, longestLoadingPauseMs)
  return error.retryAfterMs ?? Math.min(longestGuessMs, guessMs)
}

/** How long a seat has been sent away so often, by a server that loads its model. */
function loadedForMs(error: ProviderError, deferrals: number): number {
  return Array.from({ length: deferrals }, (_, earlier) => pauseMs(error, { deferrals: earlier })).reduce((sum, ms) => sum + ms, 0)
}

type Dependencies = { runtime: Pick<Runtime, 'log'>; panels: Pick<PanelStore, 'deferSeat'>; pauseQueue: (ms: number) => Promise<void> }

/** Sends a seat back into its queue and lets no one take from that queue until the provider may be asked again. Always throws. */
export async function deferForEveryone({ runtime, panels, pauseQueue }: Dependencies, work: SeatJob, error: ProviderError): Promise<never> {
  const waitMs = pauseMs(error, work)
  const seconds = Math.ceil(waitMs / 1000)
  const { panelId, seat } = work
  runtime.log.warn({ panelId, seatId: seat.id, provider: error.provider, waitMs, err: error }, 'a provider asked to wait: its queue pauses')
  const reason =
    error.kind === 'loading'
      ? `${error.provider} is loading its model; it is asked again in ${seconds} s`
      : `${error.provider} asked to wait ${seconds} s`
  await panels.deferSeat({ seatId: seat.id, reason, counts: wasSent(error) })
  await pauseQueue(waitMs)
  throw new RateLimitError()
}

/** Sends a seat back because this worker stops: another takes it up, and no attempt is counted. Always throws. */
export async function requeue({ panels }: Pick<Dependencies, 'panels'>, seatId: string, { job, token }: { job: Job; token?: string }) {
  await panels.deferSeat({ seatId, reason: null, counts: false })
  await job.moveToWait(token)
  throw new WaitingError()
}
