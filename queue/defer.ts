import type { Job } from 'bullmq'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { SeatJob } from '../src/panels/store/seats.js'
import type { ProviderError } from '../src/platform/errors.js'
import type { Runtime } from '../src/platform/runtime.js'
import { RateLimitError, WaitingError } from './bullmq.js'
import { pauseMs, wasSent } from './pauses.js'

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
