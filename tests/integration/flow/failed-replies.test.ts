import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import {
  endpoint,
  openTestApp,
  priced,
  queryRows,
  runPanel,
  someDossiers,
  somePersonas,
  whileWorking,
} from '../../support/flow/test-app.js'
import { draftsOf } from '../../support/record-drafts.js'
import { sampleReply } from '../../support/samples.js'

const usage = { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1500 }
const completion = (message: object | null, finish: string, more: object = {}) => ({
  choices: [{ index: 0, ...(message === null ? {} : { message }), finish_reason: finish }],
  usage,
  ...more,
})

/** What a model's first request is answered with, by the model's name; every further one gets a good reply. */
const firstBodies: Readonly<Record<string, unknown>> = {
  empty: completion({ content: null }, 'stop'),
  blank: completion({ content: ' \n' }, 'stop'),
  broken: completion({ content: '{"ca' }, 'error', { error: { code: 502, message: 'the upstream broke' } }),
  'no-choice': { choices: [], usage },
  'no-message': completion(null, 'stop'),
  limited: { error: { code: 429, message: 'slow down', retry_after: 0 } },
  refused: { error: { code: 401, message: 'this key is not in force' } },
  misplaced: completion({ content: '', reasoning_content: 'I would ship it.' }, 'stop'),
  elsewhere: completion({ content: '', reasoning_content: JSON.stringify(sampleReply()) }, 'stop'),
  'in-a-call': completion({ content: null, tool_calls: [{ function: { name: 'verdict', arguments: sampleReply() } }] }, 'tool_calls'),
}
const askedAgain = ['empty', 'blank', 'broken', 'no-choice', 'no-message', 'limited']

let database: TestDatabase
let server: ChatServer
let record: PanelRecord

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startChatServer(({ model, visit }) =>
    visit === 1 && model in firstBodies
      ? { kind: 'body', body: firstBodies[model] }
      : { kind: 'reply', text: JSON.stringify(sampleReply()), usage: { prompt_tokens: 1000, completion_tokens: 500 } },
  )
  const app = await openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 1, cachedInput: null, output: 10 })],
    concurrency: 4,
  })
  const jurors = Object.keys(firstBodies).map((model) => `gateway:${model}`)
  try {
    record = await whileWorking([app.work()], () => runPanel(app, { dossiers: someDossiers(1), personas: somePersonas(1), jurors }))
  } finally {
    await app.close()
  }
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const verdictOf = (model: string) => record.tools.flatMap(draftsOf).find((verdict) => verdict.model === `gateway:${model}`)
const requestsFor = (model: string) => server.arrivals().filter((ask) => ask.model === model).length

test.each(askedAgain)('a 200 without an answer (%s) is asked for again, and the answer is the draft', (model) => {
  expect(requestsFor(model)).toBe(2)
  expect(verdictOf(model)).toMatchObject({ status: 'drafted', call: 'ship' })
})

test('no reply without an answer is kept in the ledger', async () => {
  const rows = await queryRows<{ model: string }>(database, `SELECT model FROM model_calls WHERE status = 'settled' ORDER BY model`)
  const kept = Object.keys(firstBodies).filter((model) => model !== 'refused')
  expect(rows.map(({ model }) => model)).toEqual(kept.map((model) => `gateway:${model}`).sort())
})

test('a request that was turned away with status 200 counts nothing against a budget, one that may be billed does', async () => {
  const rows = await queryRows<{ model: string; charged: boolean }>(
    database,
    `SELECT calls.model, attempts.charged_usd > 0 AS charged FROM model_call_attempts AS attempts JOIN model_calls AS calls USING (key)
     WHERE attempts.status = 'failed' ORDER BY calls.model`,
  )
  const expected = [...askedAgain, 'refused'].map((model) => ({
    model: `gateway:${model}`,
    charged: model !== 'limited' && model !== 'refused',
  }))
  expect(rows).toEqual(expected.toSorted((a, b) => (a.model < b.model ? -1 : 1)))
})

test('an error that no wait ends is not tried again, and is reported in its own words', () => {
  expect(requestsFor('refused')).toBe(1)
  expect(verdictOf('refused')).toMatchObject({
    status: 'unscored',
    kind: 'provider-failure',
    reason: expect.stringContaining('gateway answered 200 with an error: this key is not in force'),
  })
})

test.each(['elsewhere', 'in-a-call'])(
  'an answer in another place (%s) is the draft after one call, thinking beside its tokens paid for',
  (model) => {
    expect(requestsFor(model)).toBe(1)
    // 1,000 × 1 + (1,500 − 1,000) × 10 millionths of a dollar.
    expect(verdictOf(model)).toMatchObject({ status: 'drafted', call: 'ship', usage: { outputTokens: 500 }, costUsd: 0.006 })
  },
)

test('an answer in another place that does not fit ends its seat after one call, and the reason names the place', () => {
  expect(requestsFor('misplaced')).toBe(1)
  expect(verdictOf('misplaced')).toMatchObject({
    status: 'unscored',
    kind: 'malformed-reply',
    reason: expect.stringContaining('the answer was in reasoning_content'),
  })
})
