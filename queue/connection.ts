import type { FlowJob, Job, Processor, WorkerOptions } from 'bullmq'
import type { Logger } from 'pino'
import { openPostgresBackend } from './postgres-backend.js'
import { openRedisBackend } from './redis-backend.js'

/** What a worker shows of itself, whatever its queue is kept in. */
export type QueueWorker = {
  name: string
  on: {
    (event: 'error', listener: (error: Error) => void): unknown
    (event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown
  }
  waitUntilReady: () => Promise<unknown>
  close: (force?: boolean) => Promise<void>
}

/** How many jobs of a queue stand where. */
export type QueueCounts = { waiting: number; active: number; delayed: number; failed: number }

/** BullMQ on PostgreSQL or on Redis: the same queues, jobs and flows on either. */
export type QueueBackend = {
  kind: 'postgres' | 'redis'
  addFlow: (flow: FlowJob) => Promise<void>
  startWorker: (queue: string, processor: Processor, options: Omit<WorkerOptions, 'connection' | 'prefix'>) => QueueWorker
  counts: (queue: string) => Promise<QueueCounts>
  /** The backend's own clock. BullMQ takes the time from the client, so the two must agree. */
  now: () => Promise<Date>
  close: () => Promise<void>
}

export type QueueOptions = {
  connectionString: string
  redisUrl: string | null
  /** Keeps the queues of databases apart that share a Redis. */
  installationId: string
  log: Logger
}

/** Redis or Valkey when its address is given, otherwise BullMQ's own PostgreSQL backend in the given database. */
export async function openQueueBackend(options: QueueOptions): Promise<QueueBackend> {
  const { connectionString, redisUrl, installationId, log } = options
  return redisUrl === null ? openPostgresBackend({ connectionString, log }) : openRedisBackend({ redisUrl, installationId, log })
}
