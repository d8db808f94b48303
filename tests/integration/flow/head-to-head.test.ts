import { afterEach, beforeEach, expect, test } from 'vitest'
import { estimateCost } from '../../../src/app/estimate-cost.js'
import type { App } from '../../../src/app/open-app.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import type { Dossier } from '../../../src/contracts/dossier.js'
import type { ComparisonReply, HeadToHead } from '../../../src/contracts/head-to-head.js'
import { type PanelRecord, recordSchema } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { recordingSet } from '../../../src/panels/ledger/recording-files.js'
import type { KickOff } from '../../../src/panels/panel-actions.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, priced, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { comparisonReply, rivalDossier } from '../../support/panels/duel/sample-duel.js'
import { sampleDossier, sampleReply } from '../../support/samples.js'

/* Models on a real server: what each says depends on what it reads and in which order. */

const usage = { prompt_tokens: 100, completion_tokens: 1_000 }
const say = (reply: object): ChatAnswer => ({ kind: 'reply', text: JSON.stringify(reply), usage })
const isComparison = (prompt: string) => prompt.includes('The second tool:\n')
const choose = (choice: ComparisonReply['choice']) => say(comparisonReply({ choice }))
const verdict = (call: 'ship' | 'skip') => say(sampleReply({ call }))

/** Prefers the tool that it reads first, whatever it is. */
const prefersFirst = (prompt: string) => (isComparison(prompt) ? choose('first') : verdict('ship'))
/** Prefers Ferrydoc by its name; without names, the tool whose dossier speaks of a cloud. */
const goesByName = (prompt: string) => {
  const [, first = ''] = /The first tool:\n([\s\S]*?)The second tool:\n/.exec(prompt) ?? []
  if (!isComparison(prompt)) return verdict(prompt.includes('Name: Ferrydoc') ? 'ship' : 'skip')
  const wanted = prompt.includes('Name: Ferrydoc') ? first.includes('Name: Ferrydoc') : first.includes('in the cloud of')
  return choose(wanted ? 'first' : 'second')
}

let database: TestDatabase
let server: ChatServer
let answer: (prompt: string, model: string) => ChatAnswer
const apps: App[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  server = await startChatServer(({ model }, prompt) => answer(prompt, model))
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
  await server.stop()
  await database.drop()
})

async function open(): Promise<App> {
  const app = await openTestApp({
    database,
    endpoints: [endpoint('gateway', server.url)],
    catalog: [
      { ...priced('gateway', { input: 0, cachedInput: null, output: 1_000 }) },
      { match: 'gateway:ferry*', vendor: 'Ferry Works', family: 'Ferry' },
    ],
    concurrency: 8,
  })
  apps.push(app)
  return app
}

const dossiers = [sampleDossier(), rivalDossier()]

async function run(app: App, request: Partial<KickOff>): Promise<PanelRecord> {
  const asked = { dossiers, personas: somePersonas(1), jurors: ['gateway:juror'], recordings: null, budgetUsd: null, headToHead: true }
  const { plan } = await app.kickOff({ ...asked, ...request })
  return recordSchema.parse(await whileWorking([app.work()], () => app.follow(plan.panelId, () => {})))
}

function entriesOf({ headToHead }: PanelRecord): HeadToHead[] {
  if (headToHead === undefined) throw new Error('the record has no comparison')
  return headToHead
}

async function verify(app: App, record: PanelRecord, given: readonly Dossier[] = dossiers) {
  const { plan } = await app.panels.find(record.panelId)
  const { personas } = await app.panels.documents(plan)
  const recordings = await app.recordingsOf(record)
  const bundle = buildBundle({ plan, dossiers: given, personas, recordings, record, madeWith: 'ship-panel 0.0.0' })
  return { recordings, verified: await verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), app.registry.reader) }
}

test('a model that always prefers the first: the order decides, 40 of 40', async () => {
  answer = prefersFirst
  const app = await open()
  const jurors = Array.from({ length: 10 }, (_each, number) => `gateway:juror-${number}`)
  const record = await run(app, { personas: somePersonas(4), jurors })
  const results = entriesOf(record).flatMap(({ jurors: all }) =>
    all.map((juror) => (juror.status === 'compared' ? juror.result.kind : juror.kind)),
  )
  expect(results).toEqual(Array.from({ length: 40 }, () => 'order decides'))
  expect(entriesOf(record).map(({ result }) => result)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'order decides' })))
  expect(record.schema).toBe('panel.record/2')
})

