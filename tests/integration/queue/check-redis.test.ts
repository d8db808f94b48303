import { afterEach, expect, test } from 'vitest'
import { openQueueBackend } from '../../../queue/connection.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { startRedis, type TestRedis } from '../../support/redis.js'

let redis: TestRedis | undefined

afterEach(async () => {
  await redis?.stop()
  redis = undefined
})

const open = (redisUrl: string) =>
  openQueueBackend({ connectionString: '', installationId: 'test', redisUrl, log: createRuntime({ logLevel: 'silent' }).log })
/** Everything that the error says, its cause included. */
const refusal = async (redisUrl: string) => {
  const error = await open(redisUrl).then(
    () => new Error('it was opened'),
    (reason: Error) => reason,
  )
  return `${error.message}: ${error.cause instanceof Error ? error.cause.message : ''}`
}

test('a Redis that would throw jobs away is refused, with the command that fixes it', async () => {
  redis = await startRedis({ 'maxmemory-policy': 'allkeys-lru' })
  expect(await refusal(redis.url)).toContain(
    'its maxmemory-policy is allkeys-lru, which throws jobs away when memory is full. Set it: CONFIG SET maxmemory-policy noeviction',
  )
})

test('a Redis as BullMQ needs it is opened, and its clock can be read', async () => {
  redis = await startRedis()
  const backend = await open(redis.url)
  const before = Date.now()
  const clock = (await backend.now()).getTime()
  expect(clock).toBeGreaterThanOrEqual(before - 1)
  expect(clock).toBeLessThanOrEqual(Date.now() + 1)
  await backend.close()
})

test('a Redis that keeps nothing on disk works, with a warning', async () => {
  redis = await startRedis({ appendonly: 'no', save: '' })
  const warnings: unknown[] = []
  const { log } = createRuntime({ logLevel: 'silent' })
  const listening = Object.assign(Object.create(log), { warn: (warning: unknown) => warnings.push(warning) })
  const backend = await openQueueBackend({ connectionString: '', installationId: 'test', redisUrl: redis.url, log: listening })
  expect(warnings).toEqual([expect.stringContaining('Redis keeps nothing on disk')])
  await backend.close()
})

test('where no Redis is, the error says so and hides the password', async () => {
  const message = await refusal('redis://:secret-of-redis@127.0.0.1:1')
  expect(message).toMatch(/the queue on Redis at redis:\/\/:.*@127\.0\.0\.1:1 cannot be used: .*(ECONNREFUSED|closed)/)
  expect(message).not.toContain('secret-of-redis')
})
