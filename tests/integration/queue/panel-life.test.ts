import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueBackend } from '../../../queue/backend.js'
import { openQueueBackend } from '../../../queue/connection.js'
import type { LedgerClient } from '../../../queue/draft-and-keep.js'
import { createPanelQueue, enqueuePanel } from '../../../queue/enqueue.js'
import type { Leading } from '../../../queue/leading.js'
import { jobId, providerQueue, queueNames } from '../../../queue/names.js'
import { backoffMs, startWorker } from '../../../queue/worker.js'
import type { ChatRequest } from '../../../src/contracts/model-call.js'
import type { RequestForm } from '../../../src/contracts/request-form.js'
import type { Ledger } from '../../../src/panels/ledger/ledger.js'
import { createPanelActions } from '../../../src/panels/panel-actions.js'
import { planPanel } from '../../../src/panels/plan/plan-panel.js'
import { createPanelEvents } from '../../../src/panels/store/panel-events.js'
import { createPanelStore } from '../../../src/panels/store/panels.js'
import { openDatabase } from '../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../src/platform/db/migrate.js'
import { ProviderError } from '../../../src/platform/errors.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { recordId } from '../../../src/platform/ids.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { writtenByHand } from '../../../src/review/store/written-by-hand.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRedis, startRedisCluster, type TestRedis } from '../../support/redis.js'
import { sampleDossier, samplePersona, sampleReply } from '../../support/samples.js'

const runtime = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let opened: ReturnType<typeof openDatabase>
let backend: QueueBackend
let redis: TestRedis
let cluster: TestRedis

beforeAll(async () => {
  redis = await startRedis()
  cluster = await startRedisCluster()
  database = await createTestDatabase({ empty: true })
  opened = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  // Two processes that start together take turns.
  await Promise.all([migrateDatabase(opened.pool, packageFiles.migrations), migrateDatabase(opened.pool, packageFiles.migrations)])
})
afterAll(async () => {
  await redis.stop()
  await cluster.stop()
  await opened.pool.end()
  await database.drop()
})

const goodLedger: Ledger = {
  complete: async () => ({
    key: 'a'.repeat(64),
    source: 'call' as const,
    origin: 'recorded',
    raw: sampleReply(),
    usage,
    costUsd: 0,
    latencyMs: 1,
  }),
}
const usage = { inputTokens: 1, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 1 }
const reader = () => ({ read: (raw: unknown) => ({ text: JSON.stringify(raw), finishReason: 'stop' as const, usage }) })

const observe = { seatEnded: () => {}, panelEnded: () => {} }
const workerOptions = {
  runtime,
  concurrency: 4,
  providers: [{ name: 'ollama', concurrency: 4 }],
  enqueue: async () => {},
  jobWaited: () => {},
}

const usualPanel = { dossiers: [sampleDossier()], personas: [samplePersona(), samplePersona({ id: 'business' })], recordings: [] }

type Run = { documents?: typeof usualPanel; formOf?: (model: string) => RequestForm; leading?: () => Leading }

/** Runs a panel to its record, unless told otherwise of two personas on one tool, and says how the queues stand afterwards. */
async function runPanel(ledgerFor: (client: LedgerClient) => Ledger, { documents = usualPanel, formOf, leading }: Run = {}) {
  const panels = createPanelStore(opened.db, { writtenByHand })
  const request = { panelId: runtime.newId('pnl'), ...documents, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null }
  const plan = planPanel({ ...request, ...(formOf === undefined ? {} : { formOf }) })
  await panels.create({ plan, documents, requestSha256: plan.panelId, priority: 'editor', createdAt: runtime.now() })
  const worker = await startWorker({
    ...workerOptions,
    backend,
    dependencies: { runtime, panels, ledgerFor, reader, observe, ...(leading === undefined ? {} : { leading }) },
  })
  let look: () => void = () => {}
  const events = createPanelEvents({ ...database, log: runtime.log })
  await events.listen(plan.panelId, () => look())
  try {
    const openSeats = new Set(plan.seats.map((seat) => seat.id))
    await enqueuePanel(backend, { plan, run: 1, priority: 'editor', openSeats }, { sharesPromptCache: () => leading !== undefined })
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        look = resolve
      })
      const record = await panels.findRecord(recordId(plan.panelId))
      if (record !== null) return { record, seats: (await panels.find(plan.panelId)).seats }
      await changed
    }
  } finally {
    await events.close()
    await worker.stop({ deadlineMs: 5_000 })
  }
}

