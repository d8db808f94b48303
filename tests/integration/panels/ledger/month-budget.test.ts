import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { createModelCallStore } from '../../../../src/panels/store/model-calls.js'
import { readMonthSpending } from '../../../../src/panels/store/month-spending.js'
import { createPanelStore } from '../../../../src/panels/store/panels.js'
import type { Reserve } from '../../../../src/panels/store/reserve-call.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import { createSettings } from '../../../../src/settings/settings.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const runtime = createRuntime({ logLevel: 'silent' })
const ada = { userId: 'usr_ada', name: 'Ada', role: 'admin' } as const
/** Two workers: each has its own connections, and knows nothing of the other. */
let workers: ReturnType<typeof openDatabase>[]
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  workers = [1, 2].map(() => openDatabase({ connectionString: database.connectionString, log: runtime.log }))
  await migrateDatabase(first().pool, packageFiles.migrations)
})
beforeEach(async () => {
  await first().pool.query('DELETE FROM model_call_attempts; DELETE FROM model_calls; DELETE FROM settings')
})
afterAll(async () => {
  await Promise.all(workers.map(({ pool }) => pool.end()))
  await database.drop()
})

function first() {
  const [worker] = workers
  if (worker === undefined) throw new Error('no worker is open')
  return worker
}

async function allow(monthUsd: number | null): Promise<void> {
  const settings = createSettings({ db: first().db, runtime })
  const { version } = await settings.read('budgets')
  const changed = await settings.change({ actor: ada, key: 'budgets', version, value: { monthUsd, panelUsd: null } })
  expect(changed.status).toBe('done')
}

async function newPanel(budgetUsd: number | null = null): Promise<string> {
  const panelId = runtime.newId('pnl')
  const documents = { dossiers: [sampleDossier()], personas: [samplePersona()], recordings: [] }
  const plan = planPanel({ panelId, ...documents, jurors: ['ollama:a'], recordingSet: null, budgetUsd })
  const terms = { plan, documents, requestSha256: panelId, priority: 'editor' as const, createdAt: runtime.now() }
  await createPanelStore(first().db, { writtenByHand }).create(terms)
  return panelId
}

let keys = 0
function call(panelId: string, reserveUsd: number | null): Reserve {
  keys += 1
  const identity = { model: 'ollama:a', sample: 1, request: { messages: [] } } as unknown as Reserve['identity']
  const terms = { provider: 'ollama', limits: {}, expectedTokens: 10 }
  return { key: `key-${keys}`, identity, owner: runtime.newId('own'), payer: { panelId }, reserveUsd, leaseMs: 60_000, terms }
}

const settled = (reserved: Reserve, costUsd: number, worker = first()) =>
  createModelCallStore(worker.db).settle({
    key: reserved.key,
    owner: reserved.owner,
    raw: {},
    usage: { inputTokens: 1, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 1 },
    costUsd,
    latencyMs: 1,
  })

test('two workers that reserve at once, for panels of their own without a budget, do not pass the budget of the month', async () => {
  await allow(1)
  const panels = await Promise.all(Array.from({ length: 8 }, () => newPanel()))
  const answers = await Promise.all(
    panels.map((panelId, index) => createModelCallStore((workers[index % 2] ?? first()).db).reserve(call(panelId, 0.4))),
  )
  const count = (status: string) => answers.filter((answer) => answer.status === status).length
  // Two fit at their worst case; the others wait for what those really cost.
  expect([count('reserved'), count('running')]).toEqual([2, 6])
  const { total } = await readMonthSpending(first().db, new Date())
  expect(total).toEqual({ name: null, spentUsd: 0, reservedUsd: 0.8, calls: 2, unknown: 0 })
})

test('once a month is spent a call is refused by name, one that costs nothing goes, and a higher budget lets it go', async () => {
  await allow(1)
  const store = createModelCallStore(first().db)
  const [one, other] = [await newPanel(), await newPanel()]
  const bought = call(one, 0.9)
  expect((await store.reserve(bought)).status).toBe('reserved')
  await settled(bought, 0.8)
  expect(await store.reserve(call(other, 0.3))).toEqual({ status: 'over-budget', budgetUsd: 1, committedUsd: 0.8, of: 'month' })
  expect((await store.reserve(call(other, 0))).status).toBe('reserved')
  // Its price is not known: it cannot be held to a budget.
  expect(await store.reserve(call(other, null))).toMatchObject({ status: 'over-budget', of: 'month' })
  await allow(2)
  expect((await store.reserve(call(other, 0.3))).status).toBe('reserved')
  await allow(null)
  expect((await store.reserve(call(other, null))).status).toBe('reserved')
})

test('what was spent in another month takes nothing of this one', async () => {
  await allow(1)
  const store = createModelCallStore(first().db)
  const panelId = await newPanel()
  const bought = call(panelId, 0.9)
  await store.reserve(bought)
  await settled(bought, 0.9)
  await first().pool.query(
    `UPDATE model_call_attempts SET started_at = date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 second'`,
  )
  expect((await store.reserve(call(panelId, 0.9))).status).toBe('reserved')
  const now = new Date()
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15))
  expect((await readMonthSpending(first().db, before)).total).toMatchObject({ spentUsd: 0.9, calls: 1 })
})

test('a panel keeps its own budget within the month’s', async () => {
  await allow(10)
  const panelId = await newPanel(0.5)
  expect(await createModelCallStore(first().db).reserve(call(panelId, 0.6))).toEqual({
    status: 'over-budget',
    budgetUsd: 0.5,
    committedUsd: 0,
  })
})
