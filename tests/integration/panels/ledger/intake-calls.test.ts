import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import { createIntakeStore } from '../../../../src/evidence/store/intakes.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { createHeartbeat } from '../../../../src/panels/ledger/heartbeat.js'
import { createLiveLedger, type ProviderTerms } from '../../../../src/panels/ledger/live-ledger.js'
import { createModelCallStore } from '../../../../src/panels/store/model-calls.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import type { ChatModel } from '../../../../src/providers/chat-model.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { queryRows } from '../../../support/flow/test-app.js'

const runtime = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()
let database: TestDatabase
let opened: ReturnType<typeof openDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
})
afterAll(async () => {
  await opened.pool.end()
  await database.drop()
})

const usage = { inputTokens: 100, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 10 }

/** A ledger for a new intake. A call costs a quarter of a dollar, and may cost half of one. */
async function openLedger(budgetUsd: number | null, limits: ProviderTerms['limits'] = {}) {
  const intakeId = runtime.newId('int')
  const asked = {
    id: intakeId,
    addresses: ['https://example.com/'],
    tool: null,
    status: 'reading' as const,
    model: 'ollama:a',
    budgetUsd,
    actor: null,
    createdAt: runtime.now(),
  }
  await createIntakeStore(opened.db).create(asked)
  const counter = { calls: 0 }
  const model: ChatModel = {
    id: 'ollama:a',
    complete: async () => {
      counter.calls += 1
      return { said: 'facts' }
    },
    read: () => ({ text: '', finishReason: 'stop', usage }),
  }
  const store = createModelCallStore(opened.db)
  const ledger = createLiveLedger({
    runtime,
    store,
    heartbeat: createHeartbeat({ runtime, store }),
    model: () => model,
    costUsd: () => 0.25,
    worstCaseCostUsd: () => 0.5,
    termsOf: () => ({ provider: 'ollama', limits, expectedTokens: 0 }),
    payer: { intakeId },
  })
  return { ledger, counter, intakeId, store }
}

const identity = (text: string): CallIdentity => ({
  model: 'ollama:a',
  request: {
    messages: [{ role: 'user', parts: [{ text, cacheable: false }] }],
    replySchema: { name: 'facts', schema: {} },
    sampling: { temperature: 0, maxOutputTokens: 100 },
  },
  sample: 1,
})

test('the calls of an intake count against its budget, and the one that might exceed it is not sent', async () => {
  const { ledger, counter } = await openLedger(1)
  await ledger.complete(identity('budget 1'), { signal })
  await ledger.complete(identity('budget 2'), { signal })
  await ledger.complete(identity('budget 3'), { signal })
  await expect(ledger.complete(identity('budget 4'), { signal })).rejects.toThrow(
    'over budget: this call of ollama:a may cost $0.5000; $0.7500 of $1.0000 is spent or reserved. Raise the budget and read the addresses again.',
  )
  expect(counter.calls).toBe(3)
})

test('what an intake bought is not bought again by another, and costs it nothing', async () => {
  const first = await openLedger(null)
  const second = await openLedger(0.5)
  const bought = await first.ledger.complete(identity('shared'), { signal })
  expect(await second.ledger.complete(identity('shared'), { signal })).toEqual({ ...bought, source: 'ledger' })
  await second.ledger.complete(identity('own'), { signal })
  expect([first.counter.calls, second.counter.calls]).toEqual([1, 1])
})

test('intakes share the limits of their provider', async () => {
  const one = await openLedger(null, { requestsPerMinute: 1 })
  const other = await openLedger(null, { requestsPerMinute: 1 })
  await queryRows(database, "UPDATE model_call_attempts SET started_at = started_at - interval '1 hour'")
  await one.ledger.complete(identity('limit 1'), { signal })
  await expect(other.ledger.complete(identity('limit 2'), { signal })).rejects.toThrow('1 requests a minute')
  expect(other.counter.calls).toBe(0)
})

test('a call whose process lost its heartbeat is taken over, and stays counted against the budget of its intake', async () => {
  const dead = await openLedger(0.6)
  const call = { key: callKey(identity('lost')), identity: identity('lost'), owner: 'own_dead', payer: { intakeId: dead.intakeId } }
  const terms = { provider: 'ollama', limits: {}, expectedTokens: 0 }
  expect(await dead.store.reserve({ ...call, reserveUsd: 0.5, leaseMs: 0, terms })).toEqual({ status: 'reserved' })
  const other = await openLedger(null)
  await other.ledger.complete(identity('lost'), { signal })
  expect(other.counter.calls).toBe(1)
  await expect(dead.ledger.complete(identity('after'), { signal })).rejects.toThrow('$0.5000 of $0.6000')
})

test('a call without a payer, or for an intake that is not there, is refused', async () => {
  const { ledger, intakeId } = await openLedger(null)
  await ledger.complete(identity('payer'), { signal })
  const without = `UPDATE model_call_attempts SET intake_id = NULL WHERE intake_id = '${intakeId}'`
  await expect(queryRows(database, without)).rejects.toThrow('model_call_attempts_payer')
  const { store } = await openLedger(null)
  const call = { key: callKey(identity('none')), identity: identity('none'), owner: 'own_none', payer: { intakeId: 'int_none' } }
  const terms = { provider: 'ollama', limits: {}, expectedTokens: 0 }
  await expect(store.reserve({ ...call, reserveUsd: 0, leaseMs: 1_000, terms })).rejects.toThrow('there is no intake int_none')
})
