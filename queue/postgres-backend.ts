import { once } from 'node:events'
import type { Queue as RedisQueue } from 'bullmq'
import pg from 'pg'
import { boundedConnections, servingBounds } from '../src/platform/db/database.js'
import { createBackend, type QueueBackend } from './backend.js'
import { createPostgresBackend, runMigrations, withBackend } from './bullmq.js'
import type { QueueOptions } from './queue-options.js'

const { FlowProducer, Queue, Worker } = withBackend(createPostgresBackend)

/** For jobs; each worker adds one for its LISTEN. BullMQ needs two at least. */
const maxConnections = 10
/** How long a connection that is in use may hold up a process that ends. */
const closeDeadlineMs = 5_000
const keepAliveDelayMs = 10_000

type PostgresOptions = Pick<QueueOptions, 'connectionString' | 'log' | 'telemetry' | 'bounds'>

/** BullMQ's PostgreSQL backend, its schema brought up to date. What a database that hangs is asked fails, as the bounds say. */
export async function openPostgresBackend(options: PostgresOptions): Promise<QueueBackend> {
  const { log, telemetry } = options
  const pool = openPool(options)
  const client = await pool.connect()
  try {
    await runMigrations(client)
  } catch (error) {
    // Closed and not returned: a database that hangs would keep the process from ending.
    client.release(true)
    await pool.end()
    throw error
  }
  client.release()
  const shared = { connection: pool, ...(telemetry === undefined ? {} : { telemetry }) }
  // What no one listens to is written to stderr, stack and all.
  const heard = <T extends { on: (event: 'error', listener: (error: Error) => void) => unknown }>(part: T): T => {
    part.on('error', (error) => log.warn({ err: error }, 'the queue met an error'))
    return part
  }
  const flows = heard(new FlowProducer(shared))
  return createBackend({
    kind: 'postgres',
    flows,
    // The same class over another backend: only the types of its connection differ.
    openQueue: (name) => heard(new Queue(name, shared)) as unknown as RedisQueue,
    startWorker: (queue, processor, options) => {
      // One that waits holds a connection of its own for LISTEN, beside those that serve jobs.
      pool.options.max += 1
      return new Worker(queue, processor, { ...options, ...shared })
    },
    removeFlow: async ({ name }, jobId) => {
      // BullMQ 6.7 leaves the links to the children that it removes: a parent that stays could never complete ("pending dependencies").
      // One statement, so that no child that ends meanwhile hands the parent to a worker in between.
      await pool.query('SELECT remove_unprocessed_children($1, $2), remove($1, $2, false)', [name, jobId])
    },
    now: async () => {
      const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
      return rows[0]?.now ?? new Date(Number.NaN)
    },
    close: async () => {
      // A worker that does not let go of its connection holds no one up.
      await Promise.race([flows.close().then(() => pool.end()), once(AbortSignal.timeout(closeDeadlineMs), 'abort')])
    },
  })
}

function openPool({ connectionString, log, bounds = servingBounds }: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    // Finds out within a minute or two that the other end of a silent LISTEN is gone; left out, after hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
    ...boundedConnections(bounds),
    // Counted for each statement and not for the connection: one that listens is silent as long as there is no job.
    query_timeout: bounds.silentMs,
    application_name: 'ship-panel queue',
    options: '-c search_path=bullmq,public',
  })
  // BullMQ adds a listener for each queue, worker and producer.
  pool.setMaxListeners(50)
  // Once the pool ends, a server that stops a moment later is no news.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a connection of the queue broke')
  })
  // A connection that breaks while someone holds it would end the process; the next statement reports it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
