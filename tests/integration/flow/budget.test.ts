import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import {
  endpoint,
  numbers,
  openTestApp,
  priced,
  queryRows,
  runPanel,
  someDossiers,
  somePersonas,
  whileWorking,
} from '../../support/flow/test-app.js'
import { draftsOf, draftTotals } from '../../support/record-drafts.js'
import { sampleReply } from '../../support/samples.js'

/**
 * Only output costs, and a request may ask for 4,096 tokens of it: at this price a call's worst case is exactly one dollar
 * (4,096 × 244.140625 ÷ 1,000,000), in binary too, so that sums and comparisons below are exact.
 */
const prices = { input: 0, cachedInput: null, output: 244.140625 }
const worstCaseUsd = 1
const dossiers = someDossiers(2)
const personas = somePersonas(4)
const jurors = numbers(25).map((n) => `metered:model-${n}`)

let database: TestDatabase
let server: ChatServer

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await server.stop()
  await database.drop()
})

type Spending = { answeredUsd: number; mostUsd: number; mostAtOnce: number }

/** A few turns of the event loop, in which others come. */
async function pause(): Promise<void> {
  for (const _ of numbers(20)) await new Promise((next) => setImmediate(next))
}

type Meter = { completionTokens: number; isDropped?: (ask: ChatAsk) => boolean; hold?: () => Promise<void> }

/** A server whose good replies cost that much, and which knows at every moment what it has sold and what it might still sell. */
async function startMeter({ completionTokens, isDropped = () => false, hold = pause }: Meter) {
  const spending: Spending = { answeredUsd: 0, mostUsd: 0, mostAtOnce: 0 }
  const costUsd = (completionTokens / 4_096) * worstCaseUsd
  let atOnce = 0
  const answer = (ask: ChatAsk): ChatAnswer => {
    atOnce += 1
    spending.mostAtOnce = Math.max(spending.mostAtOnce, atOnce)
    spending.mostUsd = Math.max(spending.mostUsd, spending.answeredUsd + atOnce * worstCaseUsd)
    const isGood = !isDropped(ask)
    const headers = hold().then(() => {
      atOnce -= 1
      spending.answeredUsd += isGood ? costUsd : worstCaseUsd
    })
    const usage = { prompt_tokens: 1_000, completion_tokens: completionTokens }
    return isGood
      ? { kind: 'reply', text: JSON.stringify(sampleReply()), usage, hold: { headers } }
      : { kind: 'drop', when: 'amid', hold: { headers } }
  }
  server = await startChatServer(answer)
  return spending
}

const open = (concurrency: number) =>
  openTestApp({ database, endpoints: [endpoint('metered', server.url)], catalog: [priced('metered', prices)], concurrency })

/** A panel of 200 seats under that cap, with eight workers that draft eight seats at once each. */
async function runCapped(budgetUsd: number): Promise<PanelRecord> {
  const apps = await Promise.all(numbers(4).map(() => open(8)))
  const [first] = apps
  if (first === undefined) throw new Error('no app was opened')
  try {
    const workers = apps.flatMap((app) => [app.work(), app.work()])
    return await whileWorking(workers, () => runPanel(first, { dossiers, personas, jurors, budgetUsd }))
  } finally {
    await Promise.all(apps.map((app) => app.close()))
  }
}

const unscored = (record: PanelRecord) =>
  record.tools.flatMap((tool) => draftsOf(tool).flatMap((verdict) => (verdict.status === 'unscored' ? [verdict] : [])))

async function readLedger() {
  const [row] = await queryRows(
    database,
    `select count(*) filter (where status = 'settled')::int as settled, count(*) filter (where status = 'running')::int as running,
      sum(charged_usd)::float8 as "chargedUsd" from model_call_attempts`,
  )
  return row
}

