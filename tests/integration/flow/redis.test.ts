import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRedis, type TestRedis } from '../../support/redis.js'
import { runPanelCommand } from '../../support/run-panel-command.js'

let database: TestDatabase
let redis: TestRedis
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
  folder = await mkdtemp(join(tmpdir(), 'panel-on-redis-'))
})
afterAll(async () => {
  await redis.stop()
  await rm(folder, { recursive: true })
  await database.drop()
})

const env = () => ({ DATABASE_URL: database.connectionString, REDIS_URL: redis.url, PANEL_HOME: join(folder, 'home') })

test('with REDIS_URL the same demo runs on Redis and comes to the same record', async () => {
  const { code, stdout } = await runPanelCommand(['demo', '--json'], { env: env() })
  expect(code).toBe(0)
  const { REDIS_URL: _unset, ...onPostgres } = env()
  const other = await runPanelCommand(['demo', '--json'], { env: onPostgres })
  const hashes = [stdout, other.stdout].map((text) => recordSchema.parse(JSON.parse(text)).contentSha256)
  expect(hashes[0]).toBe(hashes[1])
})

test('a doctor says which queue it found, and what is wrong with one that is not there', async () => {
  const found = await runPanelCommand(['doctor'], { env: env() })
  expect(found.stdout).toContain('BullMQ on Redis')
  const gone = await runPanelCommand(['doctor'], { env: { ...env(), REDIS_URL: 'redis://127.0.0.1:1' } })
  expect(gone.code).toBe(1)
  expect(gone.stdout).toMatch(/problem\s+queue/)
  expect(gone.stdout).toContain('start Redis or fix its settings as said, or unset REDIS_URL')
})

test('while Redis is away, a record is shown all the same, and a command that needs the queue says what is wrong', async () => {
  const away = { ...env(), REDIS_URL: 'redis://127.0.0.1:1' }
  const shown = await runPanelCommand(['show', '--json'], { env: away })
  expect(shown.code).toBe(0)
  expect(recordSchema.parse(JSON.parse(shown.stdout)).totals).toMatchObject({ drafted: 8 })
  const queue = await runPanelCommand(['queue'], { env: away })
  expect(queue.code).toBe(1)
  expect(queue.stderr).toContain('the queue on Redis at redis://127.0.0.1:1 cannot be used')
})

test('two databases that share a Redis keep to their own panels', async () => {
  const neighbour = await createTestDatabase()
  const other = { ...env(), DATABASE_URL: neighbour.connectionString, PANEL_HOME: join(folder, 'neighbour') }
  const both = await Promise.all([runPanelCommand(['demo', '--json'], { env: env() }), runPanelCommand(['demo', '--json'], { env: other })])
  for (const { code, stdout } of both) {
    expect(code).toBe(0)
    expect(recordSchema.parse(JSON.parse(stdout)).totals).toMatchObject({ drafted: 8, unscored: 0 })
  }
  await neighbour.drop()
})