describe.each(['postgres', 'redis', 'redis in cluster mode'] as const)('on %s', (place) => {
  beforeAll(async () => {
    const redisUrl = { postgres: null, redis: redis.url, 'redis in cluster mode': cluster.url }[place]
    backend = await openQueueBackend({ connectionString: database.connectionString, installationId: 'test', redisUrl, log: runtime.log })
    expect(backend.kind).toBe(place === 'postgres' ? 'postgres' : 'redis')
  })
  afterAll(() => backend.close())

  test('a panel of two seats ends in its record, each seat drafted', async () => {
    const { record, seats } = await runPanel(() => goodLedger)
    expect(record.tools[0]?.panelShip).toEqual({ ships: 2, calls: 2, abstained: 0, unscored: 0, percent: 100 })
    expect(seats.map((seat) => seat.status)).toEqual(['drafted', 'drafted'])
  })

  test('where a server keeps what it read in slots, one seat of a tool is asked at a time, of as many tools as it has slots, and in its form', async () => {
    const personas = ['dx', 'business', 'thesis'].map((id) => samplePersona({ id, compact: `Short ${id}.` }))
    const tools = ['ferrydoc', 'quaylog'].map((slug) => sampleDossier({ tool: { ...sampleDossier().tool, slug } }))
    const form: RequestForm = { brief: 'compact', grammar: true, sampling: { temperature: 0.2, maxOutputTokens: 99 } }
    const calls: ChatRequest[] = []
    let working = 0
    let most = 0
    const ledger: Ledger = {
      complete: async ({ request, ...identity }, options) => {
        calls.push(request)
        working += 1
        most = Math.max(most, working)
        await runtime.sleep(60)
        working -= 1
        return goodLedger.complete({ request, ...identity }, options)
      },
    }
    const leading = () => ({ timeoutMs: 60_000, untilItsEnd: true, toolsAtOnce: 1 })
    const documents = { dossiers: tools, personas, recordings: [] }
    const { seats } = await runPanel(() => ledger, { documents, formOf: () => form, leading })
    expect(seats.map(({ status }) => status)).toEqual(Array(6).fill('drafted'))
    expect(most).toBe(1)
    expect(calls.map((request) => JSON.stringify(request.messages).includes('quaylog'))).toEqual([false, false, false, true, true, true])
    expect(calls.every((request) => request.sampling.maxOutputTokens === 99 && request.replySchema.grammar !== undefined)).toBe(true)
    expect(calls.filter((request) => JSON.stringify(request.messages).includes('Short thesis.'))).toHaveLength(2)
  })

  test('a seat whose job fails for good does not keep the panel waiting: it is unscored with the reason', async () => {
    let calls = 0
    const { record, seats } = await runPanel(() => {
      calls += 1
      if (calls === 1) return goodLedger
      throw new Error('the disk is on fire')
    })
    expect(record.tools[0]?.panelShip).toEqual({ ships: 1, calls: 1, abstained: 0, unscored: 1, percent: 100 })
    const lost = record.tools[0]?.verdicts.find((verdict) => verdict.status === 'unscored')
    expect(lost).toMatchObject({ kind: 'never-finished', reason: expect.stringContaining('the disk is on fire') })
    expect(seats.map((seat) => seat.status).sort()).toEqual(['drafted', 'unscored'])
    // One for the seat that was drafted, and every attempt of the other.
    expect(calls).toBe(5)
  })

  test('a cancelled panel ends without a failed job, also when some of its seats are in a queue that no worker serves', async () => {
    const lines: string[] = []
    const log = pino({ base: undefined }, { write: (line: string) => void lines.push(line) })
    const watched = { ...runtime, log }
    const panels = createPanelStore(opened.db, { writtenByHand })
    const actions = createPanelActions({
      runtime: watched,
      panels,
      queue: createPanelQueue(async () => backend, { sharesPromptCache: () => false }),
      connectionString: database.connectionString,
      checkJuror: () => undefined,
      marksFor: async () => async () => undefined,
    })
    let called = () => {}
    const isCalled = new Promise<void>((resolve) => {
      called = resolve
    })
    const ledger: Ledger = {
      complete: (_request, { signal }) =>
        new Promise((_resolve, reject) => {
          called()
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
    }
    const dependencies = { runtime: watched, panels, ledgerFor: () => ledger, reader, observe }
    const worker = await startWorker({ ...workerOptions, runtime: watched, backend, dependencies })
    try {
      const { plan } = await actions.kickOff({
        dossiers: [sampleDossier()],
        personas: [samplePersona()],
        jurors: ['ollama:a', 'unserved:b'],
        recordings: null,
        budgetUsd: null,
      })
      await isCalled
      await actions.cancel(plan.panelId, 'stopped at the command line')
      await expect.poll(() => backend.state(providerQueue('ollama'))).toMatchObject({ waiting: 0, active: 0, delayed: 0 })
      await expect.poll(() => backend.isAlive(queueNames.panels, jobId(plan.panelId, 1))).toBe(false)
      expect(await backend.state(providerQueue('unserved'))).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0 })
      expect(await backend.state(queueNames.panels)).toMatchObject({ waiting: 0, active: 0, delayed: 0, failed: 0 })
    } finally {
      await worker.stop({ deadlineMs: 5_000 })
    }
    expect(lines).toEqual([])
  })

  test('a stopped worker leaves no job behind that runs', async () => {
    expect(await backend.state(providerQueue('ollama'))).toMatchObject({ waiting: 0, active: 0, delayed: 0 })
  })
})

test.each([
  [1, undefined, 1_000],
  [3, undefined, 4_000],
  [20, undefined, 60_000],
  [1, 7_500, 7_500],
  [1, 3_600_000, 60_000],
])('after attempt %i with Retry-After %j ms, the next try waits %i ms', (attempt, retryAfterMs, expected) => {
  const error =
    retryAfterMs === undefined
      ? new Error('bug')
      : new ProviderError('slow down', {
          kind: 'rate-limited',
          provider: 'ollama',
          isRetryable: true,
          retryAfterMs,
          statusCode: 429,
          requestId: null,
        })
  expect(backoffMs(attempt, error)).toBe(expected)
})

test('a worker stops by its deadline also when Redis is gone', async () => {
  const own = await startRedis()
  const gone = await openQueueBackend({ connectionString: '', installationId: 'test', redisUrl: own.url, log: runtime.log })
  const dependencies = { runtime, panels: createPanelStore(opened.db, { writtenByHand }), ledgerFor: () => goodLedger, reader, observe }
  const worker = await startWorker({ ...workerOptions, backend: gone, dependencies })
  await own.stop()
  // Resolves at all: without its deadlines it would wait for a server that never answers again.
  await worker.stop({ deadlineMs: 100 })
  await gone.close()
})
