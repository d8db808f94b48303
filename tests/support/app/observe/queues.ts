import {
  createPostgresBackend,
  FlowProducer,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createTestDatabase } from '../../database.js'
import { startRedis } from '../../redis.js'

type Extra<T> = Omit<T, 'connection' | 'prefix'>

/** BullMQ on a server of the test's own: what makes queues, workers and flows there, and what ends them all. */
export type TestQueues = {
  queue: (name: string, options?: Extra<QueueOptions>) => Queue
  /** Listen to it in the same breath: it takes its first job soon after. */
  worker: (name: string, process: (data: unknown) => Promise<unknown>, options?: Extra<WorkerOptions>) => Worker
  flows: (options?: Extra<QueueOptions>) => FlowProducer
  close: () => Promise<void>
}

export const backends = ['PostgreSQL', 'Redis'] as const

export function openTestQueues(backend: (typeof backends)[number]): Promise<TestQueues> {
  return backend === 'Redis' ? openOnRedis() : openOnPostgres()
}

async function openOnPostgres(): Promise<TestQueues> {
  const database = await createTestDatabase()
  const pool = new pg.Pool({ connectionString: database.connectionString, options: '-c search_path=bullmq,public' })
  const client = await pool.connect()
  await runMigrations(client)
  client.release()
  const made = withBackend(createPostgresBackend)
  const connection = { connection: pool }
  // BullMQ's types of the two backends do not fit each other; what they do is the same.
  return assemble({
    queue: (name, options) => new made.Queue(name, { ...options, ...connection }) as unknown as Queue,
    worker: (name, process, options) =>
      new made.Worker(name, (job) => process(job.data), { ...options, ...connection }) as unknown as Worker,
    flows: (options) => new made.FlowProducer({ ...options, ...connection }) as unknown as FlowProducer,
    end: async () => {
      await pool.end()
      await database.drop()
    },
  })
}

async function openOnRedis(): Promise<TestQueues> {
  const server = await startRedis()
  const redis = new Redis(server.url, { maxRetriesPerRequest: null })
  const connection = { connection: redis, prefix: '{ship-panel:test}' }
  return assemble({
    queue: (name, options) => new Queue(name, { ...options, ...connection }),
    worker: (name, process, options) => new Worker(name, (job) => process(job.data), { ...options, ...connection }),
    flows: (options) => new FlowProducer({ ...options, ...connection }),
    end: async () => {
      await redis.quit()
      await server.stop()
    },
  })
}

type Made = {
  queue: (name: string, options: Extra<QueueOptions>) => Queue
  worker: (name: string, process: (data: unknown) => Promise<unknown>, options: Extra<WorkerOptions>) => Worker
  flows: (options: Extra<QueueOptions>) => FlowProducer
  end: () => Promise<void>
}

function assemble({ queue, worker, flows, end }: Made): TestQueues {
  const open: { close: () => Promise<unknown> }[] = []
  const keep = <T extends { close: () => Promise<unknown> }>(made: T): T => {
    open.push(made)
    return made
  }
  return {
    queue: (name, options = {}) => keep(queue(name, options)),
    worker: (name, process, options = {}) => keep(worker(name, process, options)),
    flows: (options = {}) => keep(flows(options)),
    close: async () => {
      for (const each of open.reverse()) await each.close()
      await end()
    },
  }
}
