import { createPostgresBackend, runMigrations, withBackend } from 'bullmq'
import pg from 'pg'
import type { Logger } from 'pino'

const classes = withBackend(createPostgresBackend)

/** BullMQ's classes bound to one backend, and the connections they share. */
export type QueueBackend = typeof classes & {
  pool: pg.Pool
  flows: InstanceType<typeof classes.FlowProducer>
  close: () => Promise<void>
}

/** Each worker holds one connection for LISTEN; the rest serve its jobs. BullMQ needs two at least. */
const maxConnections = 10

/** Opens BullMQ's PostgreSQL backend and brings its schema up to date. */
export async function openQueueBackend({ connectionString, log }: { connectionString: string; log: Logger }): Promise<QueueBackend> {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    keepAlive: true,
    application_name: 'ship-panel queue',
    options: '-c search_path=bullmq,public',
  })
  // Once the pool ends, a server that stops a moment later is no news.
  // BullMQ adds a listener for each queue, worker and producer.
  pool.setMaxListeners(50)
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a connection of the queue broke')
  })
  const client = await pool.connect()
  try {
    await runMigrations(client)
  } finally {
    client.release()
  }
  const flows = new classes.FlowProducer({ connection: pool })
  return {
    ...classes,
    pool,
    flows,
    close: async () => {
      await flows.close()
      await pool.end()
    },
  }
}
