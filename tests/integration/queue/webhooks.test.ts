import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueBackend } from '../../../queue/backend.js'
import { openQueueBackend } from '../../../queue/connection.js'
import { startWebhooks } from '../../../queue/webhooks.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRedis, type TestRedis } from '../../support/redis.js'

const runtime = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
})
afterAll(async () => {
  await redis.stop()
  await database.drop()
})

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  let backend: QueueBackend
  beforeAll(async () => {
    const redisUrl = kind === 'redis' ? redis.url : null
    backend = await openQueueBackend({ connectionString: database.connectionString, installationId: 'test', redisUrl, log: runtime.log })
  })
  afterAll(() => backend.close())

  test('every delivery that is still to be made is made once, however often it is handed out and by however many', async () => {
    const made: string[] = []
    let look = () => {}
    const all = new Promise<void>((resolve) => {
      look = () => made.length === 3 && resolve()
    })
    const pending = new Set(['msg_a1', 'msg_b2', 'msg_c3'])
    const options = {
      backend,
      runtime,
      dispatch: async () => [...pending],
      deliver: async ({ deliveryId }: { deliveryId: string }) => {
        // As the real one: one that was made already, and was handed out once more meanwhile, is nothing to do.
        if (!pending.delete(deliveryId)) return 'nothing to do' as const
        made.push(deliveryId)
        look()
        return 'delivered' as const
      },
    }
    const senders = await Promise.all([startWebhooks(options), startWebhooks(options)])
    await all
    await Promise.all(senders.map((sender) => sender.stop()))
    expect(made.sort()).toEqual(['msg_a1', 'msg_b2', 'msg_c3'])
    expect(await backend.state('webhooks')).toMatchObject({ active: 0, delayed: 0, failed: 0 })
  })
})
