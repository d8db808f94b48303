import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PanelWorker } from '../../../queue/worker.js'
import type { Config } from '../../../src/app/config.js'
import type { App } from '../../../src/app/open-app.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type LlamaAnswer, type LlamaAsk, llamaFile, startLlamaServer } from '../../support/flow/llama-server.js'
import { endpoint, openTestApp, queryRows, runPanel, someDossiers, somePersonas } from '../../support/flow/test-app.js'
import { sampleDossier } from '../../support/samples.js'

const panel = { dossiers: someDossiers(2), personas: somePersonas(4), jurors: ['lab:smollm2'] }
const reply: LlamaAnswer = { kind: 'reply' }

let database: TestDatabase
let server: Awaited<ReturnType<typeof startLlamaServer>>
let opened: { app: App; worker: PanelWorker | null }[]

beforeEach(async () => {
  database = await createTestDatabase()
  opened = []
})
afterEach(async () => {
  for (const { app, worker } of opened) {
    await worker?.stop({ deadlineMs: 5_000 })
    await app.close()
  }
  await server.stop()
  await database.drop()
})

const start = async (slots: number | null, decide: (ask: LlamaAsk, visit: number) => LlamaAnswer) => {
  server = await startLlamaServer({ slots, decide })
}
/** An app with a worker that has room for every seat at once, so that a seat that waits does so for another reason. */
const open = async ({ limits = {}, works = true }: { limits?: Config['limits']; works?: boolean } = {}): Promise<App> => {
  const app = await openTestApp({ database, endpoints: [endpoint('lab', server.url, true)], concurrency: 32, limits })
  opened.push({ app, worker: works ? await app.work() : null })
  return app
}
/** Kept as soon as a second request is there at once; else after a while in which one could have come. */
const second = () => Promise.race([server.until(() => server.load.now > 1), new Promise((resolve) => setTimeout(resolve, 100))])

test('a local server is asked one thing at a time, by all workers together', async () => {
  await start(null, () => ({ kind: 'reply', when: second() }))
  const app = await open()
  await open()
  const record = await runPanel(app, panel)
  expect(record.totals).toMatchObject({ drafted: 8, unscored: 0 })
  expect(server.load.most).toBe(1)
  // One tool after the other, so that what was read of the first is still there.
  expect(server.asks.map(({ tool }) => tool).sort()).toEqual([...Array(4).fill('tool-1'), ...Array(4).fill('tool-2')])
})

test('one worker takes the tools one after the other', async () => {
  await start(null, () => reply)
  await runPanel(await open(), panel)
  expect(server.asks.map(({ tool }) => tool)).toEqual([...Array(4).fill('tool-1'), ...Array(4).fill('tool-2')])
})

/** Of how many tools seats were still to come at each ask, its own among them. */
const toolsOpen = () =>
  server.asks.map((_, index) => {
    const [before, after] = [server.asks.slice(0, index + 1), server.asks.slice(index)].map((asks) => new Set(asks.map(({ tool }) => tool)))
    return [...(before ?? [])].filter((tool) => after?.has(tool)).length
  })

test('two workers on one server take one tool after the other, too', async () => {
  await start(null, () => ({ kind: 'reply', when: second() }))
  const app = await open()
  await open()
  expect((await runPanel(app, { ...panel, dossiers: someDossiers(4) })).totals).toMatchObject({ drafted: 16 })
  expect(Math.max(...toolsOpen())).toBe(1)
})

test('a server with slots is asked about as many tools at once, and about the next when all seats of one have ended', async () => {
  await start(2, () => ({ kind: 'reply', when: second() }))
  const app = await open()
  expect((await runPanel(app, { ...panel, dossiers: someDossiers(6) })).totals).toMatchObject({ drafted: 24 })
  expect(Math.max(...toolsOpen())).toBe(2)
})

test('a local server that tells its slots is asked as much at once, by all workers together', async () => {
  await start(2, (_, visit) => ({ kind: 'reply', when: visit <= 2 ? server.until(() => server.load.now === 2) : second() }))
  const app = await open()
  await open()
  expect((await runPanel(app, panel)).totals).toMatchObject({ drafted: 8, unscored: 0 })
  expect(server.load.most).toBe(2)
})

test('what the configuration says counts more than what the server says', async () => {
  await start(1, (_, visit) => ({ kind: 'reply', when: visit <= 2 ? server.until(() => server.load.now === 2) : second() }))
  const app = await open({ limits: { lab: { concurrency: 2 } } })
  expect((await runPanel(app, panel)).totals).toMatchObject({ drafted: 8, unscored: 0 })
  expect(server.load.most).toBe(2)
})

test('on a server with slots the seats of a tool wait until the one ahead has ended, and its slot is free', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await start(4, (_, visit) => (visit === 1 ? { kind: 'reply', when: released } : reply))
  const app = await open()
  const running = runPanel(app, { ...panel, dossiers: someDossiers(1) })
  await server.until(() => server.asks.length === 1)
  // Every other seat has been looked at more than once meanwhile.
  const queue = await app.queues.queue('seats-lab')
  for (;;) {
    const waiting = await queue.getJobs(['waiting', 'delayed', 'prioritized'])
    if (waiting.length === 3 && waiting.every(({ attemptsStarted }) => attemptsStarted > 2)) break
  }
  expect(server.asks).toHaveLength(1)
  release()
  expect((await running).totals).toMatchObject({ drafted: 4, unscored: 0 })
})

