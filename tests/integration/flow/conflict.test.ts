import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSampleRecordings } from '../../../scripts/sample-recordings.js'
import { renderScorecard } from '../../../src/cli/scorecard.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import type { Plan } from '../../../src/contracts/plan.js'
import { type PanelRecord, recordSchema } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { readDossierFiles } from '../../../src/panels/dossier/read-dossiers.js'
import { callKey } from '../../../src/panels/ledger/call-key.js'
import { loadPersonas } from '../../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { hashJson } from '../../../src/platform/hash.js'
import { renderComparePage } from '../../../src/site/pages/record/compare-page.js'
import { openTestDesk, type TestDesk } from '../../support/web/desk/test-desk.js'

const juror = 'ollama:mistral-small3.2'
const vendorFlag = 'conflict of interest: the model that drafted it is made by Mistral AI, the vendor of the tool'
const vendorLine = 'Drafted by a model of the tool’s own vendor, Mistral AI'
const rivalLine = 'Drafted by a model of Mistral AI, whose Mistral 7B the dossier names as a rival'

let desk: TestDesk
let plan: Plan
let record: PanelRecord

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  const [dossiers, personas, sample] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    buildSampleRecordings(),
  ])
  const recordings = sample.map(({ request, sample: number, ...rest }) => {
    const identity = { model: juror, request, sample: number }
    return { ...rest, ...identity, key: callKey(identity) }
  })
  const set = { sha256: hashJson(recordings.map(({ key }) => key)), recordings }
  ;({ plan } = await desk.app.kickOff({ dossiers, personas, jurors: [juror], recordings: set, budgetUsd: null }))
  const worker = await desk.app.work({ providers: [] })
  record = await desk.app.follow(plan.panelId, () => {})
  await worker.stop({ deadlineMs: 5_000 })
})
afterAll(() => desk.close())

test('a kick-off keeps who judges a tool of the own vendor, and who a rival, in the plan', () => {
  expect(plan.conflicts).toEqual([
    { tool: 'claude-haiku-open-weights', model: juror, kind: 'rival', maker: 'Mistral AI', named: 'Mistral 7B' },
    { tool: 'mistral-3-instruct', model: juror, kind: 'vendor', maker: 'Mistral AI', named: 'Mistral AI' },
  ])
})

test('each draft by a model of the vendor is flagged, and both kinds are in the record', () => {
  const stated = recordSchema
    .parse(record)
    .tools.map(({ verdicts }) =>
      verdicts.map((verdict) => (verdict.status === 'drafted' ? [verdict.conflict?.kind, verdict.flags] : verdict.reason)),
    )
  expect(stated).toEqual([Array.from({ length: 4 }, () => ['rival', []]), Array.from({ length: 4 }, () => ['vendor', [vendorFlag]])])
})

test('the page and the terminal say it beside each verdict', () => {
  const countIn = (text: string) => [vendorLine, rivalLine].map((line) => text.replace(/\s+/g, ' ').split(line).length - 1)
  expect(countIn(renderComparePage(record, { subscribeUrl: null, fonts: [] }))).toEqual([4, 4])
  const cards = record.tools.map((tool) => renderScorecard({ ...record, tools: [tool] }, { columns: 132, color: false, files: null }))
  expect(cards.map(countIn)).toEqual([
    [0, 4],
    [4, 0],
  ])
})

test('the desk says it on the panel, on the record, and beside an estimate and a kick-off', async () => {
  const edda = await desk.signedIn('Edda')
  const textOf = async (response: Response) => (await response.text()).replaceAll('&#39;', "'")
  const warning = `Warning: ${juror} judges mistral-3-instruct, a tool of its own vendor, Mistral AI.`
  expect(await textOf(await edda.get(`/desk/panels/${plan.panelId}`))).toContain(warning)
  expect(await textOf(await edda.get(`/desk/records/${record.id}`))).toContain(vendorFlag)
  await edda.post('/desk/tools/samples', {})
  const fields = { tool: 'mistral-3-instruct', persona: 'dx', otherJurors: juror, replies: 'models', priority: 'editor', budget: '' }
  expect(await textOf(await edda.post('/desk/panels/estimate', fields))).toContain(warning)
  const started = await edda.post('/desk/panels', fields)
  expect(await textOf(await edda.get(started.headers.get('location') ?? ''))).toContain(warning)
})

test('a bundle rebuilds the record with its flags, with no catalog', async () => {
  const { dossiers, personas } = await desk.app.panels.documents(plan)
  const recordings = await desk.app.recordingsOf(record)
  const bundle = buildBundle({ plan, dossiers, personas, recordings, record, madeWith: 'ship-panel 0.0.0' })
  const verified = await verifyBundle(bundleSchema.parse(JSON.parse(JSON.stringify(bundle))), desk.app.registry.reader)
  expect(verified).toMatchObject({ identical: true })
})
