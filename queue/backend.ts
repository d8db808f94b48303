import type { FlowJob, FlowProducer, Job, Processor, Queue, WorkerOptions } from 'bullmq'

/** What a worker shows of itself, whatever its queue is kept in. */
export type QueueWorker = {
  name: string
  /** Jobs at once; may be changed while it works. */
  concurrency: number
  on: {
    (event: 'error', listener: (error: Error) => void): unknown
    (event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown
  }
  /** Takes no new job until `resume`; those at hand go on. */
  pause: (doNotWaitActive: boolean) => Promise<void>
  resume: () => unknown
  waitUntilReady: () => Promise<unknown>
  close: (force?: boolean) => Promise<void>
}

/** The state of a queue: its jobs, who works on it, and how long its provider has asked everyone to wait still (0 when it has not). */
export type QueueState = { waiting: number; active: number; delayed: number; failed: number; workers: number; pausedForMs: number }

/** A job that failed for good, and why. `failedAt` is null where that is not known. */
export type FailedJob = { id: string; reason: string; attempts: number; failedAt: Date | null }

/** BullMQ on PostgreSQL or on Redis: the same queues, jobs and flows on either. */
export type QueueBackend = {
  kind: 'postgres' | 'redis'
  addFlow: (flow: FlowJob) => Promise<void>
  startWorker: (queue: string, processor: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>) => QueueWorker
  state: (queue: string) => Promise<QueueState>
  /** The newest jobs that failed for good. */
  failedJobs: (queue: string, limit: number) => Promise<FailedJob[]>
  /** How many of those that are kept failed before then. */
  countFailedBefore: (queue: string, before: Date) => Promise<number>
  /** Deletes at most so many of them; returns how many that were. */
  removeFailedBefore: (queue: string, before: Date, limit: number) => Promise<number>
  /** Lets no one begin a job of this queue for so long; a longer pause that holds already stays. */
  pauseFor: (queue: string, milliseconds: number) => Promise<void>
  /** Whether the job is in the queue and may still come to its end. */
  isAlive: (queue: string, jobId: string) => Promise<boolean>
  /** Removes a job, and those of its children that no worker has begun, from their queues. Children under way end on their own. */
  removeFlow: (queue: string, jobId: string) => Promise<void>
  /** BullMQ's own queue, for Bull Board. */
  queue: (name: string) => Queue
  /** The backend's own clock. BullMQ takes the time from the client, so the two must agree. */
  now: () => Promise<Date>
  close: () => Promise<void>
}

/** A limiter has to be on for a pause to hold; this one lets everything through otherwise. */
const openLimiter = { max: 1_000_000_000, durationMs: 1_000 }

type Parts = Pick<QueueBackend, 'kind' | 'now' | 'close' | 'startWorker'> & {
  flows: Pick<FlowProducer, 'add'>
  openQueue: (name: string) => Queue
  /** `removeFlow`, of a queue that is open. */
  removeFlow: (queue: Queue, jobId: string) => Promise<void>
}

/** What both backends share, over the parts in which they differ. Each queue is opened once. */
export function createBackend({ flows, openQueue, removeFlow, close, ...parts }: Parts): QueueBackend {
  const queues = new Map<string, Queue>()
  const queue = (name: string): Queue => {
    const opened = queues.get(name) ?? openQueue(name)
    queues.set(name, opened)
    return opened
  }
  return {
    ...parts,
    queue,
    addFlow: async (flow) => {
      await flows.add(flow)
    },
    state: (name) => readState(queue(name)),
    failedJobs: (name, limit) => readFailedJobs(queue(name), limit),
    countFailedBefore: (name, before) => countFailedBefore(queue(name), before),
    removeFailedBefore: async (name, before, limit) => {
      const graceMs = Math.max(0, (await parts.now()).getTime() - before.getTime())
      return (await queue(name).clean(graceMs, limit, 'failed')).length
    },
    pauseFor: async (name, milliseconds) => {
      const [limiter, pausedForMs] = await Promise.all([queue(name).getGlobalRateLimit(), remainingPauseMs(queue(name))])
      if (limiter === null) await queue(name).setGlobalRateLimit(openLimiter.max, openLimiter.durationMs)
      if (milliseconds > pausedForMs) await queue(name).rateLimit(Math.ceil(milliseconds))
    },
    isAlive: async (name, jobId) => {
      const state = await queue(name).getJobState(jobId)
      return state !== 'unknown' && state !== 'failed' && state !== 'completed'
    },
    removeFlow: (name, jobId) => removeFlow(queue(name), jobId),
    close: async () => {
      await Promise.all([...queues.values()].map((opened) => opened.close()))
      await close()
    },
  }
}

async function readState(queue: Queue): Promise<QueueState> {
  const [counts, workers, pausedForMs] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getWorkersCount(),
    remainingPauseMs(queue),
  ])
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts
  return { waiting: waiting + prioritized, active, delayed, failed, workers, pausedForMs }
}

/** BullMQ counts a limiter's window too, in which everything may begin: only one that is full is a pause. */
async function remainingPauseMs(queue: Queue): Promise<number> {
  return Math.max(0, await queue.getRateLimitTtl(openLimiter.max))
}

async function readFailedJobs(queue: Queue, limit: number): Promise<FailedJob[]> {
  const jobs: Job[] = await queue.getFailed(0, limit - 1)
  return jobs.map(({ id, failedReason, attemptsMade, finishedOn }) => ({
    id: id ?? 'unknown',
    reason: failedReason ?? 'no reason was given',
    attempts: attemptsMade,
    failedAt: finishedOn === undefined ? null : new Date(finishedOn),
  }))
}

/** Jobs read at once, which hold ids alone. */
const readAtOnce = 500

async function countFailedBefore(queue: Queue, before: Date): Promise<number> {
  let count = 0
  for (let from = 0; ; from += readAtOnce) {
    const jobs: Job[] = await queue.getFailed(from, from + readAtOnce - 1)
    count += jobs.filter(({ finishedOn }) => finishedOn !== undefined && finishedOn <= before.getTime()).length
    if (jobs.length < readAtOnce) return count
  }
}
