import { type Job, RateLimitError, WaitingError } from 'bullmq'
import { ProviderError } from '../src/errors.js'
import type { Runtime } from '../src/runtime.js'
import type { PanelStore } from '../src/store/panels.js'
import type { SeatJob } from '../src/store/seats.js'

/** How often a provider may send one seat away before that counts as a failure like any other. */
export const maxDeferrals = 20
/** A provider that asks for more than this has no more to give today: waiting would hold the panel up for hours. */
export const longestPauseMs = 10 * 60_000
const firstPauseMs = 1_000
const longestGuessMs = 60_000

/** Whether a provider asked everyone to wait, and not only this call: then its queue is paused, and no attempt is counted. */
export function isPause(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError)) return false
  return error.kind === 'rate-limited' || (error.kind === 'overloaded' && error.retryAfterMs !== null)
}

/** A limit of our own holds a call back before it is sent; that says nothing about the provider, however often it happens. */
function wasSent({ statusCode }: ProviderError): boolean {
  return statusCode !== null
}

/** Whether a seat that its provider sends away may come back later. */
export function mayComeBack(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): boolean {
  return !wasSent(error) || (deferrals < maxDeferrals && pauseMs(error, { deferrals }) <= longestPauseMs)
}

/** What the provider asked for, or else 1, 2, 4 … seconds, up to a minute. */
function pauseMs(error: ProviderError, { deferrals }: Pick<SeatJob, 'deferrals'>): number {
  return error.retryAfterMs ?? Math.min(longestGuessMs, firstPauseMs * 2 ** deferrals)
}

type Dependencies = { runtime: Pick<Runtime, 'log'>; panels: Pick<PanelStore, 'deferSeat'>; pauseQueue: (ms: number) => Promise<void> }

/** Sends a seat back into its queue and lets nobody take from that queue until the provider may be asked again. Always throws. */
export async function deferForEveryone({ runtime, panels, pauseQueue }: Dependencies, work: SeatJob, error: ProviderError): Promise<never> {
  const waitMs = pauseMs(error, work)
  const seconds = Math.ceil(waitMs / 1000)
  const { panelId, seat } = work
  runtime.log.warn({ panelId, seatId: seat.id, provider: error.provider, waitMs, err: error }, 'a provider asked to wait: its queue pauses')
  await panels.deferSeat({ seatId: seat.id, reason: `${error.provider} asked to wait ${seconds} s`, counts: wasSent(error) })
  await pauseQueue(waitMs)
  throw new RateLimitError()
}

/** Sends a seat back because this worker stops: another takes it up, and no attempt is counted. Always throws. */
export async function giveBack({ panels }: Pick<Dependencies, 'panels'>, seatId: string, { job, token }: { job: Job; token?: string }) {
  await panels.deferSeat({ seatId, reason: null, counts: false })
  await job.moveToWait(token)
  throw new WaitingError()
}
