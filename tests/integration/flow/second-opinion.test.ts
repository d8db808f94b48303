import { afterEach, beforeEach, expect, test } from 'vitest'
import { estimateCost } from '../../../src/app/estimate-cost.js'
import type { App } from '../../../src/app/open-app.js'
import { renderEstimate } from '../../../src/cli/estimate.js'
import { renderScorecard } from '../../../src/cli/scorecard.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import { planSchema } from '../../../src/contracts/plan.js'
import { type PanelRecord, recordSchema } from '../../../src/contracts/record.js'
import type { Opinion } from '../../../src/contracts/second-opinion.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { recordingSet } from '../../../src/panels/ledger/recording-files.js'
import { isOpinionRequest } from '../../../src/panels/opinion/build-opinion-request.js'
import { recordedJurors } from '../../../src/panels/opinion/plan-opinion.js'
import { otherDrafts } from '../../../src/panels/record/build-verdict.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatAsk, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
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
import { opinionReply } from '../../support/panels/opinion/sample.js'
import { sampleReply } from '../../support/samples.js'

/** A call of each model costs a dollar: a thousand tokens out. */
const usage = { prompt_tokens: 100, completion_tokens: 1_000 }
const say = (text: string): ChatAnswer => ({ kind: 'reply', text, usage })
/** Each persona says something else, so that each draft is asked about in a call of its own. */
const verdictOf = ({ persona }: ChatAsk) =>
  say(
    JSON.stringify(
      sampleReply({ quote: `Small teams pay nothing for it [1], so I try it ${persona === 'persona-1' ? 'today' : 'soon'}.` }),
    ),
  )
const questioning = ({ pairs }: ChatAsk) => say(opinionReply(pairs, { 1: 'not supported' }))

let database: TestDatabase
let server: ChatServer
let opinionOf: (ask: ChatAsk) => ChatAnswer
const apps: App[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  opinionOf = questioning
  server = await startChatServer((ask) => (ask.pairs > 0 ? opinionOf(ask) : verdictOf(ask)))
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
  await server.stop()
  await database.drop()
})

async function open(secondOpinion?: string[]): Promise<App> {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 0, cachedInput: null, output: 1_000 })],
    concurrency: 4,
    ...(secondOpinion === undefined ? {} : { secondOpinion }),
  })
  apps.push(app)
  return app
}

const dossiers = someDossiers(1)
const personas = somePersonas(2)
const request = { dossiers, personas, jurors: ['gateway:juror'] }
const run = (app: App, change: { jurors?: string[]; budgetUsd?: number } = {}) =>
  whileWorking([app.work()], () => runPanel(app, { ...request, ...change }))

const drafts = ({ tools }: PanelRecord) =>
  tools.flatMap(({ verdicts }) => verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? [verdict] : [])))
const opinions = (record: PanelRecord): Opinion[] => drafts(record).flatMap(({ opinion }) => opinion ?? [])
const askedModels = () => server.arrivals().map(({ model, pairs }) => `${model} ${pairs > 0 ? 'opinion' : 'verdict'}`)

test('a second model reads each draft, through the ledger: in the record, its totals and what the run spent', async () => {
  const app = await open(['gateway:second'])
  const record = recordSchema.parse(await run(app))
  expect(askedModels().sort()).toEqual(['juror verdict', 'juror verdict', 'second opinion', 'second opinion'])
  expect(opinions(record)).toEqual([
    expect.objectContaining({ model: 'gateway:second', origin: 'recorded', costUsd: 1, missing: null, pairsLeftOut: 0 }),
    expect.objectContaining({ model: 'gateway:second' }),
  ])
  expect(opinions(record)[0]?.pairs.map(({ part, evidence, support }) => [part, evidence, support])).toEqual([
    ['quote', 1, 'not supported'],
    ['evidence 1', 1, 'supported'],
  ])
  expect(record.totals).toMatchObject({ seats: 2, drafted: 2, modelCalls: { recorded: 4 }, costUsd: 4, usage: { outputTokens: 4_000 } })
  expect(record.run).toMatchObject({ spentUsd: 4, replies: { called: 4, fromLedger: 0 } })
  const shown = renderScorecard(record, { columns: 132, color: false, files: null }).replace(/\s+/g, ' ')
  expect(shown).toContain(
    'gateway:second asks: does [1] support “Small teams pay nothing for it [1], so I try it today.”? It thinks: no. Reason 1.',
  )
})