test('a result that goes by the name is marked, and so is a call; both are paid for, counted and rebuilt', async () => {
  answer = goesByName
  const app = await open()
  const request = { dossiers, personas: somePersonas(1), jurors: ['gateway:juror'], blind: true, headToHead: true }
  const estimated = await estimateCost(app, request, { concurrency: 8 })
  const record = await run(app, { blind: true })
  expect(entriesOf(record)).toMatchObject([
    {
      tools: ['ferrydoc', 'quaylog'],
      result: { kind: 'tool', tool: 'ferrydoc' },
      jurors: [
        {
          result: { kind: 'tool', tool: 'ferrydoc' },
          costUsd: 2,
          blind: { result: { kind: 'tool', tool: 'quaylog' }, flips: true, costUsd: 2 },
        },
      ],
    },
  ])
  const flag = 'blind: with names masked the call is skip, and with them ship.'
  expect(record.tools[0]?.verdicts[0]).toMatchObject({ call: 'ship', flags: [flag], blind: { callMasked: 'skip', flipped: true } })
  expect(record.tools[1]?.verdicts[0]).toMatchObject({ call: 'skip', flags: [], blind: { callMasked: 'skip', flipped: false } })
  // Two drafts and a comparison in two orders, each once more without the names.
  expect(record.totals).toMatchObject({ seats: 2, drafted: 2, modelCalls: { recorded: 8 }, costUsd: 8 })
  expect(record.run).toMatchObject({ spentUsd: 8, replies: { called: 8 } })
  expect(estimated.total).toMatchObject({ calls: 8, withoutCacheUsd: 8 })
  const { recordings, verified } = await verify(app, record)
  expect(recordings).toHaveLength(8)
  expect(verified).toMatchObject({ identical: true, problems: [], differences: [] })

  const arrived = server.arrivals().length
  const again = { dossiers, personas: somePersonas(1), jurors: ['gateway:juror'], recordings: recordingSet(recordings), budgetUsd: null }
  const replay = await app.kickOff({ ...again, headToHead: true, blind: true, isWorkedOnHere: true })
  await app.replayHere({ plan: replay.plan, recordings }, new AbortController().signal)
  const replayed = await app.panels.findRecord(record.id.replace(record.panelId.slice(4), replay.plan.panelId.slice(4)))
  expect(replayed?.contentSha256).toBe(record.contentSha256)
  expect(server.arrivals()).toHaveLength(arrived)
})

test('a juror of a vendor of either tool is barred from the pair, unless ties are labelled', async () => {
  answer = prefersFirst
  const app = await open()
  const jurors = ['gateway:ferry-1', 'gateway:juror']
  const barred = await run(app, { jurors })
  const tie = { tool: 'ferrydoc', kind: 'vendor', maker: 'Ferry Works', named: 'Ferry Works' }
  expect(entriesOf(barred)).toMatchObject([{ jurors: [{ model: 'gateway:juror' }], barred: [{ ...tie, model: 'gateway:ferry-1' }] }])
  expect(barred.tools[0]?.verdicts[0]?.jury?.jurors.map(({ model }) => model)).toEqual(jurors)
  const labelled = await run(app, { jurors, conflictPolicy: 'label' })
  expect(entriesOf(labelled)).toMatchObject([{ jurors: [{ model: 'gateway:ferry-1', conflicts: [tie] }, { model: 'gateway:juror' }] }])
  expect(entriesOf(labelled)[0]).not.toHaveProperty('barred')
  await expect(run(app, { jurors: ['gateway:ferry-1'] })).rejects.toThrow('no juror is left to compare ferrydoc with quaylog')
})

test('replies that cannot be used leave a comparison unscored and the verdicts as they are; a retry asks again', async () => {
  answer = (prompt) => (isComparison(prompt) ? { kind: 'reply', text: '{"choice":"first"', usage } : verdict('ship'))
  const app = await open()
  const record = await run(app, {})
  expect(entriesOf(record)).toMatchObject([{ result: null, jurors: [{ status: 'unscored', kind: 'malformed-reply' }] }])
  expect(record.totals).toMatchObject({ drafted: 2, unscored: 0 })
  expect((await verify(app, record)).verified).toMatchObject({ identical: true, problems: [], differences: [] })
  answer = goesByName
  await app.retry(record.panelId)
  const again = await whileWorking([app.work()], () => app.follow(record.panelId, () => {}))
  expect(entriesOf(again)).toMatchObject([{ result: { kind: 'tool', tool: 'ferrydoc' } }])
})

test('a bundle whose comparison was changed is found out', async () => {
  answer = prefersFirst
  const app = await open()
  const record = await run(app, {})
  const [entry] = entriesOf(record)
  const changed = { ...record, headToHead: [{ ...entry, result: { kind: 'tool', tool: 'quaylog' } }] } as PanelRecord
  const { verified } = await verify(app, changed)
  expect(verified.identical).toBe(false)
  expect(verified.differences.map(({ path }) => path)).toContain('headToHead[0].result.kind')
})
