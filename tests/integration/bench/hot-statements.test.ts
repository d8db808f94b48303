import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillLedger } from '../../../bench/scale/fill.js'
import { hotStatements } from '../../../bench/scale/hot-statements.js'
import { tablesReadThrough } from '../../../bench/scale/measure.js'
import { openDatabase } from '../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'

const seats = 40_000
const runtime = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let opened: ReturnType<typeof openDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
  await fillLedger(database.connectionString, { from: 0, to: seats })
})
afterAll(async () => {
  await opened.pool.end()
  await database.drop()
})

/** Those with a row for each seat; the others are so small here that reading them whole is right. */
const largest = ['model_calls', 'model_call_attempts', 'seats']

test('no statement that is sent all day reads all seats, calls or attempts', async () => {
  const readThrough: Record<string, string[]> = {}
  // In their order: each step of a seat takes what the one before has left.
  for (const statement of hotStatements({ db: opened.db, runtime })) {
    const tables = (await tablesReadThrough(database.connectionString, statement, seats)).filter((table) => largest.includes(table))
    if (tables.length > 0) readThrough[statement.name] = tables
  }
  expect(readThrough).toEqual({})
})

test('a statement without an index is found out', async () => {
  const unindexed = { name: 'by reply', run: () => opened.pool.query('SELECT count(*) FROM model_calls WHERE latency_ms = $1', [1]) }
  expect(await tablesReadThrough(database.connectionString, unindexed, seats)).toEqual(['model_calls'])
})
