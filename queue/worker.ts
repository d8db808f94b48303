import type { Job } from 'bullmq'
import type { PanelRun } from '../src/panels/store/reopen-panel.js'
import { ProviderError } from '../src/platform/errors.js'
import type { Runtime } from '../src/platform/runtime.js'
import { waitAtMost } from '../src/platform/wait-at-most.js'
import type { QueueBackend, QueueWorker } from './backend.js'
import { keepCleaning } from './clean-up.js'
import { watchClock } from './clock.js'
import type { ProcessorDependencies } from './draft-and-keep.js'
import { providerQueue, queueNames } from './names.js'
import { type JobControl, processPanel, processSeat } from './processors.js'
import { createRunningPanels } from './running-panels.js'
import { sweepPanels } from './sweep.js'

/** Found in some ten seconds instead of BullMQ's minute when a worker dies. */
const lockDurationMs = 8_000
const stalledIntervalMs = 4_000
/** A worker dies at most this often under one job before the job fails. */
const maxStalledCount = 3
/** While its queue pauses, a worker looks again this often: BullMQ's half a minute would also hold up a worker that stops just then. */
const maximumRateLimitDelay = 1_000
const firstBackoffMs = 1_000
const maxBackoffMs = 60_000
/** Aggregations at once: each is some milliseconds of work. */
const panelConcurrency = 2
/** How long jobs that were aborted may take to notice. */
const lastGraceMs = 2_000

export type PanelWorker = {
  /** Takes no new job, waits for the running ones up to the deadline, then aborts them; their jobs run again elsewhere. */
  stop: (options: { deadlineMs: number }) => Promise<void>
}

/** A provider whose seats a worker drafts, and how many of them at once. */
export type ServedProvider = {
  name: string
  concurrency: number
  /** Asked again with each seat that begins: a server that was away, or loading, when the worker started says so later. Never throws. */
  learnConcurrency?: () => Promise<number>
}

export type WorkerOptions = {
  backend: QueueBackend
  dependencies: ProcessorDependencies
  runtime: Runtime
  /** Seats of replays at once; each provider has its own number. */
  concurrency: number
  providers: readonly ServedProvider[]
  enqueue: (run: PanelRun) => Promise<void>
  /** Deletes what is kept no longer, when that is due; left out where nothing is deleted. */
  cleanUpWhenDue?: ((signal: AbortSignal) => Promise<object | null>) | undefined
  /** Told of each job that begins, with how long it waited in its queue. */
  jobWaited: (job: { queue: string; waitMs: number }) => void
}

/** Starts working on panels, replays and the seats of these providers. Refuses when this machine's clock and the queue's are too far apart. */
export async function startWorker(options: WorkerOptions): Promise<PanelWorker> {
  const { backend, dependencies, runtime, enqueue, cleanUpWhenDue } = options
  const stopping = new AbortController()
  const clock = await watchClock(backend, runtime)
  const running = createRunningPanels({ runtime, panels: dependencies.panels })
  const workers = startQueueWorkers(options, { stopping: stopping.signal, watch: running.watch })
  for (const worker of workers) reportErrors(worker, { runtime, stopping: stopping.signal })
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()))
  } catch (error) {
    // Those that came up would go on taking jobs.
    await stopWorkers({ workers, stopping, deadlineMs: 0, runtime })
    throw error
  }
  const halt = new AbortController()
  const loops = [
    running.look(stopping.signal),
    sweepPanels({ runtime, panels: dependencies.panels, backend, enqueue }, halt.signal),
    clock.keepWatching(workers, halt.signal),
    cleanUpWhenDue === undefined ? null : keepCleaning({ runtime, cleanUpWhenDue }, halt.signal),
  ]
  return {
    stop: async ({ deadlineMs }) => {
      halt.abort()
      await stopWorkers({ workers, stopping, deadlineMs, runtime })
      // A command to a server that is gone is answered by no one.
      await waitAtMost(Promise.all(loops), lastGraceMs, runtime)
    },
  }
}

/** One BullMQ worker a queue: panels, replays, and each provider's seats. */
function startQueueWorkers(
  { backend, dependencies, runtime, concurrency, providers, jobWaited }: WorkerOptions,
  shared: Pick<JobControl, 'stopping' | 'watch'>,
): QueueWorker[] {
  const seatDependencies = { ...dependencies, turns: new Set<string>() }
  const options = { lockDuration: lockDurationMs, stalledInterval: stalledIntervalMs, maxStalledCount, maximumRateLimitDelay }
  const noteWait = (queue: string, job: Job) =>
    jobWaited({ queue, waitMs: Math.max(0, runtime.now().getTime() - job.timestamp - (job.opts.delay ?? 0)) })
  const seatWorker = (queue: string, seatsAtOnce: number, learn?: () => Promise<number>): QueueWorker => {
    const worker = backend.startWorker(
      queue,
      (job: Job, token?: string) => {
        if (job.attemptsStarted <= 1) noteWait(queue, job)
        // The seat does not wait for it.
        void learn?.().then((concurrency) => {
          worker.concurrency = concurrency
        })
        return processSeat(seatDependencies, job, { ...shared, token, pauseQueue: (ms) => backend.pauseFor(queue, ms) })
      },
      {
        ...options,
        concurrency: seatsAtOnce,
        settings: {
          backoffStrategy: (attemptsMade: number, _type: string | undefined, error: Error | undefined) => backoffMs(attemptsMade, error),
        },
      },
    )
    return worker
  }
  const panels = backend.startWorker(queueNames.panels, (job: Job) => processPanel(dependencies, job), {
    ...options,
    concurrency: panelConcurrency,
  })
  return [
    panels,
    seatWorker(queueNames.replays, concurrency),
    ...providers.map(({ name, concurrency: seatsAtOnce, learnConcurrency }) =>
      seatWorker(providerQueue(name), seatsAtOnce, learnConcurrency),
    ),
  ]
}

function reportErrors(worker: QueueWorker, { runtime, stopping }: { runtime: Runtime; stopping: AbortSignal }): void {
  worker.on('error', (error) => {
    if (!stopping.aborted) runtime.log.warn({ queue: worker.name, err: error }, 'the worker met an error')
  })
  worker.on('failed', (job, error) =>
    runtime.log.warn({ queue: worker.name, jobId: job?.id, attempt: job?.attemptsMade, err: error }, 'a job failed'),
  )
}

/** What the provider asked to wait, or else 1, 2, 4 … seconds. */
export function backoffMs(attemptsMade: number, error: Error | undefined): number {
  const asked = error instanceof ProviderError ? error.retryAfterMs : null
  return Math.min(maxBackoffMs, asked ?? firstBackoffMs * 2 ** (attemptsMade - 1))
}

type Stop = { workers: readonly QueueWorker[]; stopping: AbortController; deadlineMs: number; runtime: Runtime }

async function stopWorkers({ workers, stopping, deadlineMs, runtime }: Stop): Promise<void> {
  const drained = Promise.all(workers.map((worker) => worker.close()))
  const { status } = await waitAtMost(drained, deadlineMs, runtime)
  stopping.abort(new Error('the worker is stopping'))
  // BullMQ's own close waits for ever when its server is gone: what has not ended by now is left to be found stalled.
  if (status === 'timed out') await waitAtMost(drained, lastGraceMs, runtime)
}
