import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallIdentity } from '../../src/contracts/model-call.js'
import { callKey } from '../../src/panels/ledger/call-key.js'
import { planPanel } from '../../src/panels/plan/plan-panel.js'
import { buildRequest } from '../../src/panels/prompt/build-request.js'
import { createModelCallStore } from '../../src/panels/store/model-calls.js'
import { createPanelStore } from '../../src/panels/store/panels.js'
import { openDatabase } from '../../src/platform/db/database.js'
import { isOutage } from '../../src/platform/db/is-outage.js'
import { migrateDatabase } from '../../src/platform/db/migrate.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { writtenByHand } from '../../src/review/store/written-by-hand.js'
import { type OwnPostgres, startPostgres } from '../support/fleet/postgres-server.js'
import { openStatementTrap, type StatementTrap } from '../support/platform/db/statement-trap.js'
import { sampleDossier, samplePersona } from '../support/samples.js'

/*
 * The statements that carry many seats at once: what is left when the server crashes between sending one and its answer. Stores and PostgreSQL are
 * the real ones, with a server that waits for its disk.
 */

const kills = 50
const seatsAtOnce = 12
const statements = ['start-seats', 'reserve-calls', 'settle-calls', 'finish-seats']

const runtime = createRuntime({ logLevel: 'silent' })
let server: OwnPostgres
let trap: StatementTrap
let opened: ReturnType<typeof openDatabase>
beforeAll(async () => {
  server = await startPostgres()
  trap = await openStatementTrap(server.connectionString)
  opened = openDatabase({ connectionString: trap.connectionString, log: runtime.log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
})
afterAll(async () => {
  await opened.pool.end()
  await trap.close()
  await server.stop()
})

const usage = { inputTokens: 100, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 10 }

/** As a worker's job that comes back does: goes on for as long as the database cannot be used. */
async function throughOutages<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isOutage(error)) throw error
      await sleep(20)
    }
  }
}

/** One panel of many seats. `bought` holds, by key, each reply that was bought, in their order. */
async function openPanel(bought: Map<string, number[]>) {
  const panelId = runtime.newId('pnl')
  const personas = Array.from({ length: seatsAtOnce }, (_, n) => samplePersona({ id: `persona-${n}`, order: n }))
  const dossiers = [sampleDossier()]
  const panels = createPanelStore(opened.db, { writtenByHand })
  const calls = createModelCallStore(opened.db)
  const plan = planPanel({ panelId, dossiers, personas, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
  const documents = { dossiers, personas, recordings: [] }
  await panels.create({ plan, documents, requestSha256: panelId, priority: 'editor', createdAt: runtime.now() })
  const buy = (key: string): number => {
    const reply = Math.random()
    bought.set(key, [...(bought.get(key) ?? []), reply])
    return reply
  }
  /** A seat's job from its start, as often as it has to begin again. What is settled is never bought again. */
  const draft = async (seatId: string): Promise<void> => {
    if ((await panels.startSeat({ seatId, run: 1, at: runtime.now() })) === null) return
    const dossier = sampleDossier()
    const persona = samplePersona({ template: `Seat ${seatId}.` })
    const identity: CallIdentity = { model: 'ollama:a', request: buildRequest({ dossier, persona }), sample: 1 }
    const key = callKey(identity)
    const owner = runtime.newId('own')
    const terms = { provider: 'ollama', limits: {}, expectedTokens: 100 }
    const reservation = await calls.reserve({ key, identity, owner, payer: { panelId }, reserveUsd: 1, leaseMs: 100, terms })
    if (reservation.status === 'running') {
      await sleep(50)
      return draft(seatId)
    }
    if (reservation.status === 'reserved') {
      const settled = { key, owner, raw: { reply: buy(key) }, usage, costUsd: 0.5, latencyMs: 1 }
      await throughOutages(() => calls.settle(settled))
    }
    const [kept] = await throughOutages(() => calls.findCalls([key]))
    const provenance = { model: 'ollama:a', origin: 'recorded' as const, callKey: key, callKeys: [key], usage, costUsd: 0.5, latencyMs: 1 }
    const outcome = { status: 'unscored' as const, kind: 'malformed-reply' as const, reason: JSON.stringify(kept?.raw), rawText: null }
    await panels.finishSeat({ seatId, outcome: { ...outcome, ...provenance }, at: runtime.now() })
  }
  return { panelId, seatIds: plan.seats.map(({ id }) => id), draft }
}

test('a server that crashes under a shared commit loses no reply, keeps none twice, and every seat ends once', async () => {
  const bought = new Map<string, number[]>()
  const panelIds: string[] = []
  for (let round = 0; round < kills; round += 1) {
    const panel = await openPanel(bought)
    panelIds.push(panel.panelId)
    const sprung = trap.arm(
      statements[round % statements.length] ?? '',
      Math.floor(round / statements.length) % 2 === 0 ? 'sent' : 'answered',
    )
    const drafted = Promise.all(panel.seatIds.map((seatId) => throughOutages(() => panel.draft(seatId))))
    await sprung
    await server.restart({ crash: true })
    await drafted
  }

  const client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  const seats = await client.query('select id, status, reason, outcome from seats where panel_id = any($1)', [panelIds])
  expect(seats.rows).toHaveLength(kills * seatsAtOnce)
  const calls = new Map(
    (await client.query('select key, status, raw from model_calls')).rows.map(({ key, status, raw }) => [key, { status, raw }]),
  )
  for (const { id, status, reason, outcome } of seats.rows) {
    // It ended, and with the one reply that the ledger keeps.
    expect({ id, status }).toEqual({ id, status: 'unscored' })
    const kept = calls.get(outcome.callKey)
    expect({ id, status: kept?.status }).toEqual({ id, status: 'settled' })
    expect(JSON.parse(reason)).toEqual(kept?.raw)
  }
  // A reply that the ledger settled was one that was bought, and no call was bought once it was settled: the last is the one that is kept.
  expect(calls.size).toBe(bought.size)
  for (const [key, replies] of bought) expect(calls.get(key)?.raw).toEqual({ reply: replies.at(-1) })
  // The attempts that were settled are as many as the calls; the others ran out with their process.
  const attempts = await client.query("select key, count(*)::int as settled from model_call_attempts where status = 'settled' group by key")
  expect(attempts.rows.filter(({ settled }) => settled !== 1)).toEqual([])
  expect(attempts.rows).toHaveLength(calls.size)
  await client.end()
})
