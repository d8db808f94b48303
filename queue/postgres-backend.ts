import { createPostgresBackend, runMigrations, withBackend } from 'bullmq'
import pg from 'pg'
import type { Logger } from 'pino'
import type { QueueBackend } from './connection.js'

const { FlowProducer, Queue, Worker } = withBackend(createPostgresBackend)

/** Each worker holds one connection for LISTEN; the rest serve its jobs. BullMQ needs two at least. */
const maxConnections = 10

/** BullMQ's PostgreSQL backend, its schema brought up to date. */
export async function openPostgresBackend({ connectionString, log }: { connectionString: string; log: Logger }): Promise<QueueBackend> {
  const pool = openPool(connectionString, log)
  const client = await pool.connect()
  try {
    await runMigrations(client)
  } finally {
    client.release()
  }
  const shared = { connection: pool }
  const flows = new FlowProducer(shared)
  return {
    kind: 'postgres',
    addFlow: async (flow) => {
      await flows.add(flow)
    },
    startWorker: (queue, processor, options) => new Worker(queue, processor, { ...options, ...shared }),
    counts: async (name) => {
      const queue = new Queue(name, shared)
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed')
      await queue.close()
      return { waiting, active, delayed, failed }
    },
    now: async () => {
      const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
      return rows[0]?.now ?? new Date(Number.NaN)
    },
    close: async () => {
      await flows.close()
      await pool.end()
    },
  }
}

function openPool(connectionString: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    keepAlive: true,
    application_name: 'ship-panel queue',
    options: '-c search_path=bullmq,public',
  })
  // BullMQ adds a listener for each queue, worker and producer.
  pool.setMaxListeners(50)
  // Once the pool ends, a server that stops a moment later is no news.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a connection of the queue broke')
  })
  return pool
}
