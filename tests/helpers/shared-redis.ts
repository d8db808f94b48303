import type { TestProject } from 'vitest/node'
import { startRedis } from './redis.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The Redis that keeps the queues of a test's app; not provided where the database keeps them. */
    queueRedisUrl: string
  }
}

/** Vitest's global set-up for tests whose queue is on Redis: one server for all of them, which keeps the queues of databases apart. */
export default async function startSharedRedis(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis()
  project.provide('queueRedisUrl', redis.url)
  return redis.stop
}
