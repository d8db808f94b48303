import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openQueueBackend } from '../../../queue/connection.js'
import { type DatabaseBounds, servingBounds } from '../../../src/platform/db/database.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRelay } from '../../support/platform/db/hanging-relay.js'

/* The queue in PostgreSQL has a pool of its own, which a database that hangs must not hold for ever. */

const { log } = createRuntime({ logLevel: 'silent' })
const bounds = { connectMs: 500, statementMs: 300, silentMs: 600 }

let database: TestDatabase
let relay: Awaited<ReturnType<typeof startRelay>>

beforeAll(async () => {
  database = await createTestDatabase()
  relay = await startRelay(new URL(database.connectionString))
})
afterAll(async () => {
  await relay.close()
  await database.drop()
})
beforeEach(() => relay.resume())

const openQueue = (within?: DatabaseBounds) =>
  openQueueBackend({
    connectionString: relay.connectionString,
    redisUrl: null,
    installationId: 'test',
    log,
    ...(within === undefined ? {} : { bounds: within }),
  })

test('a queue whose database hangs says so, and answers again once it is back', async () => {
  const backend = await openQueue(bounds)
  try {
    expect(await backend.state('panels')).toMatchObject({ waiting: 0 })
    relay.hang()
    await expect(backend.state('panels')).rejects.toThrow()
    await expect(backend.now()).rejects.toThrow()
    relay.resume()
    await expect.poll(() => backend.state('panels').catch(() => null)).toMatchObject({ waiting: 0 })
  } finally {
    relay.resume()
    await backend.close()
  }
})

test('a database that hangs when the queue is opened is an error', async () => {
  relay.hang()
  await expect(openQueue(bounds)).rejects.toThrow()
})

test('the queue has the bounds of a process that serves', async () => {
  const backend = await openQueue()
  try {
    const pool: unknown = backend.queue('panels').opts.connection
    expect(pool).toMatchObject({
      options: { connectionTimeoutMillis: servingBounds.connectMs, query_timeout: servingBounds.silentMs, onConnect: expect.any(Function) },
    })
  } finally {
    await backend.close()
  }
})
