import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../../src/app/open-app.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, free, openTestApp, queryRows, runPanel, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { draftsOf, draftTotals } from '../../support/record-drafts.js'
import { sampleReply } from '../../support/samples.js'

const concurrency = 3
const dossiers = someDossiers(2)
const personas = somePersonas(8)
const good: ChatAnswer = {
  kind: 'reply',
  text: JSON.stringify(sampleReply()),
  usage: { prompt_tokens: 1_000, completion_tokens: 100 },
}

let database: TestDatabase
let server: ChatServer
let app: App
/** What the models that are not healthy answer, by model. */
const answers = new Map<string, ChatAnswer>()

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startChatServer(({ model }) => answers.get(model) ?? good)
  app = await openTestApp({ database, endpoints: [endpoint('gateway', server.url)], catalog: [free('gateway')], concurrency })
})
afterAll(async () => {
  await app.close()
  await server.stop()
  await database.drop()
})

const requestsTo = (model: string) => server.arrivals().filter((ask) => ask.model === model).length

/** A panel of 16 seats for that model and 16 for a healthy one. */
const runWith = (model: string) =>
  whileWorking([app.work()], () => runPanel(app, { dossiers, personas, jurors: [`gateway:${model}`, `gateway:healthy-beside-${model}`] }))

test.each([
  {
    failure: 'authentication',
    answer: { kind: 'status', status: 401, message: 'this key is not known here' },
    says: 'gateway answered 401: this key is not known here',
    fix: 'The endpoint "gateway" asks for a key: put it into a variable, and name that as apiKeyEnv in panel.config.yaml',
  },
  {
    failure: 'unknown-model',
    answer: { kind: 'status', status: 404, message: 'The model `x` does not exist.', code: 'model_not_found' },
    says: 'gateway answered 404: The model `x` does not exist.',
    fix: 'Run: panel models, and name one of those for gateway',
  },
  {
    failure: 'context-too-long',
    answer: { kind: 'status', status: 400, message: "This model's maximum context length is 512 tokens.", code: 'context_length_exceeded' },
    says: "gateway answered 400: This model's maximum context length is 512 tokens.",
    fix: 'Shorten the dossier, seat a model with a longer context, or start the server with a larger one',
  },
] as const)('$failure stops the seats of that model at once, with the fix, and no others', async ({ failure, answer, says, fix }) => {
  answers.set(failure, answer)
  const record = await runWith(failure)
  expect(requestsTo(failure)).toBeGreaterThan(0)
  expect(requestsTo(failure)).toBeLessThanOrEqual(concurrency)
  const verdicts = record.tools.flatMap(draftsOf)
  const stopped = verdicts.filter(({ model }) => model === `gateway:${failure}`)
  expect(stopped).toHaveLength(16)
  for (const verdict of stopped) {
    expect(verdict).toMatchObject({ status: 'unscored', kind: 'provider-failure', reason: expect.stringContaining(says), callKeys: [] })
    expect(verdict).toMatchObject({ reason: expect.stringContaining(fix) })
  }
  // A seat that was not called says so.
  const notCalled = stopped.filter((verdict) => verdict.status === 'unscored' && verdict.reason.startsWith('not called'))
  expect(notCalled).toHaveLength(16 - requestsTo(failure))
  expect(verdicts.filter(({ status }) => status === 'drafted')).toHaveLength(16)
  expect(requestsTo(`healthy-beside-${failure}`)).toBe(16)
  const [attempts] = await queryRows(
    database,
    `select count(*)::int as n from model_call_attempts a join model_calls c using (key) where c.model = 'gateway:${failure}'`,
  )
  expect(attempts).toEqual({ n: requestsTo(failure) })
})

test('the stop ends with its panel: once the cause is fixed, the next panel asks that model again', async () => {
  answers.set('fixed', { kind: 'status', status: 401, message: 'this key is not known here' })
  const before = await runWith('fixed')
  expect(draftTotals(before)).toMatchObject({ drafted: 16, unscored: 16 })
  answers.delete('fixed')
  const after = await runWith('fixed')
  expect(draftTotals(after)).toMatchObject({ drafted: 32, unscored: 0 })
  expect(after.run.replies).toEqual({ called: 16, fromLedger: 16, replayed: 0 })
})

test('a request that the provider refuses for its own sake stops no other seat', async () => {
  answers.set('fussy', { kind: 'status', status: 400, message: 'the request is not to our taste' })
  const record = await runWith('fussy')
  expect(requestsTo('fussy')).toBe(16)
  expect(draftTotals(record)).toMatchObject({ drafted: 16, unscored: 16 })
})