test('a cap worth 20 calls buys 20 calls and no more, with eight workers on 200 seats', async () => {
  // No call is answered before a second one is under way.
  const hold = () => server.until(() => server.arrivals().length > 1)
  const spending = await startMeter({ completionTokens: 4_096, hold })
  const record = await runCapped(20)
  expect(server.arrivals()).toHaveLength(20)
  expect(spending).toMatchObject({ answeredUsd: 20, mostUsd: 20 })
  // They did work side by side: the cap was never kept by taking turns.
  expect(spending.mostAtOnce).toBeGreaterThan(1)
  expect(draftTotals(record)).toMatchObject({ drafts: 200, drafted: 20, unscored: 180, costUsd: 20 })
  expect(record.run).toMatchObject({ spentUsd: 20, replies: { called: 20 } })
  expect(await readLedger()).toEqual({ settled: 20, running: 0, chargedUsd: 20 })
  expect(new Set(unscored(record).map(({ kind }) => kind))).toEqual(new Set(['over-budget']))
  for (const { reason, model } of unscored(record)) {
    expect(reason).toBe(
      `over budget: this call of ${model} may cost $1.0000; $20.0000 of $20.0000 is spent or reserved. Raise the budget and retry the seat.`,
    )
  }
})

test('calls that cost less than their worst case make room for others, for as long as one more worst case fits', async () => {
  // A quarter of a dollar each: five dollars are worth 20 of them, and the last that may start is the seventeenth (16 × 0.25 + 1 = 5).
  const spending = await startMeter({ completionTokens: 1_024 })
  const record = await runCapped(5)
  expect(server.arrivals()).toHaveLength(17)
  expect(spending.answeredUsd).toBe(4.25)
  expect(spending.mostUsd).toBeLessThanOrEqual(5)
  expect(draftTotals(record)).toMatchObject({ drafts: 200, drafted: 17, unscored: 183, costUsd: 4.25 })
  expect(await readLedger()).toEqual({ settled: 17, running: 0, chargedUsd: 4.25 })
  expect(new Set(unscored(record).map(({ kind }) => kind))).toEqual(new Set(['over-budget']))
})

test('a call whose connection broke may have been billed: the cap holds with it counted at its worst case', async () => {
  let calls = 0
  const spending = await startMeter({
    completionTokens: 4_096,
    isDropped: () => {
      calls += 1
      return calls % 5 === 0
    },
  })
  const record = await runCapped(20)
  // Of 20 requests, four broke, and their seats had to ask again: 16 verdicts.
  expect(server.arrivals()).toHaveLength(20)
  expect(spending).toMatchObject({ answeredUsd: 20, mostUsd: 20 })
  expect(draftTotals(record)).toMatchObject({ drafts: 200, drafted: 16, unscored: 184, costUsd: 16 })
  expect(await readLedger()).toEqual({ settled: 16, running: 0, chargedUsd: 20 })
  expect(record.run.spentUsd).toBe(20)
})

test('a call that fits only once others have settled waits for them instead of giving up', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await startMeter({ completionTokens: 1_024, hold: () => released })
  const app = await open(32)
  try {
    const record = await whileWorking([app.work()], async () => {
      const request = { dossiers, personas: somePersonas(10), jurors: ['metered:model-1'], recordings: null, budgetUsd: 5 }
      const { panelId } = (await app.kickOff(request)).plan
      // Five calls are running and could cost all there is; every other seat has been started, and has looked at the budget.
      await server.until(() => server.arrivals().length === 5)
      while ((await app.panels.progress(panelId)).some(({ status }) => status === 'planned'));
      for (const _ of numbers(20)) await app.panels.progress(panelId)
      expect((await app.panels.progress(panelId)).map(({ status }) => status)).toEqual(Array(20).fill('drafting'))
      expect(server.arrivals()).toHaveLength(5)
      release()
      return app.follow(panelId, () => {})
    })
    expect(draftTotals(record)).toMatchObject({ drafts: 20, drafted: 17, unscored: 3, costUsd: 4.25 })
  } finally {
    await app.close()
  }
})
