import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { App } from '../../../src/app/open-app.js'
import { replySources, spentText } from '../../../src/cli/reply-sources.js'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { endpoint, openTestApp, priced, queryRows, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { type LoopbackServer, startLoopbackServer } from '../../support/loopback-server.js'
import { sampleReply } from '../../support/samples.js'

/** At this price a call's worst case is exactly one dollar: 4,096 tokens of output at most. */
const prices = { input: 0, cachedInput: null, output: 244.140625 }

let database: TestDatabase
let server: LoopbackServer
let app: App
let requests: number
let respond: (response: ServerResponse) => void

beforeEach(async () => {
  database = await createTestDatabase()
  requests = 0
  server = await startLoopbackServer((request, response) => {
    if (request.method !== 'POST') return response.writeHead(404).end()
    requests += 1
    request.resume().on('end', () => respond(response))
  })
})
afterEach(async () => {
  await app.close()
  await server.stop()
  await database.drop()
})

const url = () => `${server.url}/v1`
const open = ({ isPriced = true, isLocal = false } = {}) =>
  openTestApp({
    database,
    endpoints: [endpoint('gateway', url(), isLocal)],
    catalog: isPriced && !isLocal ? [priced('gateway', prices)] : [],
    concurrency: 1,
  })

async function run(budgetUsd: number | null = null): Promise<PanelRecord> {
  const { plan } = await app.kickOff({
    dossiers: someDossiers(1),
    personas: somePersonas(1),
    jurors: ['gateway:one'],
    recordings: null,
    budgetUsd,
  })
  return whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
}

const verdict = (record: PanelRecord) => record.tools[0]?.verdicts[0]

/** A body of 200 as the server writes it. */
const body = (text: string) => (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end(text)

const completion = ({ content = JSON.stringify(sampleReply()), usage = '{"prompt_tokens":10,"completion_tokens":1024}', more = '' } = {}) =>
  `{"choices":[{"message":{"content":${JSON.stringify(content)}},"finish_reason":"stop"}],"usage":${usage}${more}}`

describe('a call that may have been billed and brought no reply', () => {
  test.each([
    ['a body that holds no message', body('{"object":"nothing"}'), 1],
    ['a body that is no JSON', body('<html>'), 1],
    [
      'a connection that breaks amid the body',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"id":"', () => response.destroy())
      },
      4,
    ],
    ['a connection that breaks before the answer', (response: ServerResponse) => response.destroy(), 4],
    ['a body that is too large', body(`${' '.repeat(17 * 1024 * 1024)}{}`), 1],
  ])('costs "not known" in seat, totals and the words of the run: %s', async (_name, answer, expected) => {
    app = await open()
    respond = answer
    const record = await run()
    expect(requests).toBe(expected)
    expect(verdict(record)).toMatchObject({
      status: 'unscored',
      kind: 'provider-failure',
      usage: null,
      costUsd: null,
      latencyMs: null,
      callKeys: [],
    })
    const unknown = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null }
    expect(record.totals).toMatchObject({ costUsd: null, modelTimeMs: null, usage: unknown })
    expect(record.run).toMatchObject({ spentUsd: expected, replies: { called: 0 }, lostCalls: expected })
    expect(replySources(record)).toContain(`${expected} call${expected === 1 ? '' : 's'} that brought no reply and may have been billed`)
    expect(spentText(record)).toMatch(/^at most \$\d\.0000 \(.*not known\)$/)
  })

  test('of a model without a price is not counted as nothing', async () => {
    app = await open({ isPriced: false })
    respond = body('{"object":"nothing"}')
    const record = await run()
    expect(verdict(record)).toMatchObject({ costUsd: null })
    expect(record.run).toMatchObject({ spentUsd: null, lostCalls: 1 })
    expect(spentText(record)).toContain('not known')
  })

  test('of a model that runs locally costs nothing', async () => {
    app = await open({ isLocal: true })
    respond = body('{"object":"nothing"}')
    const record = await run()
    expect(verdict(record)).toMatchObject({ costUsd: 0, usage: null, latencyMs: null })
    expect(record.totals.costUsd).toBe(0)
    expect(record.run).toMatchObject({ spentUsd: 0 })
  })

  test('an error that the provider answered with cost nothing, and is said to', async () => {
    app = await open()
    respond = (response) => response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no \\u0000 taste"}}')
    const record = await run()
    expect(requests).toBe(1)
    expect(verdict(record)).toMatchObject({ kind: 'provider-failure', costUsd: 0 })
    expect(record.run).toMatchObject({ spentUsd: 0, replies: { called: 0 } })
    expect(record.run).not.toHaveProperty('lostCalls')
    expect(replySources(record)).toBe('No reply was bought.')
  })

  test('behind a reply that was kept leaves both in the seat: the reply that was bought, and that the sum is not known', async () => {
    app = await open()
    respond = (response) => body(requests === 1 ? completion({ content: 'I would ship it.' }) : '{"object":"nothing"}')(response)
    const record = await run()
    expect(requests).toBe(2)
    expect(verdict(record)).toMatchObject({ kind: 'provider-failure', costUsd: null, usage: null, callKeys: [expect.any(String)] })
    expect(record.run).toMatchObject({ spentUsd: 1.25, replies: { called: 1 }, lostCalls: 1 })
  })
})

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('a reply that was paid for is asked for once', () => {
  test.each([
    ['nested a hundred thousand deep beside the message', completion({ more: `,"debug":${nested(50_000)}` })],
    ['nested five thousand deep beside the message', completion({ more: `,"debug":${nested(5_000)}` })],
    ['with a NUL and half a surrogate pair beside the message', completion({ more: ',"debug":{"\\u0000":"\\u0000 \\ud800"}' })],
    [
      'with numbers that no one can hold beside the message',
      completion({ more: ',"debug":[1e400,-1e400,123456789012345678901234567890]' }),
    ],
    [
      'with a NUL and half a surrogate pair in the verdict',
      completion({ content: JSON.stringify({ ...sampleReply(), quote: 'Small \u0000 teams \ud800 pay nothing for it [1].' }) }),
    ],
    ['with more tokens than an integer holds', completion({ usage: '{"prompt_tokens":10,"completion_tokens":9007199254740991}' })],
    ['with a number of tokens that is none', completion({ usage: '{"prompt_tokens":1e400,"completion_tokens":-5}' })],
    ['of half a megabyte', completion({ more: `,"debug":"${'x'.repeat(500_000)}"` })],
  ])('and drafted: %s', async (_name, text) => {
    app = await open()
    respond = body(text)
    const record = await run()
    expect(requests).toBe(1)
    expect(verdict(record)).toMatchObject({ status: 'drafted', callKeys: [expect.any(String)] })
    expect(record.run.replies).toEqual({ called: 1, fromLedger: 0, replayed: 0 })
    // It can be recorded, and a new panel buys nothing.
    expect(await app.recordingsOf(record)).toHaveLength(1)
    expect((await run()).run.replies).toEqual({ called: 0, fromLedger: 1, replayed: 0 })
    expect(requests).toBe(1)
  })

  test.each([
    ['nested brackets', nested(50_000)],
    ['open brackets', '['.repeat(100_000)],
    ['open braces', '{"a":'.repeat(20_000)],
    ['a NUL', '\u0000'],
    ['half a surrogate pair', '\ud800'],
  ])('and its repair once: %s for a verdict', async (_name, content) => {
    app = await open()
    respond = body(completion({ content }))
    const record = await run()
    expect(requests).toBe(2)
    expect(verdict(record)).toMatchObject({
      status: 'unscored',
      kind: 'malformed-reply',
      costUsd: 0.5,
      callKeys: [expect.any(String), expect.any(String)],
    })
    expect(record.run).toMatchObject({ spentUsd: 0.5, replies: { called: 2 } })
    expect(await app.recordingsOf(record)).toHaveLength(2)
  })
})

