import type { Job } from 'bullmq'
import { ProviderError } from '../src/errors.js'
import type { Runtime } from '../src/runtime.js'
import type { QueueBackend } from './connection.js'
import { queueNames } from './names.js'
import { type ProcessorDependencies, processPanel, processSeat } from './processors.js'

/** Found in ten seconds instead of BullMQ's minute when a worker dies. */
const lockDurationMs = 10_000
const stalledIntervalMs = 5_000
/** A worker dies at most this often under one job before the job fails. */
const maxStalledCount = 3
/** BullMQ takes the time from the client: with clocks further apart, jobs run twice. */
export const maxClockDifferenceMs = 5_000
const firstBackoffMs = 1_000
/** How long jobs that were aborted may take to notice. */
const lastGraceMs = 2_000
const maxBackoffMs = 60_000

export type PanelWorker = {
  /** Takes no new job, waits for the running ones up to the deadline, then aborts them; their jobs run again elsewhere. */
  stop: (options: { deadlineMs: number }) => Promise<void>
}

export type WorkerOptions = { backend: QueueBackend; dependencies: ProcessorDependencies; runtime: Runtime; concurrency: number }

/** Starts working on seats and panels. Refuses when this machine's clock and the queue's are too far apart. */
export async function startWorker({ backend, dependencies, runtime, concurrency }: WorkerOptions): Promise<PanelWorker> {
  await checkClock(backend, runtime)
  const abort = new AbortController()
  const shared = { lockDuration: lockDurationMs, stalledInterval: stalledIntervalMs, maxStalledCount }
  const seats = backend.startWorker(
    queueNames.seats,
    (job: Job, token?: string) => processSeat(dependencies, job, { token, signal: abort.signal }),
    {
      ...shared,
      concurrency,
      settings: {
        backoffStrategy: (attemptsMade: number, _type: string | undefined, error: Error | undefined) => backoffMs(attemptsMade, error),
      },
    },
  )
  const panels = backend.startWorker(queueNames.panels, (job: Job) => processPanel(dependencies, job), { ...shared, concurrency: 2 })
  for (const worker of [seats, panels]) {
    worker.on('error', (error) => {
      if (!abort.signal.aborted) runtime.log.warn({ queue: worker.name, err: error }, 'the worker met an error')
    })
    worker.on('failed', (job, error) =>
      runtime.log.warn({ queue: worker.name, jobId: job?.id, attempt: job?.attemptsMade, err: error }, 'a job failed'),
    )
  }
  await Promise.all([seats.waitUntilReady(), panels.waitUntilReady()])
  return { stop: ({ deadlineMs }) => stopWorkers({ workers: [seats, panels], abort, deadlineMs, runtime }) }
}

/** What the provider asked to wait, or else 1, 2, 4 … seconds. */
export function backoffMs(attemptsMade: number, error: Error | undefined): number {
  const asked = error instanceof ProviderError ? error.retryAfterMs : null
  return Math.min(maxBackoffMs, asked ?? firstBackoffMs * 2 ** (attemptsMade - 1))
}

async function checkClock(backend: QueueBackend, runtime: Runtime): Promise<void> {
  const differenceMs = Math.abs((await backend.now()).getTime() - runtime.now().getTime())
  if (differenceMs <= maxClockDifferenceMs) return
  throw new Error(
    `this machine's clock and the queue's are ${Math.round(differenceMs / 1000)} s apart; with more than ${maxClockDifferenceMs / 1000} s jobs would run twice. Set the clocks (NTP), then start the worker again.`,
  )
}

type Closable = { close: () => Promise<void> }

async function stopWorkers(options: { workers: Closable[]; abort: AbortController; deadlineMs: number; runtime: Runtime }): Promise<void> {
  const { workers, abort, deadlineMs, runtime } = options
  const drained = Promise.all(workers.map((worker) => worker.close()))
  const timer = new AbortController()
  const expired = runtime.sleep(deadlineMs, timer.signal).then(
    () => 'expired' as const,
    () => 'cancelled' as const,
  )
  const first = await Promise.race([drained.then(() => 'drained' as const), expired])
  timer.abort()
  abort.abort(new Error('the worker is stopping'))
  // BullMQ's own close waits for ever when its server is gone: what has not ended by now is left to be found stalled.
  if (first === 'expired') await Promise.race([drained, runtime.sleep(lastGraceMs)])
}
