import { randomBytes } from 'node:crypto'
import { createPostgresBackend, FlowProducer, type Processor, runMigrations, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { z } from 'zod'
import type { Place } from './servers.js'

const onPostgres = withBackend(createPostgresBackend)
/** BullMQ's PostgreSQL backend wants two connections at least; the panels' queue has as many. */
const maxConnections = 10

/** A seat's job as the bare queue carries it: which of the bodies it is. */
export const bareJobSchema = z.object({ tag: z.string(), n: z.int() })

export type BareQueue = {
  /** Adds so many jobs in one go, and resolves when the last of them is done: when the parent that waits for them all may run. */
  runJobs: (queue: string, jobs: readonly z.infer<typeof bareJobSchema>[]) => Promise<void>
  startWorker: (
    queue: string,
    processor: Processor,
    concurrency: number,
  ) => { waitUntilReady: () => Promise<unknown>; close: () => Promise<void> }
  close: () => Promise<void>
}

/**
 * BullMQ as it comes, on either backend, with its own settings: no queue code of ours. Jobs are pruned when they are done, as the panels' are,
 * and a parent waits for all of them, as a panel's record does.
 */
export async function openBareQueue(place: Pick<Place, 'connectionString' | 'redisUrl'>): Promise<BareQueue> {
  const { flows, worker, close } = place.redisUrl === null ? await openPostgres(place.connectionString) : openRedis(place.redisUrl)
  return {
    runJobs: async (queue, jobs) => {
      const parents = `parents-${randomBytes(4).toString('hex')}`
      let finish: () => void = () => {}
      const finished = new Promise<void>((resolve) => {
        finish = resolve
      })
      const waiting = worker(parents, async () => finish(), 1)
      await waiting.waitUntilReady()
      const opts = { removeOnComplete: true }
      const children = jobs.map((data) => ({ name: 'ask', queueName: queue, data, opts }))
      await flows.add({ name: 'parent', queueName: parents, opts, children })
      await finished
      await waiting.close()
    },
    startWorker: worker,
    close,
  }
}

async function openPostgres(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: maxConnections, keepAlive: true, options: '-c search_path=bullmq,public' })
  pool.setMaxListeners(50)
  pool.on('error', () => undefined)
  const client = await pool.connect()
  await runMigrations(client)
  client.release()
  const flows = new onPostgres.FlowProducer({ connection: pool })
  return {
    flows,
    worker: (queue: string, processor: Processor, concurrency: number) =>
      new onPostgres.Worker(queue, processor, { connection: pool, concurrency }),
    close: async () => {
      await flows.close()
      await pool.end()
    },
  }
}

function openRedis(redisUrl: string) {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const flows = new FlowProducer({ connection })
  return {
    flows,
    worker: (queue: string, processor: Processor, concurrency: number) => new Worker(queue, processor, { connection, concurrency }),
    close: async () => {
      await flows.close()
      await connection.quit()
    },
  }
}