describe('what the database refuses for good', () => {
  test('a reply that it refuses is settled by a stand-in with its price: the seat ends at once, and a retry asks again', async () => {
    app = await open()
    respond = body(completion({ more: ',"debug":"refuse me"' }))
    await queryRows(database, `alter table model_calls add constraint refused check (raw is null or raw::text not like '%refuse me%')`)
    const record = await run()
    expect(requests).toBe(1)
    expect(verdict(record)).toMatchObject({
      kind: 'malformed-reply',
      reason: expect.stringMatching(/could not be kept: PostgreSQL refuses it \(23514\)/),
      usage: { inputTokens: 10, outputTokens: 1024 },
      costUsd: 0.25,
      callKeys: [expect.any(String)],
    })
    expect(record.run).toMatchObject({ spentUsd: 0.25, replies: { called: 1 } })
    expect(await app.recordingsOf(record)).toMatchObject([{ raw: { schema: 'panel.unkept-reply/1' } }])
    respond = body(completion())
    await app.retry(record.panelId)
    const after = await whileWorking([app.work()], () => app.follow(record.panelId, () => {}))
    expect(verdict(after)).toMatchObject({ status: 'drafted' })
    expect(requests).toBe(2)
  })

  test('when nothing of a reply can be kept, its seat ends at once with what it cost', async () => {
    app = await open()
    respond = body(completion())
    await queryRows(database, `alter table model_calls add constraint refused check (status <> 'settled')`)
    const record = await run()
    expect(requests).toBe(1)
    expect(verdict(record)).toMatchObject({
      kind: 'never-finished',
      reason: expect.stringContaining('was paid for and could not be kept'),
      usage: { outputTokens: 1024 },
      costUsd: 0.25,
      callKeys: [],
    })
    expect(record.totals.costUsd).toBe(0.25)
    const { plan } = await app.panels.find(record.panelId)
    const documents = await app.panels.documents(plan)
    const bundle = buildBundle({ plan, ...documents, recordings: [], record, madeWith: 'a test' })
    expect(await verifyBundle(bundle, app.registry.reader)).toMatchObject({ identical: true })
  })

  test('a draft that it refuses ends its seat, and nothing is asked for again', async () => {
    app = await open()
    respond = body(completion())
    await queryRows(database, `alter table seats add constraint refused check (status <> 'drafted')`)
    const record = await run()
    expect(requests).toBe(1)
    expect(verdict(record)).toMatchObject({
      kind: 'malformed-reply',
      reason: expect.stringContaining('what came of the seat could not be stored'),
      costUsd: 0.25,
      callKeys: [expect.any(String)],
    })
  })
})
