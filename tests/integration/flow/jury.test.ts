import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PanelWorker } from '../../../queue/worker.js'
import { estimateCost } from '../../../src/app/estimate-cost.js'
import type { App } from '../../../src/app/open-app.js'
import { recordSchema } from '../../../src/contracts/record.js'
import { allCallKeys, callKeysOf } from '../../../src/panels/ledger/record-calls.js'
import { replyJsonSchema } from '../../../src/panels/prompt/build-request.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, priced, runPanel, someDossiers, somePersonas } from '../../support/flow/test-app.js'
import { sampleReply } from '../../support/samples.js'

const bytesPerToken = 4
const schemaBytes = Buffer.byteLength(JSON.stringify({ name: 'verdict', schema: replyJsonSchema }))
/** What stands between the parts of a prompt when they are joined: a line between the messages, and a blank one between two parts of one. */
const joints = 3

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

async function open(): Promise<App> {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('hosted', server.url)],
    catalog: [priced('hosted', { input: 3, cachedInput: 0.3, output: 15 })],
    concurrency: 16,
    limits: { hosted: { perWorker: 16 } },
  })
  opened = { app, worker: await app.work() }
  return app
}

/** A provider that takes its time, counts tokens as estimates do, and has a prompt cache: a prefix can be read once a reply to it began. */
function startPacedServer(callOf: (ask: ChatAsk) => 'ship' | 'skip') {
  const readable = new Set<string>()
  const reads = { count: 0 }
  const started = startChatServer((ask, prompt) => {
    const prefix = `${ask.model} ${prompt.slice(0, prompt.indexOf('<brief persona='))}`
    const cached = readable.has(prefix)
    if (cached) reads.count += 1
    const prefixBytes = Buffer.byteLength(prefix) - Buffer.byteLength(`${ask.model} `) - joints
    const begun = new Promise<void>((resolve) => setTimeout(resolve, 15)).then(() => {
      readable.add(prefix)
    })
    return {
      kind: 'reply',
      text: JSON.stringify(sampleReply({ call: callOf(ask) })),
      usage: {
        prompt_tokens: Math.ceil((Buffer.byteLength(prompt) - joints + schemaBytes) / bytesPerToken),
        completion_tokens: 1_000,
        prompt_tokens_details: { cached_tokens: cached ? Math.ceil(prefixBytes / bytesPerToken) : 0 },
      },
      hold: { headers: begun },
    }
  })
  return { started, reads }
}

const jury = ['hosted:one', 'hosted:two', 'hosted:three', 'hosted:four', 'hosted:five']

test('a crossed panel takes the seats, calls, cost and cache reads that its estimate says', async () => {
  const { started, reads } = startPacedServer(({ model }) => (model === 'four' || model === 'five' ? 'skip' : 'ship'))
  server = await started
  const app = await open()
  const panel = { dossiers: someDossiers(2), personas: somePersonas(4), jurors: jury, repeat: 2 }
  const { total } = await estimateCost(app, panel, { concurrency: 16 })
  expect(total).toMatchObject({ seats: 8, drafts: 80, calls: 80, cacheReads: 70, fromLedger: 0 })
  const record = recordSchema.parse(await runPanel(app, panel))
  expect(record.totals).toMatchObject({ seats: total.seats, drafts: total.drafts, drafted: 8, unscored: 0 })
  expect(record.totals.modelCalls.recorded).toBe(total.calls)
  expect(server.arrivals()).toHaveLength(total.calls)
  expect(reads.count).toBe(total.cacheReads)
  expect(record.totals.usage).toMatchObject({ inputTokens: total.inputTokens, outputTokens: total.outputTokens })
  expect(record.totals.costUsd).toBeCloseTo(total.withCacheUsd ?? 0, 9)
  expect(record.run.spentUsd).toBeCloseTo(total.withCacheUsd ?? 0, 9)
  expect(record.tools.map(({ panelShip }) => panelShip)).toEqual([1, 2].map(() => expect.objectContaining({ ships: 4, calls: 4 })))
  for (const verdict of record.tools.flatMap(({ verdicts }) => verdicts)) {
    expect(verdict.jury?.jurors.map(({ model, call, calls }) => [model, call, calls.length])).toEqual(
      jury.toSorted().map((model) => [model, model === 'hosted:four' || model === 'hosted:five' ? 'skip' : 'ship', 2]),
    )
    expect(new Set(allCallKeys(verdict)).size).toBe(10)
  }
  const again = await estimateCost(app, panel, { concurrency: 16 })
  expect(again.total).toMatchObject({ calls: 0, fromLedger: 80, withCacheUsd: 0 })
  expect(callKeysOf(record)).toHaveLength(80)
})

test('a third repeat buys only itself, and a repeat never takes the reply of another', async () => {
  server = await startPacedServer(() => 'ship').started
  const app = await open()
  const panel = { dossiers: someDossiers(1), personas: somePersonas(1), jurors: ['hosted:one'] }
  const once = await runPanel(app, panel)
  const thrice = await runPanel(app, { ...panel, repeat: 3 })
  expect([once.schema, thrice.schema]).toEqual(['panel.record/1', 'panel.record/2'])
  expect(server.arrivals()).toHaveLength(3)
  expect(thrice.run.replies).toMatchObject({ called: 2, fromLedger: 1 })
  expect(callKeysOf(thrice)).toEqual(expect.arrayContaining(callKeysOf(once)))
})

test('a seat whose jurors are split says so, and retrying one that failed makes the call', async () => {
  let isUp = false
  server = await startChatServer((ask) =>
    ask.model === 'three' && !isUp
      ? { kind: 'status', status: 400, message: 'not now' }
      : {
          kind: 'reply',
          text: JSON.stringify(sampleReply({ call: ask.model === 'two' ? 'skip' : 'ship' })),
          usage: { prompt_tokens: 1_000, completion_tokens: 100 },
        },
  )
  const app = await open()
  const request = { dossiers: someDossiers(1), personas: somePersonas(1), jurors: ['hosted:one', 'hosted:two', 'hosted:three'] }
  const first = await runPanel(app, request)
  expect(first.tools[0]?.verdicts[0]).toMatchObject({ call: 'split', status: 'drafted' })
  expect(first.tools[0]?.panelShip).toMatchObject({ calls: 0, split: 1, percent: null })
  isUp = true
  await app.retry(first.panelId)
  const second = await app.follow(first.panelId, () => {})
  const [before, after] = [first, second].map(({ tools }) => tools[0]?.verdicts[0])
  expect(after).toMatchObject({ call: 'ship', model: before?.model })
  expect(after?.jury?.jurors.map(({ call }) => call)).toEqual(['ship', 'ship', 'skip'])
})