test('a bundle holds its calls and rebuilds it, and a replay of the recordings comes to the same record', async () => {
  const app = await open(['gateway:second'])
  const record = await run(app)
  const { plan } = await app.panels.find(record.panelId)
  expect(planSchema.parse(plan).secondOpinion).toEqual({ models: ['gateway:second'] })
  const recordings = await app.recordingsOf(record)
  expect(recordings.filter(({ request: asked }) => isOpinionRequest(asked)).map(({ model }) => model)).toEqual([
    'gateway:second',
    'gateway:second',
  ])
  const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: 'ship-panel 0.0.0' })
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), app.registry.reader)).toMatchObject({
    identical: true,
    problems: [],
  })
  // Whatever is configured: a replay has who was recorded.
  const replaying = await open()
  const arrived = server.arrivals().length
  const set = recordingSet(recordings)
  const jurors = recordedJurors(recordings)
  expect(jurors).toEqual(['gateway:juror'])
  const replay = await replaying.kickOff({ dossiers, personas, jurors, recordings: set, budgetUsd: null, isWorkedOnHere: true })
  await replaying.replayHere({ plan: replay.plan, recordings }, new AbortController().signal)
  const again = await replaying.panels.findRecord(record.id.replace(record.panelId.slice(4), replay.plan.panelId.slice(4)))
  expect(again?.contentSha256).toBe(record.contentSha256)
  expect(server.arrivals()).toHaveLength(arrived)
})

test('without the setting, nothing is asked and nothing in plan or record says anything of it', async () => {
  const app = await open()
  const record = await run(app)
  expect(askedModels()).toEqual(['juror verdict', 'juror verdict'])
  const { plan } = await app.panels.find(record.panelId)
  expect(JSON.stringify([plan, record])).not.toMatch(/opinion|questioned/i)
})

test('a running panel keeps the setting that it was kicked off with', async () => {
  const off = await open()
  const { plan } = await off.kickOff({ ...request, recordings: null, budgetUsd: null })
  const on = await open(['gateway:second'])
  const record = await whileWorking([on.work()], () => on.follow(plan.panelId, () => {}))
  expect([opinions(record), askedModels()]).toEqual([[], ['juror verdict', 'juror verdict']])
})

test('the juror itself is never asked: another model of the list is, or the seat says that there is none', async () => {
  const app = await open(['gateway:juror', 'gateway:other'])
  const record = await run(app, { jurors: ['gateway:juror', 'gateway:other'] })
  for (const verdict of drafts(record)) {
    const all = [verdict, ...otherDrafts(verdict)].flatMap((draft) => (draft.status === 'drafted' ? [draft] : []))
    expect(all.map(({ model, opinion }) => [model, opinion?.model]).sort()).toEqual([
      ['gateway:juror', 'gateway:other'],
      ['gateway:other', 'gateway:juror'],
    ])
  }
  const alone = await open(['gateway:third'])
  const own = await run(alone, { jurors: ['gateway:third'] })
  expect(opinions(own).map(({ missing, costUsd }) => [missing, costUsd])).toEqual([
    ['same-model', 0],
    ['same-model', 0],
  ])
})

