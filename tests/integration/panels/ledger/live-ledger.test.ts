import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CallIdentity } from '../../../../src/contracts/model-call.js'
import { callKey } from '../../../../src/panels/ledger/call-key.js'
import { createHeartbeat } from '../../../../src/panels/ledger/heartbeat.js'
import { createLiveLedger, type ModelCallStore, type ProviderTerms } from '../../../../src/panels/ledger/live-ledger.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRequest } from '../../../../src/panels/prompt/build-request.js'
import { createModelCallStore } from '../../../../src/panels/store/model-calls.js'
import { createPanelStore } from '../../../../src/panels/store/panels.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { BudgetError, ProviderError } from '../../../../src/platform/errors.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import type { ChatModel } from '../../../../src/providers/chat-model.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'

const runtime = createRuntime({ logLevel: 'silent' })
const { signal } = new AbortController()
let database: TestDatabase
let opened: ReturnType<typeof openDatabase>
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
})
beforeEach(async () => {
  await client.query('delete from model_call_attempts; delete from model_calls')
})
afterAll(async () => {
  await client.end()
  await opened.pool.end()
  await database.drop()
})

const usage = { inputTokens: 100, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 10 }

const unlimited: ProviderTerms = { provider: 'ollama', limits: {}, expectedTokens: 100 }

/** A ledger for a new panel, over a model that answers with `reply` and counts how often it was asked. */
async function openLedger({
  panelId = runtime.newId('pnl'),
  budgetUsd = null as number | null,
  reply = async (): Promise<unknown> => ({ said: 'ship' }),
  costUsd = 0.25,
  terms = unlimited,
  storeOf = (store: ReturnType<typeof createModelCallStore>): ModelCallStore => store,
} = {}) {
  const documents = { dossiers: [sampleDossier()], personas: [samplePersona()], recordings: [] }
  const plan = planPanel({ panelId, ...documents, jurors: ['ollama:a'], recordingSet: null, budgetUsd })
  await createPanelStore(opened.db, { writtenByHand }).create({
    plan,
    documents,
    requestSha256: panelId,
    priority: 'editor',
    createdAt: runtime.now(),
  })
  const counter = { calls: 0 }
  const model: ChatModel = {
    id: 'ollama:a',
    complete: async () => {
      counter.calls += 1
      return reply()
    },
    read: () => ({ text: '', finishReason: 'stop', usage }),
  }
  const store = storeOf(createModelCallStore(opened.db))
  const ledger = createLiveLedger({
    runtime,
    store,
    heartbeat: createHeartbeat({ runtime, store }),
    model: () => model,
    costUsd: () => costUsd,
    worstCaseCostUsd: () => 0.5,
    termsOf: () => terms,
    payer: { panelId },
  })
  return { ledger, counter, panelId, spending: () => createPanelStore(opened.db, { writtenByHand }).spending(panelId) }
}

const identity = (n: number): CallIdentity => ({
  model: 'ollama:a',
  request: buildRequest({ dossier: sampleDossier(), persona: samplePersona({ template: `Question ${n}.` }) }),
  sample: 1,
})

const failure = (kind: ProviderError['kind'], statusCode: number | null) =>
  new ProviderError(kind, { kind, provider: 'ollama', isRetryable: true, retryAfterMs: null, statusCode, requestId: null })

test('a settled call is never bought again, by the same panel or another', async () => {
  const first = await openLedger()
  const second = await openLedger()
  const bought = await first.ledger.complete(identity(1), { signal })
  expect(bought).toEqual({
    key: callKey(identity(1)),
    source: 'call',
    origin: 'recorded',
    raw: { said: 'ship' },
    usage,
    costUsd: 0.25,
    latencyMs: expect.any(Number),
  })
  const again = { ...bought, source: 'ledger' }
  expect(await first.ledger.complete(identity(1), { signal })).toEqual(again)
  expect(await second.ledger.complete(identity(1), { signal })).toEqual(again)
  expect([first.counter.calls, second.counter.calls]).toEqual([1, 0])
  expect(await first.spending()).toEqual({ called: 1, spentUsd: 0.25 })
  expect(await second.spending()).toEqual({ called: 0, spentUsd: 0 })
})

