import { once } from 'node:events'
import { FlowProducer, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { checkRedis } from './check-redis.js'
import type { QueueBackend } from './connection.js'

/** How long a server that does not answer may hold up a process that ends. */
const closeDeadlineMs = 2_000
const connectTimeoutMs = 10_000

type RedisOptions = { redisUrl: string; installationId: string; log: Logger }

/** BullMQ on Redis or Valkey. Refuses a server whose settings would lose jobs, with the fix in the message. */
export async function openRedisBackend({ redisUrl, installationId, log }: RedisOptions): Promise<QueueBackend> {
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
  const shared = { connection: redis, prefix: `{ship-panel:${installationId}}` }
  const flows = new FlowProducer(shared)
  return {
    kind: 'redis',
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
  }
}

function withoutPassword(address: string): string {
  const url = new URL(address)
  if (url.password !== '') url.password = '…'
  return url.href
}
