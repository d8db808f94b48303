import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { IntakeFacts } from '../../../src/app/intake-facts.js'
import type { App } from '../../../src/app/open-app.js'
import { recordFacts } from '../../../src/cli/record-facts.js'
import { type ProposalSource, proposedFieldsSchema } from '../../../src/contracts/proposal.js'
import { createIntakeStore } from '../../../src/evidence/store/intakes.js'
import { readRecordings, writeRecordings } from '../../../src/panels/ledger/recording-files.js'
import { recordedJurors } from '../../../src/panels/opinion/plan-opinion.js'
import { sha256 } from '../../../src/platform/hash.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, priced, queryRows, type TestAppOptions } from '../../support/flow/test-app.js'
import { factsReply, sampleSources } from '../../support/panels/facts/sample.js'
import { testConfig } from '../../support/test-config.js'

/** A call costs a dollar: a thousand tokens out. It may cost 3.072. */
const usage = { prompt_tokens: 100, completion_tokens: 1_000 }
const say = (text: string): ChatAnswer => ({ kind: 'reply', text, usage })
const good = factsReply(
  [{ source: 'home', from: 3, to: 3, statement: 'Ferrydoc needs 4 GB of memory.' }],
  [{ source: 'home', from: 5, to: 5, field: 'vendor', value: 'Tideworks GmbH' }],
)
const { signal } = new AbortController()

let database: TestDatabase
let server: ChatServer
let answer: (ask: ChatAsk) => ChatAnswer
let count = 0
const apps: App[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  answer = () => say(good)
  server = await startChatServer((ask) => answer(ask))
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
  await server.stop()
  await database.drop()
})

async function open(change: Partial<TestAppOptions> = {}): Promise<App> {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 0, cachedInput: null, output: 1_000 })],
    concurrency: 4,
    ...change,
  })
  apps.push(app)
  return app
}

function sources(): ProposalSource[] {
  return sampleSources().map(({ id, text }) => ({
    ...{ id, text, kind: 'website', title: id, publisher: 'Tideworks', url: `https://example.com/${id}`, publishedOn: '2026-11-20' },
    ...{ isPublishedKnown: false, retrievedOn: '2026-11-20', sha256: sha256(text), hidden: [], steering: [] },
    capture: {
      ...{ finalUrl: `https://example.com/${id}`, fetchedAt: '2026-11-20T10:00:00.000Z', status: 200, mediaType: 'text/html' },
      ...{ bytesSha256: sha256(text), extraction: 1 },
    },
  }))
}

/** What drafts the facts of a new intake. */
async function newIntake(app: App, { budgetUsd = null as number | null } = {}) {
  count += 1
  const id = `int_${count}`
  const intake = {
    id,
    addresses: ['https://example.com/'],
    model: 'gateway:writer',
    budgetUsd,
    actor: null,
    tool: null,
    status: 'reading' as const,
  }
  await createIntakeStore(app.db).create({ ...intake, createdAt: new Date('2026-11-20T10:00:00Z') })
  const facts = await app.intakeFacts()
  return { id, facts, draft: drafterOf(facts, intake) }
}

function drafterOf(facts: IntakeFacts, intake: { id: string; model: string | null }) {
  const draft = facts.factsFor(intake)
  if (draft === null) throw new Error('no model drafts')
  return () => draft({ sources: sources(), toolName: 'Ferrydoc', signal })
}

test('a model drafts facts and fields through the ledger, on behalf of the intake that pays', async () => {
  const app = await open()
  const { id, draft } = await newIntake(app)
  const { facts, fields, model } = await draft()
  const [fact] = facts
  expect(fact).toMatchObject({ value: 'Ferrydoc needs 4 GB of memory.', how: 'model', found: { source: 'home' } })
  expect(sources()[0]?.text.slice(fact?.found.start, fact?.found.end)).toBe(fact?.found.words)
  expect(fields.vendor).toMatchObject({ value: 'Tideworks GmbH', found: { words: 'Ferrydoc is made by Tideworks GmbH.' } })
  expect(model).toEqual({ id: 'gateway:writer', origin: 'recorded', facts: 1, message: null, callKeys: [expect.any(String)], costUsd: 1 })
  expect(() => proposedFieldsSchema.shape.facts.parse(facts)).not.toThrow()
  expect(await queryRows(database, 'SELECT intake_id, panel_id, status, charged_usd::float8 AS usd FROM model_call_attempts')).toEqual([
    { intake_id: id, panel_id: null, status: 'settled', usd: 1 },
  ])
})

test('the same pages read again ask no one again', async () => {
  const app = await open()
  const first = await (await newIntake(app)).draft()
  const again = await (await newIntake(app)).draft()
  expect(again).toEqual(first)
  expect(server.arrivals()).toHaveLength(1)
})

test('a budget that does not cover the call sends nothing, and the proposal says why it has no facts', async () => {
  const app = await open()
  const { model, facts } = await (await newIntake(app, { budgetUsd: 1 })).draft()
  expect(facts).toEqual([])
  expect(model).toMatchObject({
    callKeys: [],
    costUsd: 0,
    message: expect.stringMatching(/^No facts were drafted by gateway:writer: over budget: .*Raise the budget/),
  })
  expect(server.arrivals()).toEqual([])
})

test('a budget that covers one call and no repair keeps what the first reply said well', async () => {
  const app = await open()
  answer = () =>
    say(
      factsReply([
        { source: 'home', from: 3, to: 3, statement: 'Ferrydoc needs 4 GB of memory.' },
        { source: 'home', from: 99, to: 99, statement: 'X.' },
      ]),
    )
  const { model, facts } = await (await newIntake(app, { budgetUsd: 3.5 })).draft()
  expect(facts).toHaveLength(1)
  expect(model).toMatchObject({ costUsd: 1, message: expect.stringMatching(/^Left out: fact 2: .* over budget/) })
  expect(server.arrivals().map(({ round }) => round)).toEqual([1])
})

