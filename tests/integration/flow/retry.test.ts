import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { estimateCost } from '../../../src/app/estimate-cost.js'
import type { App } from '../../../src/app/open-app.js'
import { replySources } from '../../../src/cli/reply-sources.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { recordingSet } from '../../../src/panels/ledger/recording-files.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, priced, queryRows, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { sampleReply } from '../../support/samples.js'

const usage = { prompt_tokens: 100, completion_tokens: 1_000 }
const say = (text: string, finish: 'stop' | 'length' | 'content_filter' = 'stop'): ChatAnswer => ({
  kind: 'reply',
  text,
  usage: { ...usage, completion_tokens: finish === 'length' ? 4_096 : usage.completion_tokens },
  finish,
})
const good = say(JSON.stringify(sampleReply()))
const malformed = say('I would ship it.')

let database: TestDatabase
let server: ChatServer
let app: App
let answer: (ask: ChatAsk) => ChatAnswer

beforeEach(async () => {
  database = await createTestDatabase()
  answer = () => good
  server = await startChatServer((ask) => answer(ask))
  app = await open()
})
afterEach(async () => {
  await app.close()
  await server.stop()
  await database.drop()
})

const open = () =>
  openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 0, cachedInput: null, output: 1_000 })],
    concurrency: 4,
  })
const dossiers = someDossiers(1)
const personas = somePersonas(2)
const request = { dossiers, personas, jurors: ['gateway:one'] }
/** Persona 1 gets what the test is about, persona 2 a good reply. */
const forFirst = (answerFirst: (ask: ChatAsk) => ChatAnswer) => (ask: ChatAsk) => (ask.persona === 'persona-1' ? answerFirst(ask) : good)
const asked = () => server.arrivals().length

async function run(budgetUsd: number | null = null): Promise<PanelRecord> {
  const { plan } = await app.kickOff({ ...request, recordings: null, budgetUsd })
  return whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
}

async function retry({ panelId }: Pick<PanelRecord, 'panelId'>, budgetUsd?: number): Promise<PanelRecord> {
  await app.retry(panelId, budgetUsd === undefined ? {} : { budgetUsd })
  return whileWorking([app.work()], () => app.follow(panelId, () => {}))
}

const kinds = (record: PanelRecord) =>
  record.tools.flatMap(({ verdicts }) => verdicts.map((verdict) => (verdict.status === 'unscored' ? verdict.kind : verdict.status)))
const first = (record: PanelRecord) => record.tools[0]?.verdicts[0]

describe.each([
  ['malformed-reply', malformed, 2],
  ['truncated', say('{"evidence": [', 'length'), 2],
  ['refused', say('I cannot help with that.', 'content_filter'), 1],
] as const)('a seat that ended as %s', (kind, bad, requests) => {
  const spoiled = () => bad
  test('is asked again by a retry, which counts its own calls alone, and by a new panel', async () => {
    answer = forFirst(spoiled)
    const before = await run()
    expect(kinds(before)).toEqual([kind, 'drafted'])
    expect(asked()).toBe(requests + 1)
    expect(before.run.replies).toEqual({ called: requests + 1, fromLedger: 0, replayed: 0 })

    // The same again: the retry really asks, and pays for what it asks alone.
    const same = await retry(before)
    expect(kinds(same)).toEqual([kind, 'drafted'])
    expect(asked()).toBe(2 * requests + 1)
    expect(same.run.replies).toEqual({ called: requests, fromLedger: 0, replayed: 0 })
    expect(replySources(same)).toBe(requests === 1 ? '1 model call made.' : `${requests} model calls made.`)
    expect(same.run.spentUsd).toBe((requests * (kind === 'truncated' ? 4_096 : usage.completion_tokens)) / 1_000)

    answer = () => good
    const after = await retry(before)
    expect(kinds(after)).toEqual(['drafted', 'drafted'])
    expect(asked()).toBe(2 * requests + 2)
    expect(after.run.replies).toEqual({ called: 1, fromLedger: 0, replayed: 0 })
    expect(after.run.spentUsd).toBe(1)
    expect(first(after)).toMatchObject({ costUsd: 1 })

    // A new panel takes the good draft, not the dead ones, and buys nothing.
    const another = await run()
    expect(kinds(another)).toEqual(['drafted', 'drafted'])
    expect(asked()).toBe(2 * requests + 2)
    expect(first(another)?.callKeys).toEqual(first(after)?.callKeys)
    const recordings = await app.recordingsOf(after)
    expect(recordings.map(({ sample }) => sample).sort()).toEqual([1, 3])
  })

  test('is asked again by a new panel, without a retry', async () => {
    answer = forFirst(spoiled)
    await run()
    answer = () => good
    expect((await estimateCost(app, request, { concurrency: 1 })).total).toMatchObject({ calls: 1, fromLedger: 1 })
    const second = await run()
    expect(kinds(second)).toEqual(['drafted', 'drafted'])
    expect(asked()).toBe(requests + 2)
    expect(second.run.replies).toEqual({ called: 1, fromLedger: 1, replayed: 0 })
  })
})

