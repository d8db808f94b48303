import { afterAll, beforeEach, expect, test } from 'vitest'
import { createAgreement } from '../../../src/agreement/measure-agreement.js'
import { reportAgreement } from '../../../src/agreement/rules/report-agreement.js'
import { createAgreementCalls } from '../../../src/agreement/store/agreement-calls.js'
import type { Call } from '../../../src/contracts/call.js'
import { openDatabase } from '../../../src/platform/db/database.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { keepBlindCall, keepCalls, keepTools } from '../../support/agreement/keep-calls.js'
import { sampleCalls } from '../../support/agreement/sample-report.js'
import { createTestDatabase } from '../../support/database.js'

const database = await createTestDatabase()
const runtime = createRuntime({ logLevel: 'silent' })
const { db, pool } = openDatabase({ connectionString: database.connectionString, log: runtime.log })
let clockMs = 0
const clock = { now: () => new Date('2026-11-27T09:00:00.000Z'), monotonicMs: () => clockMs }

beforeEach(async () => {
  for (const table of ['blind_calls', 'records', 'seats', 'panels', 'dossiers', 'personas', 'recordings'])
    await pool.query(`DELETE FROM ${table}`)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const seat = (change: { tool?: string; juror?: string; repeat?: number; call?: Call | null; against?: string; persona?: string } = {}) => ({
  tool: 'zod',
  dossier: 'd1',
  persona: 'dx',
  personaVersion: 'p1',
  juror: 'ollama:a',
  repeat: 1,
  call: 'ship' as Call | null,
  ...change,
})
const measure = (limits = {}) => createAgreement({ db, runtime: clock }, limits).measureAgreement()

test('what is measured from rows is what is measured from the same calls', async () => {
  const calls = sampleCalls({ tools: 21 })
  await keepTools(db, calls)
  const report = await measure()
  const bounds = { records: 21, mostRecords: 1_000, mostCalls: 50_000, samples: 0 }
  expect(report).toEqual(reportAgreement({ at: '2026-11-27T09:00:00.000Z', calls, blindPairs: [], basis: bounds }))
  expect(report.jurors.alpha.value).not.toBeNull()
  expect(report.repeats).toMatchObject({ tools: 21, raters: 2 })
})

test('calls come newest first; a seat without a call, a comparison of two tools and a panel without an end or a record are none', async () => {
  await keepCalls(db, { name: 'old', calls: [seat()] })
  await keepCalls(db, { name: 'new', calls: [seat({ call: 'abstain', repeat: 2 }), seat({ call: null, juror: 'ollama:b' })] })
  await keepCalls(db, { name: 'duel', calls: [seat({ against: 'valibot' })] })
  await keepCalls(db, { name: 'runs', status: 'running', calls: [seat()] })
  await keepCalls(db, { name: 'ended', status: 'cancelled', calls: [seat()] })
  await keepCalls(db, { name: 'bare', hasRecord: false, calls: [seat()] })
  const store = createAgreementCalls(db)
  const records = await store.newestRecords(10)
  expect(records.map(({ panelId }) => panelId)).toEqual(['pnl_duel', 'pnl_new', 'pnl_old'])
  const calls = await store.calls(
    records.map(({ panelId }) => panelId),
    10,
  )
  expect(calls.map(({ place, call, repeat }) => [place, call, repeat])).toEqual([
    [2, 'abstain', 2],
    [3, 'ship', 1],
  ])
  expect(calls[0]?.dossier).toBe(calls[1]?.dossier)
  expect(calls[0]?.dossier).toHaveLength(16)
})

test('a replay of what people wrote as a sample is left out and counted apart; one of what models said is not', async () => {
  await keepCalls(db, { name: 'sample', replays: 'authored', calls: [seat({ tool: 'a' }), seat({ tool: 'b' })] })
  await keepCalls(db, { name: 'real', replays: 'recorded', calls: [seat({ tool: 'c' })] })
  await keepCalls(db, { name: 'live', calls: [seat({ tool: 'd' })] })
  expect((await measure()).basis).toMatchObject({ records: 2, samples: 1, calls: 2, tools: 2 })
})

test('a reviewer’s blind call is compared with each juror’s first draft of its seat', async () => {
  const tools = Array.from({ length: 20 }, (_none, index) => `t${index}`)
  for (const [index, tool] of tools.entries()) {
    const call = index % 2 === 0 ? 'ship' : 'skip'
    const [id = ''] = await keepCalls(db, { name: tool, calls: [seat({ tool, call })] })
    await keepBlindCall(db, { panel: tool, seat: id, reviewer: 'user_a', call: index === 0 ? 'skip' : call })
  }
  const [unscored = ''] = await keepCalls(db, { name: 'none', calls: [seat({ tool: 'none', call: null })] })
  await keepBlindCall(db, { panel: 'none', seat: unscored, reviewer: 'user_b', call: 'ship' })
  const { people, basis } = await measure()
  // 40 calls, 19 ship and 21 skip; one unit differs.
  expect(people).toMatchObject({ tools: 20, units: 20, raters: 1 })
  expect(people.alpha.value).toBeCloseTo(1 - (39 * 2) / (2 * 19 * 21), 12)
  expect(basis.blindCalls).toBe(20)

  const again = { juror: 'ollama:b', tool: 'jury' }
  const drafts = [seat({ tool: 'jury' }), seat({ tool: 'jury', repeat: 2 }), seat(again), seat({ ...again, persona: 'thesis' })]
  const [jury = ''] = await keepCalls(db, { name: 'jury', calls: drafts })
  await keepBlindCall(db, { panel: 'jury', seat: jury, reviewer: 'user_c', call: 'skip' })
  const more = await measure()
  expect(more.people).toMatchObject({ tools: 21, units: 22, raters: 2 })
  expect(more.basis.blindCalls).toBe(21)
})

test('no more than the newest records are looked at, and of what exceeds the calls no part of a record', async () => {
  for (const name of ['one', 'two', 'three']) await keepCalls(db, { name, calls: [seat({ tool: name }), seat({ tool: `${name}-b` })] })
  expect((await measure({ mostRecords: 2 })).basis).toMatchObject({ records: 2, mostRecords: 2, calls: 4 })
  expect((await measure({ mostCalls: 4 })).basis).toMatchObject({ records: 2, mostCalls: 4, calls: 4 })
  expect((await measure({ mostCalls: 5 })).basis).toMatchObject({ records: 2, calls: 4 })
  expect((await measure({ mostCalls: 1 })).basis).toMatchObject({ records: 0, calls: 0 })
  expect((await measure()).basis).toMatchObject({ records: 3, calls: 6 })
})

test('within a minute it is measured once, and then again; a failure is not believed', async () => {
  clockMs = 0
  const { measureAgreement } = createAgreement({ db, runtime: clock })
  await keepCalls(db, { name: 'one', calls: [seat()] })
  const [first, beside] = await Promise.all([measureAgreement(), measureAgreement()])
  expect(beside).toBe(first)
  await keepCalls(db, { name: 'two', calls: [seat({ tool: 'b' })] })
  clockMs = 59_999
  expect(await measureAgreement()).toBe(first)
  clockMs = 60_000
  expect((await measureAgreement()).basis.records).toBe(2)

  await pool.query('ALTER TABLE blind_calls RENAME TO gone')
  clockMs = 120_000
  await expect(measureAgreement()).rejects.toThrow()
  await pool.query('ALTER TABLE gone RENAME TO blind_calls')
  expect((await measureAgreement()).basis.records).toBe(2)
})
