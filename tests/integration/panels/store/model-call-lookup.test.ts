import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModelCallStore } from '../../../../src/panels/store/model-calls.js'
import { modelCalls } from '../../../../src/panels/store/schema.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'

let database: TestDatabase
let opened: ReturnType<typeof openDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: createRuntime({ logLevel: 'silent' }).log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
})
afterAll(async () => {
  await opened.pool.end()
  await database.drop()
})

type Call = { key: string; model?: string; status?: 'running' | 'failed' | 'settled'; outputTokens?: number | null; latencyMs?: number }

/** Puts a call into the ledger as it is there once it has the given status. */
async function insert({ key, model = 'host:m', status = 'settled', outputTokens = null, latencyMs }: Call): Promise<void> {
  const request = { messages: [], replySchema: { name: 'x', schema: {} }, sampling: { temperature: 0, maxOutputTokens: 1 } }
  const usage = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens }
  const row = { key, model, status, sample: 1, request, owner: key, leaseUntil: new Date(0) }
  await opened.db.insert(modelCalls).values(status === 'settled' ? { ...row, usage, latencyMs, settledAt: new Date(0) } : row)
}

test('of many keys, those that are settled: not those that run, failed, or were never asked', async () => {
  const lookup = createModelCallStore(opened.db)
  await insert({ key: 'settled' })
  await insert({ key: 'running', status: 'running' })
  await insert({ key: 'failed', status: 'failed' })
  expect(await lookup.settledKeys(['settled', 'running', 'failed', 'never'])).toEqual(new Set(['settled']))
  expect(await lookup.settledKeys([])).toEqual(new Set())
})

test("a model's history is the median over its own settled calls, a count that was not reported left out", async () => {
  const lookup = createModelCallStore(opened.db)
  await insert({ key: 'h1', model: 'host:h', outputTokens: 100, latencyMs: 1_000 })
  await insert({ key: 'h2', model: 'host:h', outputTokens: 900, latencyMs: 9_000 })
  await insert({ key: 'h3', model: 'host:h', outputTokens: 201, latencyMs: 2_000 })
  await insert({ key: 'h4', model: 'host:h', outputTokens: null, latencyMs: 3_000 })
  await insert({ key: 'h5', model: 'host:h', status: 'running' })
  await insert({ key: 'other', model: 'host:other', outputTokens: 5_000, latencyMs: 50_000 })
  // Of 100, 201, 900 the middle; of 1, 2, 3 and 9 seconds halfway between the two in the middle.
  expect(await lookup.modelHistory('host:h')).toEqual({ calls: 4, medianOutputTokens: 201, medianLatencyMs: 2_500 })
})

test("a model's history is of its newest thousand calls, however many went before", async () => {
  await opened.pool.query(`
    INSERT INTO model_calls (key, model, status, sample, request, owner, lease_until, usage, latency_ms, settled_at)
    SELECT 'old-' || n, 'host:busy', 'settled', 1, '{}'::json, 'o', now(), '{"outputTokens": 9000}'::json, 90000, timestamptz '2026-01-01' FROM generate_series(1, 1500) n
    UNION ALL
    SELECT 'new-' || n, 'host:busy', 'settled', 1, '{}'::json, 'o', now(), '{"outputTokens": 100}'::json, 1000, timestamptz '2026-06-01' FROM generate_series(1, 1000) n`)
  const history = await createModelCallStore(opened.db).modelHistory('host:busy')
  expect(history).toEqual({ calls: 1_000, medianOutputTokens: 100, medianLatencyMs: 1_000 })
})

test('a model without a settled call has no history', async () => {
  expect(await createModelCallStore(opened.db).modelHistory('host:new')).toEqual({
    calls: 0,
    medianOutputTokens: null,
    medianLatencyMs: null,
  })
})
