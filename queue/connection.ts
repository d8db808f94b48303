import type { Telemetry } from 'bullmq'
import type { Logger } from 'pino'
import type { QueueBackend } from './backend.js'
import { openPostgresBackend } from './postgres-backend.js'
import { openRedisBackend } from './redis-backend.js'

export type QueueOptions = {
  connectionString: string
  redisUrl: string | null
  /** Keeps the queues of databases apart that share a Redis. */
  installationId: string
  log: Logger
  /** Joins the spans of whoever adds a job and of whoever works on it. */
  telemetry?: Telemetry
}

/** Redis or Valkey when its address is given, otherwise BullMQ's own PostgreSQL backend in the given database. */
export async function openQueueBackend(options: QueueOptions): Promise<QueueBackend> {
  const { connectionString, redisUrl, ...shared } = options
  return redisUrl === null ? openPostgresBackend({ connectionString, ...shared }) : openRedisBackend({ redisUrl, ...shared })
}
