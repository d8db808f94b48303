import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase, servingBounds } from '../../../../src/platform/db/database.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { recordFailure } from '../../../../src/web/http/failure.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { openTestApp } from '../../../support/flow/test-app.js'
import { startRelay } from '../../../support/platform/db/hanging-relay.js'

let database: TestDatabase
let relay: Awaited<ReturnType<typeof startRelay>>
const runtime = createRuntime({ logLevel: 'silent' })

beforeAll(async () => {
  database = await createTestDatabase()
  relay = await startRelay(new URL(database.connectionString))
})
afterAll(async () => {
  await relay.close()
  await database.drop()
})
beforeEach(() => relay.resume())

/** A route that does that, as every app of the server answers what fails in it. */
async function ask(db: Database, act: (db: Database) => Promise<unknown>): Promise<Response> {
  const app = new Hono()
  app.get('/', async (c) => c.json(await act(db)))
  app.onError((error, c) => {
    const { status, text } = recordFailure(c, { error, runtime, what: 'a test failed' })
    return c.text(text, status)
  })
  return app.request('/')
}

const bounds = { connectMs: 500, statementMs: 300, silentMs: 600 }
const one = (db: Database) => db.execute(sql`select 1`)

async function withDatabase(use: (db: Database) => Promise<void>): Promise<void> {
  const { db, pool } = openDatabase({ connectionString: relay.connectionString, log: runtime.log, bounds })
  try {
    await use(db)
  } finally {
    await pool.end()
  }
}

const expectDown = async (answer: Promise<Response>) => {
  const { status, headers } = await answer
  expect([status, headers.get('retry-after')]).toEqual([503, '10'])
}

test('a database that hangs under a statement is answered with 503, and asked again once it is back', async () => {
  await withDatabase(async (db) => {
    expect((await ask(db, one)).status).toBe(200)
    relay.hang()
    await expectDown(ask(db, one))
    relay.resume()
    await expect.poll(async () => (await ask(db, one)).status).toBe(200)
  })
})

test('one that hangs in a transaction, too, and its connection is not handed out again', async () => {
  await withDatabase(async (db) => {
    const inTransaction = (each: Database) =>
      each.transaction(async (tx) => {
        await tx.execute(sql`select 1`)
        relay.hang()
        await tx.execute(sql`select 2`)
      })
    await expectDown(ask(db, inTransaction))
    relay.resume()
    await expect.poll(async () => (await ask(db, one)).status).toBe(200)
  })
})

test('one that takes connections and says nothing is answered with 503', async () => {
  relay.hang()
  await withDatabase((db) => expectDown(ask(db, one)))
})

test('a statement that waits for a lock for too long is ended by the server: 503', async () => {
  await withDatabase(async (db) => {
    await expectDown(ask(db, (each) => each.execute(sql`select pg_sleep(3600)`)))
    expect((await ask(db, one)).status).toBe(200)
  })
})

test('who waits for a connection while others have them all is answered with 503', async () => {
  await withDatabase(async (db) => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => db.$client.connect()))
    await expectDown(ask(db, one))
    for (const client of taken) client.release()
    expect((await ask(db, one)).status).toBe(200)
  })
})

test('a process that serves has bounds', async () => {
  const app = await openTestApp({ database, endpoints: [], concurrency: 1 })
  try {
    expect(app.db.$client.options).toMatchObject({ connectionTimeoutMillis: servingBounds.connectMs, stream: expect.any(Function) })
    const { rows } = await app.db.execute<{ statement_timeout: string }>(sql`show statement_timeout`)
    expect(rows).toEqual([{ statement_timeout: `${servingBounds.statementMs / 1000}s` }])
  } finally {
    await app.close()
  }
})
