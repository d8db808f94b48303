import type { TestProject } from 'vitest/node'
import { build } from './build.js'
import { chromium } from './chromium.js'
import { ensurePrograms } from './debian-package.js'
import { dockerCompose } from './docker-compose.js'
import { redis, startRedis } from './redis.js'
import { startTestPostgres } from './test-postgres.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's connection to the test run's own PostgreSQL server. */
    postgresConnectionString: string
    /** The test run's own Redis, which keeps the queues of databases apart. */
    sharedRedisUrl: string
    /** Where the project has the queues of its tests' apps. */
    queueKind: 'postgres' | 'redis'
  }
}

/**
 * Vitest's only global set-up: all that tests need, once for the whole run and in the order in which one thing needs another, whichever
 * projects and files run. A second one beside it would run at a time of its own.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await ensurePrograms([chromium, redis, dockerCompose])
  await build()
  const postgres = await startTestPostgres()
  const sharedRedis = await startRedis().catch(async (error: unknown) => {
    await postgres.stop()
    throw error
  })
  project.provide('postgresConnectionString', postgres.connectionString)
  project.provide('sharedRedisUrl', sharedRedis.url)
  return async () => {
    await sharedRedis.stop()
    await postgres.stop()
  }
}