test('recorded calls replay to the same facts, and call no one', async () => {
  const app = await open()
  answer = ({ round }) => say(round === 1 ? factsReply([{ source: 'nowhere', from: 1, to: 1, statement: 'X.' }]) : good)
  const { facts, draft } = await newIntake(app)
  const drafted = await draft()
  const folder = await mkdtemp(join(tmpdir(), 'panel-facts-'))
  try {
    await writeRecordings(folder, await facts.recordingsOf(drafted.model))
    const { recordings } = await readRecordings(folder)
    expect(recordings).toHaveLength(2)
    expect(recordedJurors(recordings)).toEqual([])
    const replay = facts.replayOf(recordings)
    const request = { sources: sources(), toolName: 'Ferrydoc', signal }
    expect(await replay(request)).toEqual(drafted)
    expect(server.arrivals()).toHaveLength(2)
    const [home, ...others] = sources()
    const changed = await replay({ ...request, sources: [{ ...(home as ProposalSource), text: 'Another page.' }, ...others] })
    expect(changed).toMatchObject({
      facts: [],
      model: {
        message: expect.stringMatching(/no recording answers this request.*Record it live with: panel tool add … --facts gateway:writer/),
        costUsd: 0,
      },
    })
    expect(() => facts.replayOf([])).toThrow('none of the recordings is of a call for facts')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each<[string, () => ChatAnswer, string | RegExp]>([
  [
    'ten thousand facts',
    () => say(factsReply(Array.from({ length: 10_000 }, () => ({ source: 'home', from: 3, to: 3, statement: 'It needs <b>.' })))),
    /^Left out: /,
  ],
  ['lists in lists', () => say('[{"facts":'.repeat(20_000)), 'Left out: The reply holds no JSON object with facts or fields.'],
  ['control characters', () => say('\u0000\u001b[2J{"facts":\u0007'), 'Left out: The reply holds no JSON object with facts or fields.'],
  [
    'a key that is wrong',
    () => ({ kind: 'status', status: 401, message: 'no such key' }),
    /^gateway:writer could not be asked for facts: /,
  ],
  ['a connection that breaks', () => ({ kind: 'drop', when: 'amid' }), /^gateway:writer could not be asked for facts: /],
  ['no answer at all', () => ({ kind: 'body', body: null }), /gateway:writer/],
])('a model that answers with %s fails no intake', async (_, given, expected) => {
  answer = given
  const app = await open()
  const { facts, fields, model } = await (await newIntake(app)).draft()
  expect([facts, fields]).toEqual([[], {}])
  expect(model.message).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected))
  expect(model.message?.length).toBeLessThanOrEqual(1_000)
})

test('a page that holds a key is recorded nowhere', async () => {
  const app = await open()
  const { id, facts } = await newIntake(app)
  const [home, ...others] = sources()
  const key = `ghp_${'a1B2'.repeat(9)}`
  const leaking = [{ ...(home as ProposalSource), text: `${home?.text}\n\nOur token is ${key} today.` }, ...others]
  const { model } = (await facts.factsFor({ id, model: 'gateway:writer' })?.({ sources: leaking, toolName: null, signal })) ?? {
    model: null,
  }
  const config = testConfig(database.connectionString)
  const folder = await mkdtemp(join(tmpdir(), 'panel-facts-'))
  const to = join(folder, 'recordings')
  try {
    const written = recordFacts({ intakeId: id, model, to }, { app, config })
    await expect(written).rejects.toThrow(/nothing was written[\s\S]*a GitHub token[\s\S]*as int_\d+\./)
    await expect(written).rejects.not.toThrow(key)
    await expect(readRecordings(to)).rejects.toThrow('cannot read the folder')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an estimate is of the call that would be made, and of none once it was', async () => {
  const app = await open()
  const { facts, draft } = await newIntake(app)
  const asked = { model: 'gateway:writer', sources: sources(), toolName: 'Ferrydoc' }
  expect(await facts.estimate(asked)).toMatchObject({ calls: 1, outputTokens: 1_000, costUsd: 1, durationMs: null, cut: [] })
  await draft()
  expect(await facts.estimate(asked)).toMatchObject({ calls: 0, fromLedger: 1, costUsd: 0, durationMs: 0 })
  await expect((async () => facts.estimate({ ...asked, model: 'nowhere:x' }))()).rejects.toThrow('no provider is called "nowhere"')
})

test('retention keeps the replies of intakes for its days, and then deletes them', async () => {
  const app = await open({ retention: { repliesDays: 180 } })
  const { facts, draft } = await newIntake(app)
  const { model } = await draft()
  const clean = () => app.cleanUp({ isDryRun: false, signal })
  await clean()
  expect(await facts.recordingsOf(model)).toHaveLength(1)
  const longAgo = "- interval '200 days'"
  await queryRows(database, `UPDATE model_calls SET settled_at = settled_at ${longAgo}, lease_until = lease_until ${longAgo}`)
  await clean()
  await expect(facts.recordingsOf(model)).rejects.toThrow('holds no reply of the model call')
  expect(await queryRows(database, 'SELECT status FROM model_call_attempts')).toEqual([{ status: 'settled' }])
  // Read again, it is bought again.
  expect((await (await newIntake(app)).draft()).facts).toHaveLength(1)
  expect(server.arrivals()).toHaveLength(2)
})
