import type { Telemetry } from 'bullmq'
import type { Logger } from 'pino'
import type { DatabaseBounds } from '../src/platform/db/database.js'

export type QueueOptions = {
  connectionString: string
  redisUrl: string | null
  /** Keeps the queues of databases apart that share a Redis. */
  installationId: string
  log: Logger
  /** How long the PostgreSQL backend may take; `servingBounds` when left out. */
  bounds?: DatabaseBounds
  /** Joins the spans of the process that adds a job and of the one that works on it. */
  telemetry?: Telemetry
}
