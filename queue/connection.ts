import type { QueueBackend } from './backend.js'
import { openPostgresBackend } from './postgres-backend.js'
import type { QueueOptions } from './queue-options.js'
import { openRedisBackend } from './redis-backend.js'

/** Redis or Valkey when its address is given, otherwise BullMQ's own PostgreSQL backend in the given database. */
export async function openQueueBackend(options: QueueOptions): Promise<QueueBackend> {
  const { connectionString, redisUrl, ...shared } = options
  return redisUrl === null ? openPostgresBackend({ connectionString, ...shared }) : openRedisBackend({ redisUrl, ...shared })
}