test.each<[string, (ask: ChatAsk) => ChatAnswer, Partial<Opinion>]>([
  [
    'a model that cannot be called',
    () => ({ kind: 'status', status: 401, message: 'no such key' }),
    { missing: 'provider-failure', costUsd: 0 },
  ],
  ['a connection that breaks', () => ({ kind: 'drop', when: 'amid' }), { missing: 'provider-failure', costUsd: null }],
  ['a model that refuses', () => ({ ...say('No.'), finish: 'content_filter' }) as ChatAnswer, { missing: 'refused', costUsd: 1 }],
  ['a reply that is no use, twice', () => say('They are all fine.'), { missing: 'malformed-reply', costUsd: 2 }],
])('%s costs no seat its draft: the opinion says why it is missing', async (_, answer, expected) => {
  opinionOf = answer
  const app = await open(['gateway:second'])
  const record = await run(app)
  expect(record.totals).toMatchObject({ drafted: 2, unscored: 0 })
  expect(opinions(record)).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)])
  const recordings = await app.recordingsOf(record)
  const { plan } = await app.panels.find(record.panelId)
  const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: 'ship-panel 0.0.0' })
  expect(await verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), app.registry.reader)).toMatchObject({ identical: true })
})

test('an opinion that the budget does not cover is missing, and the draft is there', async () => {
  const app = await open(['gateway:second'])
  const one = { dossiers, personas: somePersonas(1), jurors: ['gateway:juror'] }
  // A call may cost 4.096 dollars: the draft's fits and costs one, the opinion's does not fit any more.
  const record = await whileWorking([app.work()], () => runPanel(app, { ...one, budgetUsd: 4.5 }))
  expect(askedModels()).toEqual(['juror verdict'])
  expect(record.totals).toMatchObject({ drafted: 1, costUsd: 1 })
  expect(opinions(record)).toEqual([expect.objectContaining({ missing: 'over-budget', callKeys: [], costUsd: 0 })])
})

test('an estimate has a line for it; a replay, and a panel of that model alone, ask no one', async () => {
  const app = await open(['gateway:second'])
  const config = { concurrency: 4, secondOpinion: ['gateway:second'] }
  const { secondOpinion, total } = await estimateCost(app, request, config)
  expect(secondOpinion).toMatchObject([{ model: 'gateway:second', calls: 2, outputTokens: 800, withoutCacheUsd: 0.8 }])
  expect(total.calls).toBe(4)
  const lines = renderEstimate(await estimateCost(app, request, config), { budgetUsd: null, columns: 100 })
  expect(lines).toMatch(/^Second opinion of gateway:second\n {2}calls {13}2 to make\n/m)
  expect(await estimateCost(app, { ...request, recordings: recordingSet([]) }, config)).not.toHaveProperty('secondOpinion')
  expect(await estimateCost(app, { ...request, jurors: ['gateway:second'] }, config)).not.toHaveProperty('secondOpinion')
})

test('a model of a provider that no one knows is refused at the kick-off', async () => {
  const app = await open(['nowhere:model'])
  await expect(app.kickOff({ ...request, recordings: null, budgetUsd: null })).rejects.toThrow('no provider is called "nowhere"')
})

test('retention keeps the replies of second opinions as long as the record that rests on them', async () => {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [priced('gateway', { input: 0, cachedInput: null, output: 1_000 })],
    concurrency: 4,
    secondOpinion: ['gateway:second'],
    retention: { repliesDays: 180 },
  })
  apps.push(app)
  const record = await run(app)
  const longAgo = "- interval '200 days'"
  await queryRows(
    database,
    `UPDATE model_calls SET settled_at = settled_at ${longAgo}, used_at = used_at ${longAgo}, lease_until = lease_until ${longAgo}`,
  )
  await queryRows(database, `UPDATE panels SET created_at = created_at ${longAgo}, finished_at = finished_at ${longAgo}`)
  expect(await app.cleanUp({ isDryRun: false, signal: new AbortController().signal })).not.toBeNull()
  expect((await app.recordingsOf(record)).map(({ model }) => model).sort()).toEqual([
    'gateway:juror',
    'gateway:juror',
    'gateway:second',
    'gateway:second',
  ])
})