/** The record's bundle, rebuilt as on another machine. */
async function verify(record: PanelRecord) {
  const { plan } = await app.panels.find(record.panelId)
  const recordings = await app.recordingsOf(record)
  const bundle = buildBundle({ plan, ...(await app.panels.documents(plan)), recordings, record, madeWith: 'a test' })
  return verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), app.registry.reader)
}

test('a bundle of seats whose calls were lost rebuilds its record, with what is not known', async () => {
  answer = ({ persona, round }) => (persona === 'persona-2' && round === 1 ? malformed : { kind: 'body', body: { object: 'nothing' } })
  const record = await run()
  expect(kinds(record)).toEqual(['provider-failure', 'provider-failure'])
  expect(record.totals.costUsd).toBe(null)
  const { identical, asStated, differences } = await verify(record)
  expect({ identical, differences, seats: asStated.length }).toEqual({ identical: true, differences: [], seats: 2 })
})

test('two panels that try the same dead seat again at once share the new sample', async () => {
  answer = forFirst(() => malformed)
  const one = await run()
  const two = await run(1_000)
  // The second panel did not inherit the dead seat: it asked for itself.
  expect(asked()).toBe(5)
  answer = () => good
  await app.retry(one.panelId)
  await app.retry(two.panelId)
  const records = await whileWorking([app.work(), app.work()], () =>
    Promise.all([one, two].map(({ panelId }) => app.follow(panelId, () => {}))),
  )
  expect(records.map(kinds)).toEqual([
    ['drafted', 'drafted'],
    ['drafted', 'drafted'],
  ])
  expect(asked()).toBe(6)
})

test('a seat that starts again in its run ends as it would have, and buys no second opinion', async () => {
  answer = forFirst(() => malformed)
  const record = await run()
  expect(asked()).toBe(3)
  // As if the worker had died between the end of the conversation and that of the seat.
  await queryRows(database, `update seats set status = 'drafting', outcome = null where persona = 'persona-1'`)
  await queryRows(database, `update panels set status = 'running', enqueued_run = 0`)
  const ledger = await queryRows<{ unscored_by: string }>(database, 'select unscored_by from model_calls where unscored_by is not null')
  expect(ledger).toHaveLength(1)
  const { plan } = await app.panels.find(record.panelId)
  await app.enqueue({ plan, run: 1, priority: 'editor', openSeats: new Set(plan.seats.map(({ id }) => id)) })
  const again = await whileWorking([app.work()], () => app.follow(record.panelId, () => {}))
  expect(kinds(again)).toEqual(['malformed-reply', 'drafted'])
  expect(asked()).toBe(3)
})

test('a panel that the queue lost goes on with its open seats alone: an end that stands is not asked for again', async () => {
  answer = forFirst(() => malformed)
  const { panelId } = await run()
  await queryRows(
    database,
    `update panels set status = 'running'; update seats set status = 'planned', outcome = null where persona = 'persona-2'`,
  )
  await app.requeue(panelId)
  const record = await whileWorking([app.work()], () => app.follow(panelId, () => {}))
  expect(kinds(record)).toEqual(['malformed-reply', 'drafted'])
  expect(asked()).toBe(3)
})

test('a seat that ended for want of money or of an answer keeps what it bought, and asks only for the rest', async () => {
  answer = forFirst(({ round }) => (round === 1 ? malformed : { kind: 'status', status: 400, message: 'not to my taste' }))
  const before = await run()
  expect(kinds(before)).toEqual(['provider-failure', 'drafted'])
  expect(asked()).toBe(3)
  answer = () => good
  const after = await retry(before)
  expect(kinds(after)).toEqual(['drafted', 'drafted'])
  // The first reply is in the ledger: only its repair was asked for again.
  expect(
    server
      .arrivals()
      .map(({ persona, round }) => `${persona} ${round}`)
      .at(-1),
  ).toBe('persona-1 2')
  expect(asked()).toBe(4)
  expect(after.run.replies).toEqual({ called: 1, fromLedger: 1, replayed: 0 })
})

test('what a retry rests on is recorded, replayed and rebuilt like any other', async () => {
  answer = forFirst(() => malformed)
  const before = await run()
  const dead = await app.recordingsOf(before)
  answer = () => good
  const record = await retry(before)
  const recordings = await app.recordingsOf(record)
  const replay = async (set: typeof recordings) => {
    const { plan } = await app.kickOff({ ...request, recordings: recordingSet(set), budgetUsd: null })
    return whileWorking([app.work({ providers: [] })], () => app.follow(plan.panelId, () => {}))
  }
  expect(await verify(record)).toMatchObject({ identical: true, asStated: [] })
  for (const set of [recordings, [...dead, ...recordings]]) {
    const replayed = await replay(set)
    expect(replayed.contentSha256).toBe(record.contentSha256)
    expect(replayed.run.replies).toEqual({ called: 0, fromLedger: 0, replayed: 2 })
  }
  expect(asked()).toBe(4)
})