test('twenty that ask for the same call at once share one call', async () => {
  const { ledger, counter } = await openLedger()
  const replies = await Promise.all(Array.from({ length: 20 }, () => ledger.complete(identity(2), { signal })))
  expect(counter.calls).toBe(1)
  expect(new Set(replies.map((reply) => reply.key)).size).toBe(1)
})

test('a reply is kept byte for byte, whatever a model puts into it', async () => {
  const raw = { z: 1, a: { '\u0000': 'nul \u0000 and a lone surrogate \ud800' } }
  const { ledger } = await openLedger({ reply: async () => raw })
  await ledger.complete(identity(3), { signal })
  const again = await ledger.complete(identity(3), { signal })
  expect(JSON.stringify(again.raw)).toBe(JSON.stringify(raw))
})

test('a cost is handed out as it is read back: 0.1 + 0.2 dollars are 0.3', async () => {
  const { ledger } = await openLedger({ costUsd: 0.1 + 0.2 })
  const bought = await ledger.complete(identity(8), { signal })
  expect(bought.costUsd).toBe(0.3)
  expect(await ledger.complete(identity(8), { signal })).toEqual({ ...bought, source: 'ledger' })
})

test('a call that was refused costs nothing and can be tried again', async () => {
  let attempts = 0
  const { ledger, counter, spending } = await openLedger({
    reply: async () => {
      attempts += 1
      if (attempts === 1) throw failure('overloaded', 503)
      return {}
    },
  })
  await expect(ledger.complete(identity(4), { signal })).rejects.toThrow('overloaded')
  expect(await spending()).toEqual({ called: 0, spentUsd: 0 })
  await ledger.complete(identity(4), { signal })
  expect(counter.calls).toBe(2)
  expect(await spending()).toEqual({ called: 1, spentUsd: 0.25 })
})

test('a call that went silent may have been billed: its worst case stays counted', async () => {
  const { ledger, spending } = await openLedger({ reply: () => Promise.reject(failure('timeout', null)) })
  await expect(ledger.complete(identity(5), { signal })).rejects.toThrow('timeout')
  expect(await spending()).toEqual({ called: 0, spentUsd: 0.5 })
})

test('a budget holds however many ask at once, and what is over it was never sent', async () => {
  const { ledger, counter, spending } = await openLedger({ budgetUsd: 1.1 })
  const results = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => ledger.complete(identity(100 + n), { signal })))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.every((result) => result.reason instanceof BudgetError)).toBe(true)
  expect(refused[0]?.reason.message).toMatch(
    /over budget: this call of ollama:a may cost \$0\.5000; \$\d\.\d{4} of \$1\.1000 is spent or reserved/,
  )
  expect(counter.calls).toBe(12 - refused.length)
  const { spentUsd } = await spending()
  expect(spentUsd).toBe(0.25 * counter.calls)
  expect(spentUsd).toBeLessThanOrEqual(1.1)
  expect(counter.calls).toBeGreaterThanOrEqual(2)
})

test('a call whose process lost its heartbeat is taken over, and counted as possibly billed', async () => {
  const dead = await openLedger()
  const key = callKey(identity(6))
  const call = {
    key,
    identity: identity(6),
    owner: 'own_dead',
    payer: { panelId: dead.panelId },
    reserveUsd: 0.5,
    leaseMs: 0,
    terms: unlimited,
  }
  expect(await createModelCallStore(opened.db).reserve(call)).toEqual({ status: 'reserved' })
  const { ledger, counter } = await openLedger()
  await ledger.complete(identity(6), { signal })
  expect(counter.calls).toBe(1)
  expect(await dead.spending()).toEqual({ called: 0, spentUsd: 0.5 })
})

