import { afterEach, beforeEach, expect, test } from 'vitest'
import { providerQueue } from '../../../queue/names.js'
import type { PanelWorker } from '../../../queue/worker.js'
import type { App } from '../../../src/app/open-app.js'
import type { MeteredPrice } from '../../../src/providers/catalog/catalog-entry.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, priced, runPanel, someDossiers, somePersonas } from '../../support/flow/test-app.js'
import { draftsOf, draftTotals } from '../../support/record-drafts.js'
import { samplePersona, sampleReply } from '../../support/samples.js'

const cachedPrices = { input: 3, cachedInput: 0.3, output: 15 }
/** Two tools and two jurors: four groups of four seats, each with a prefix that its seats share. */
const panel = { dossiers: someDossiers(2), personas: somePersonas(4), jurors: ['hosted:one', 'hosted:two'] }
const groupOf = ({ model, tool }: Pick<ChatAsk, 'model' | 'tool'>) => `${model} ${tool}`
const groups = ['one tool-1', 'one tool-2', 'two tool-1', 'two tool-2']

let database: TestDatabase
let server: ChatServer
let opened: { app: App; worker: PanelWorker } | null

beforeEach(async () => {
  database = await createTestDatabase()
  opened = null
})
afterEach(async () => {
  await opened?.worker.stop({ deadlineMs: 5_000 })
  await opened?.app.close()
  await server.stop()
  await database.drop()
})

/** A good reply; one that is held waits with its headers, or with the rest of its body, until those promises are kept. */
function reply(hold: ChatAnswer['hold'] = {}): ChatAnswer {
  return { kind: 'reply', text: JSON.stringify(sampleReply()), usage: { prompt_tokens: 1_000, completion_tokens: 100 }, hold }
}

/** An app that works, with room for every seat at once, so that a seat that waits does so for another reason. */
async function open(prices: MeteredPrice['usdPerMillionTokens'] | 'local'): Promise<App> {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('hosted', server.url, prices === 'local')],
    catalog: prices === 'local' ? [] : [priced('hosted', prices)],
    concurrency: 32,
    limits: { hosted: { perWorker: 32 } },
  })
  opened = { app, worker: await app.work() }
  return app
}

const arrived = (group: string) => server.arrivals().filter((ask) => groupOf(ask) === group).length
const isFirstOfGroup = (ask: ChatAsk) => arrived(groupOf(ask)) === 1

/** Resolves once the queue has taken every seat up that often: a seat that does not wait has sent its request by then. */
async function takenUp(times: number): Promise<void> {
  const queue = await opened?.app.queues.queue(providerQueue('hosted'))
  for (;;) {
    const waiting = (await queue?.getJobs(['waiting', 'delayed', 'prioritized'])) ?? []
    if (waiting.every(({ attemptsStarted }) => attemptsStarted >= times)) return
  }
}

test('one seat of each tool and juror goes ahead; the others ask when its reply begins, and do not wait for its end', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  server = await startChatServer((ask) => {
    if (!isFirstOfGroup(ask)) return reply()
    // Its end comes after the other three have asked: if they waited for it, no one would ever go on.
    return reply({ headers: released, end: server.until(() => arrived(groupOf(ask)) === 4) })
  })
  const app = await open(cachedPrices)
  const running = runPanel(app, panel)
  await server.until(() => server.arrivals().length === 4)
  // By now every follower has been looked at five times, more often than a seat may fail.
  await takenUp(5)
  expect(server.arrivals().map(groupOf).sort()).toEqual(groups)
  release()
  const record = await running
  expect(draftTotals(record)).toMatchObject({ drafts: 16, drafted: 16, unscored: 0 })
  for (const group of groups) {
    const log = server.events.filter(({ ask }) => groupOf(ask) === group).map(({ event }) => event)
    expect(log.slice(0, 3)).toEqual(['arrived', 'begun', 'arrived'])
    expect(log.filter((event) => event === 'arrived')).toHaveLength(4)
  }
})

