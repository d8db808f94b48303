import type { QueueBackend } from './backend.js'
import type { QueueOptions } from './queue-options.js'

/**
 * Redis or Valkey when its address is given, otherwise BullMQ's own PostgreSQL backend in the given database. BullMQ is loaded here: with what it
 * brings along it takes longer to load than all else of a command that prints a record.
 */
export async function openQueueBackend(options: QueueOptions): Promise<QueueBackend> {
  const { connectionString, redisUrl, ...shared } = options
  return redisUrl === null
    ? (await import('./postgres-backend.js')).openPostgresBackend({ connectionString, ...shared })
    : (await import('./redis-backend.js')).openRedisBackend({ redisUrl, ...shared })
}