test('one that waits for a call elsewhere stops waiting when it is aborted', async () => {
  const holder = await openLedger()
  const call = {
    key: callKey(identity(7)),
    identity: identity(7),
    owner: 'own_x',
    payer: { panelId: holder.panelId },
    reserveUsd: 0,
    leaseMs: 60_000,
    terms: unlimited,
  }
  await createModelCallStore(opened.db).reserve(call)
  const { ledger, counter } = await openLedger()
  const abort = new AbortController()
  const waiting = ledger.complete(identity(7), { signal: abort.signal })
  abort.abort()
  await expect(waiting).rejects.toThrow()
  expect(counter.calls).toBe(0)
})

test('a limit of requests a minute is shared by every panel of a provider, and a refused call is not sent', async () => {
  const limits = { requestsPerMinute: 2 }
  const terms = { provider: 'limited', limits, expectedTokens: 0 }
  const one = await openLedger({ terms })
  const other = await openLedger({ terms })
  await one.ledger.complete(identity(101), { signal })
  await other.ledger.complete(identity(102), { signal })
  const refused = await one.ledger.complete(identity(103), { signal }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ kind: 'rate-limited', isRetryable: true, message: expect.stringContaining('2 requests a minute') })
  const { retryAfterMs } = refused as ProviderError
  expect(retryAfterMs).toBeGreaterThan(0)
  expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  // What is in the ledger already asks no one.
  expect((await other.ledger.complete(identity(101), { signal })).source).toBe('ledger')
  expect(one.counter.calls + other.counter.calls).toBe(2)
})

test('a limit of tokens a minute counts what was used, not what was expected; a call beyond the whole limit goes alone', async () => {
  const limits = { tokensPerMinute: 250 }
  // Each call is expected to take 140 tokens, and takes 110: two leave 30.
  const { ledger } = await openLedger({ terms: { provider: 'metered', limits, expectedTokens: 140 } })
  await ledger.complete(identity(111), { signal })
  await ledger.complete(identity(112), { signal })
  await expect(ledger.complete(identity(113), { signal })).rejects.toMatchObject({
    message: expect.stringContaining('250 tokens a minute'),
  })
  const huge = await openLedger({ terms: { provider: 'huge', limits, expectedTokens: 10_000 } })
  await huge.ledger.complete(identity(114), { signal })
  await expect(huge.ledger.complete(identity(115), { signal })).rejects.toMatchObject({ kind: 'rate-limited' })
})

test('reservations that come at once take no more than a limit allows', async () => {
  const { ledger, counter } = await openLedger({ terms: { provider: 'crowded', limits: { requestsPerMinute: 3 }, expectedTokens: 0 } })
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => ledger.complete(identity(120 + n), { signal })))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  expect(counter.calls).toBe(3)
})

test('a reply that was paid for is kept through a database that is away for a moment, and not bought again', async () => {
  let tries = 0
  const { ledger, counter, spending } = await openLedger({
    storeOf: (store) => ({
      ...store,
      settle: async (call) => {
        tries += 1
        if (tries === 1) throw new Error('terminating connection due to administrator command')
        return store.settle(call)
      },
    }),
  })
  expect((await ledger.complete(identity(130), { signal })).source).toBe('call')
  expect((await ledger.complete(identity(130), { signal })).source).toBe('ledger')
  expect(counter.calls).toBe(1)
  expect(await spending()).toEqual({ called: 1, spentUsd: 0.25 })
})

test('of two replies to the same call the first that was kept is handed out to both', async () => {
  let letGo: (raw: unknown) => void = () => {}
  const slow = new Promise((resolve) => {
    letGo = resolve
  })
  const { ledger } = await openLedger({ reply: () => slow })
  const waiting = ledger.complete(identity(131), { signal })
  const store = createModelCallStore(opened.db)
  const key = callKey(identity(131))
  for (;;) {
    const kept = await store.settle({ key, owner: 'own_other', raw: { said: 'skip' }, usage, costUsd: 0.1, latencyMs: 1 })
    if (kept || (await store.findCalls([key])).length === 1) break
  }
  letGo({ said: 'ship' })
  expect((await waiting).raw).toEqual({ said: 'skip' })
})
