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
 * The set-up of every project whose tests need more than Node: programs, build, PostgreSQL and Redis, in the order in which one thing needs
 * another. Vitest calls it for each such project of a run, one after the other; the first call does everything, and what it provides reaches all.
 */
export default async function setUp({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ('sharedRedisUrl' in vitest.getRootProject().getProvidedContext()) return undefined
  await ensurePrograms([chromium, redis, dockerCompose])
  await build()
  const postgres = await startTestPostgres()
  const sharedRedis = await startRedis().catch(async (error: unknown) => {
    await postgres.stop()
    throw error
  })
  vitest.provide('postgresConnectionString', postgres.connectionString)
  vitest.provide('sharedRedisUrl', sharedRedis.url)
  return async () => {
    await sharedRedis.stop()
    await postgres.stop()
  }
}
