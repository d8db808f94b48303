import { once } from 'node:events'
import type { Job } from 'bullmq'
import { Redis } from 'ioredis'
import { createBackend, type QueueBackend } from './backend.js'
import { FlowProducer, Queue, Worker } from './bullmq.js'
import { checkRedis } from './check-redis.js'
import type { QueueOptions } from './queue-options.js'

/** How long a server that does not answer may hold up a process that ends. */
const closeDeadlineMs = 2_000
const connectTimeoutMs = 10_000

type RedisOptions = Omit<QueueOptions, 'connectionString' | 'redisUrl'> & { redisUrl: string }

/** BullMQ on Redis or Valkey. Refuses a server whose settings would lose jobs, with the fix in the message. */
export async function openRedisBackend({ redisUrl, installationId, log, telemetry }: RedisOptions): Promise<QueueBackend> {
  // BullMQ's workers block on their connection, so commands may not give up after a number of tries (its documentation, "Connections").
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, lazyConnect: true, connectTimeout: connectTimeoutMs })
  let isClosing = false
  redis.on('error', (error) => {
    if (!isClosing) log.warn({ err: error }, 'the connection to Redis broke')
  })
  try {
    await redis.connect()
    for (const warning of await checkRedis(redis)) log.warn(warning)
  } catch (cause) {
    isClosing = true
    redis.disconnect()
    throw new Error(`the queue on Redis at ${withoutPassword(redisUrl)} cannot be used`, { cause })
  }
  // Leads every key. The braces put all keys of our queues into one slot, as Redis Cluster wants it of keys that scripts use together.
  const shared = { connection: redis, prefix: `{ship-panel:${installationId}}`, ...(telemetry === undefined ? {} : { telemetry }) }
  const flows = new FlowProducer(shared)
  return createBackend({
    kind: 'redis',
    flows,
    openQueue: (name) => new Queue(name, shared),
    startWorker: (queue, processor, options) => new Worker(queue, processor, { ...options, ...shared }),
    removeFlow: async (queue, jobId) => {
      const job: Job | undefined = await queue.getJob(jobId)
      await job?.removeUnprocessedChildren()
      // Not when a worker has it by now, which finds that there is nothing to do.
      await queue.remove(jobId, { removeChildren: false })
    },
    now: async () => {
      const [seconds, microseconds] = await redis.time()
      return new Date(Number(seconds) * 1000 + Number(microseconds) / 1000)
    },
    close: async () => {
      isClosing = true
      // A server that is gone answers no farewell: then the connection is dropped.
      const farewell = flows.close().then(() => redis.quit())
      await Promise.race([farewell, once(AbortSignal.timeout(closeDeadlineMs), 'abort')]).catch(() => undefined)
      redis.disconnect()
    },
  })
}

function withoutPassword(address: string): string {
  const url = new URL(address)
  if (url.password !== '') url.password = '…'
  return url.href
}