test('where slots share one context, calls that ended each other are tried again one at a time, and no seat is lost', async () => {
  const shared = llamaFile('shared-context.txt')
  const ended = () => server.until(() => server.load.now === 2)
  await start(4, (_, visit) =>
    visit <= 2 ? { kind: 'body', status: 200, body: shared, when: ended() } : { kind: 'reply', when: second() },
  )
  let most = 0
  const counted = server.until(() => {
    if (server.asks.length > 2) most = Math.max(most, server.load.now)
    return server.asks.length === 10
  })
  const record = await runPanel(await open(), panel)
  await counted
  expect(record.totals).toMatchObject({ drafted: 8, unscored: 0 })
  expect([server.asks.length, most]).toEqual([10, 1])
})

test('a server that loads its model is waited for, and no attempt is counted', async () => {
  // Once more than a seat may fail: before, it was lost after the fourth.
  await start(1, (_, visit) => (visit <= 5 ? { kind: 'body', status: 503, body: llamaFile('loading.json') } : reply))
  const app = await open()
  const { plan } = await app.kickOff({ ...panel, dossiers: someDossiers(1), personas: somePersonas(2), recordings: null, budgetUsd: null })
  const reasonsSeen = new Set<string | null>()
  const record = await app.follow(plan.panelId, (seats) => {
    for (const { reason } of seats) reasonsSeen.add(reason)
  })
  expect(record.totals).toMatchObject({ drafted: 2, unscored: 0 })
  expect(server.asks).toHaveLength(7)
  expect([...reasonsSeen]).toContain('lab is loading its model; it is asked again in 8 s')
})

test('the slots of a server that loads when the worker starts are learned once it has loaded', async () => {
  await start(2, (_, visit) => ({ kind: 'reply', when: visit > 1 && visit < 4 ? server.until(() => server.load.now === 2) : undefined }))
  server.state.isLoading = true
  const app = await open()
  server.state.isLoading = false
  expect((await runPanel(app, panel)).totals).toMatchObject({ drafted: 8 })
  expect(server.load.most).toBe(2)
})

test('a server that never loads its model costs the panel five minutes and no more: its seats say why', async () => {
  await start(1, () => ({ kind: 'body', status: 503, body: llamaFile('loading.json') }))
  const app = await open({ works: false })
  const { plan } = await app.kickOff({ ...panel, recordings: null, budgetUsd: null })
  // As if each had been sent away for almost as long already.
  await queryRows(database, 'update seats set deferrals = 40')
  opened.push({ app: await openTestApp({ database, endpoints: [], concurrency: 1 }), worker: await app.work() })
  const { tools } = await app.follow(plan.panelId, () => {})
  const reasons = tools.flatMap(({ verdicts }) => verdicts.map((verdict) => (verdict.status === 'unscored' ? verdict.reason : 'drafted')))
  expect(reasons.filter((reason) => reason.startsWith('lab was asked for 5 minutes and was still loading its model'))).toHaveLength(1)
  expect(
    reasons.filter((reason) => reason.startsWith('not called, because another seat of this model failed: lab was asked')),
  ).toHaveLength(7)
  expect(server.asks).toHaveLength(1)
})

test('a reply that fills the context says which setting is too small, is not asked to be repaired, and stops no one else', async () => {
  await start(1, ({ persona }) => (persona === 'persona-2' ? { kind: 'body', status: 200, body: llamaFile('context-full.json') } : reply))
  const record = await runPanel(await open(), { ...panel, dossiers: someDossiers(1) })
  expect(record.totals).toMatchObject({ drafted: 3, unscored: 1 })
  expect(server.asks.filter(({ persona }) => persona === 'persona-2')).toHaveLength(1)
  const [full] = record.tools.flatMap(({ verdicts }) => verdicts.filter(({ status }) => status === 'unscored'))
  expect(full).toMatchObject({ kind: 'truncated', callKeys: [expect.any(String)] })
  expect(full).toMatchObject({ reason: expect.stringMatching(/context of the model is full, with 39 of the prompt and 217 of the reply/) })
  expect(full).toMatchObject({ reason: expect.stringMatching(/--ctx-size.*-np 1.*--max-model-len/) })
})

test('a dossier too long for the context leaves the tools with shorter ones their verdicts', async () => {
  const [short, long] = someDossiers(2)
  if (short === undefined || long === undefined) throw new Error('there are two')
  const dossiers = [short, sampleDossier({ ...long, tool: { ...long.tool, description: 'Words and words. '.repeat(200) } })]
  await start(1, ({ tool }) => (tool === 'tool-2' ? { kind: 'body', status: 400, body: llamaFile('too-long.json') } : reply))
  const record = await runPanel(await open(), { ...panel, dossiers: dossiers.toReversed() })
  expect(record.totals).toMatchObject({ drafted: 4, unscored: 4 })
  expect(record.tools.find(({ slug }) => slug === 'tool-1')?.verdicts.map(({ status }) => status)).toEqual(Array(4).fill('drafted'))
})

test('a persona too long for the context leaves the shorter ones their verdicts', async () => {
  await start(1, ({ persona }) => (persona === 'persona-10' ? { kind: 'body', status: 400, body: llamaFile('too-long.json') } : reply))
  const record = await runPanel(await open(), { ...panel, dossiers: someDossiers(1), personas: somePersonas(10).toReversed() })
  expect(record.totals).toMatchObject({ drafted: 9, unscored: 1 })
})
