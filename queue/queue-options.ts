import type { Telemetry } from 'bullmq'
import type { Logger } from 'pino'

export type QueueOptions = {
  connectionString: string
  redisUrl: string | null
  /** Keeps the queues of databases apart that share a Redis. */
  installationId: string
  log: Logger
  /** Joins the spans of whoever adds a job and of whoever works on it. */
  telemetry?: Telemetry
}
