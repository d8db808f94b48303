import { afterAll, beforeAll, expect, test } from 'vitest'
import type { QueueBackend } from '../../../queue/backend.js'
import { openQueueBackend } from '../../../queue/connection.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRedis, type TestRedis } from '../../support/redis.js'

const runtime = createRuntime({ logLevel: 'silent' })
const queueName = 'replays'
let redis: TestRedis
let database: TestDatabase

beforeAll(async () => {
  redis = await startRedis()
  database = await createTestDatabase()
})
afterAll(async () => {
  await redis.stop()
  await database.drop()
})

/** A job that failed for good, and one that waits. */
async function fail(backend: QueueBackend, id: string): Promise<void> {
  await backend.queue(queueName).add('draft-seat', {}, { jobId: id, attempts: 1, removeOnFail: false })
  const worker = backend.startWorker(
    queueName,
    async () => {
      throw new Error('it cannot be done')
    },
    {},
  )
  await new Promise<void>((resolve) => {
    worker.on('failed', () => resolve())
  })
  await worker.close()
}

test.each(['postgres', 'redis'] as const)('jobs that failed before a time are counted and deleted, on %s; others stay', async (kind) => {
  const backend = await openQueueBackend({
    connectionString: database.connectionString,
    redisUrl: kind === 'redis' ? redis.url : null,
    installationId: 'a-test',
    log: runtime.log,
  })
  try {
    await fail(backend, 'one')
    await fail(backend, 'two')
    const [hourAgo, soon] = [-3_600_000, 3_600_000].map((ms) => new Date(runtime.now().getTime() + ms)) as [Date, Date]
    expect(await backend.countFailedBefore(queueName, hourAgo)).toBe(0)
    expect(await backend.removeFailedBefore(queueName, hourAgo, 10)).toBe(0)
    expect(await backend.countFailedBefore(queueName, soon)).toBe(2)
    await backend.queue(queueName).add('draft-seat', {}, { jobId: 'three' })
    expect(await backend.removeFailedBefore(queueName, soon, 10)).toBe(2)
    expect(await backend.state(queueName)).toMatchObject({ waiting: 1, failed: 0 })
  } finally {
    await backend.close()
  }
})