test('waiting for the one ahead is no attempt: a seat that waited long may still fail three times', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  server = await startChatServer((ask) => {
    if (isFirstOfGroup(ask)) return reply({ headers: released })
    return ask.visit < 4 ? { kind: 'status', status: 429, message: 'slow down', headers: { 'retry-after': '0' } } : reply()
  })
  const app = await open(cachedPrices)
  const running = runPanel(app, { ...panel, dossiers: someDossiers(1), personas: somePersonas(2), jurors: ['hosted:one'] })
  await server.until(() => server.arrivals().length === 1)
  await takenUp(5)
  release()
  expect(draftTotals(await running)).toMatchObject({ drafted: 2, unscored: 0 })
  expect(server.arrivals()).toHaveLength(5)
})

test('when the one ahead fails, the others go on without it', async () => {
  server = await startChatServer((ask) =>
    ask.persona === 'persona-1' ? { kind: 'status', status: 400, message: 'not to our taste' } : reply(),
  )
  const record = await runPanel(await open(cachedPrices), panel)
  expect(draftTotals(record)).toMatchObject({ drafts: 16, drafted: 12, unscored: 4 })
  for (const group of groups) {
    const log = server.events.filter(({ ask }) => groupOf(ask) === group)
    expect(log.slice(0, 2).map(({ event, ask }) => `${ask.persona} ${event}`)).toEqual(['persona-1 arrived', 'persona-1 begun'])
  }
})

test('when the one ahead meets a failure that all would meet, it alone has asked', async () => {
  server = await startChatServer(() => ({ kind: 'status', status: 401, message: 'who are you' }))
  const record = await runPanel(await open(cachedPrices), { ...panel, dossiers: someDossiers(1) })
  expect(draftTotals(record)).toMatchObject({ drafts: 8, drafted: 0, unscored: 8 })
  expect(server.arrivals().map(groupOf).sort()).toEqual(['one tool-1', 'two tool-1'])
})

test('when the job of the one ahead dies without a result, the others go on', async () => {
  server = await startChatServer(() => reply())
  const personas = [samplePersona({ id: 'broken', order: 0, template: 'Review {{ nonsense }}.' }), ...somePersonas(3)]
  const record = await runPanel(await open(cachedPrices), { ...panel, personas, jurors: ['hosted:one'] })
  expect(draftTotals(record)).toMatchObject({ drafts: 8, drafted: 6, unscored: 2 })
  const lost = record.tools.flatMap((tool) => draftsOf(tool).filter((verdict) => verdict.persona === 'broken'))
  expect(lost).toMatchObject([{ kind: 'never-finished' }, { kind: 'never-finished' }])
})

test('one ahead whose reply is in the ledger already keeps no one waiting', async () => {
  server = await startChatServer(() => reply())
  const app = await open(cachedPrices)
  await runPanel(app, { ...panel, personas: somePersonas(1) })
  expect(server.arrivals()).toHaveLength(4)
  const record = await runPanel(app, panel)
  expect(draftTotals(record)).toMatchObject({ drafted: 16, unscored: 0 })
  expect(record.run.replies).toEqual({ called: 12, fromLedger: 4, replayed: 0 })
})

test('a local model has one seat of each tool go ahead too, and spares its server the reading', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  server = await startChatServer((ask) => reply(isFirstOfGroup(ask) ? { headers: released } : {}))
  const running = runPanel(await open('local'), panel)
  await server.until(() => server.arrivals().length === 4)
  await takenUp(3)
  expect(server.arrivals().map(groupOf).sort()).toEqual(groups)
  release()
  expect(draftTotals(await running)).toMatchObject({ drafted: 16, unscored: 0 })
})

test('no one waits for a model that caches nothing: all sixteen requests are there before one is answered', async () => {
  server = await startChatServer(() => reply({ headers: server.until(() => server.arrivals().length === 16) }))
  const record = await runPanel(await open({ input: 3, cachedInput: null, output: 15 }), panel)
  expect(draftTotals(record)).toMatchObject({ drafted: 16, unscored: 0 })
})
