import { afterEach, beforeEach, expect, test } from 'vitest'
import type { App } from '../../../src/app/open-app.js'
import { renderScorecard } from '../../../src/cli/scorecard.js'
import { bundleSchema } from '../../../src/contracts/bundle.js'
import { type PanelRecord, recordSchema } from '../../../src/contracts/record.js'
import { buildBundle } from '../../../src/panels/bundle/build-bundle.js'
import { verifyBundle } from '../../../src/panels/bundle/verify-bundle.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, openTestApp, runPanel, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { sampleReply } from '../../support/samples.js'

const quote = 'Small teams pay nothing for it [1]. It runs on 24 machines, and Netflix uses it.'

let database: TestDatabase
let server: ChatServer
let app: App

beforeEach(async () => {
  database = await createTestDatabase()
  server = await startChatServer(() => ({
    kind: 'reply',
    text: JSON.stringify(sampleReply({ quote })),
    usage: { prompt_tokens: 100, completion_tokens: 50 },
  }))
  app = await openTestApp({ database, endpoints: [endpoint('gateway', server.url)], concurrency: 2 })
})
afterEach(async () => {
  await app.close()
  await server.stop()
  await database.drop()
})

const dossiers = someDossiers(1)
const personas = somePersonas(1)

function draftOf({ tools }: PanelRecord) {
  const [verdict] = tools[0]?.verdicts ?? []
  if (verdict?.status !== 'drafted') throw new Error('the seat has no draft')
  return verdict
}

test('a model that keeps what no source has is asked once, then marked: in the record, the terminal and a bundle that verifies', async () => {
  const record = recordSchema.parse(
    await whileWorking([app.work()], () => runPanel(app, { dossiers, personas, jurors: ['gateway:juror'] })),
  )
  const { particulars = [], flags } = draftOf(record)
  expect(server.arrivals()).toHaveLength(2)
  expect(particulars.map(({ start, end }) => quote.slice(start, end))).toEqual(['24', 'Netflix'])
  expect(flags).toEqual([expect.stringContaining('“Ferrydoc runs on one machine.”')])
  expect(particulars.every(({ flag }) => flag === flags[0])).toBe(true)

  const plain = renderScorecard(record, { columns: 132, color: false, files: null }).replace(/\s+/g, ' ')
  expect(plain).toContain('2 particulars are in no source. flagged: quote: "24", "Netflix" are nowhere in the dossier')
  const colored = renderScorecard(record, { columns: 132, color: true, files: null })
  expect(colored).toContain('\u001b[33m24\u001b[39m machines')

  const { plan } = await app.panels.find(record.panelId)
  const bundle = buildBundle({ plan, dossiers, personas, recordings: await app.recordingsOf(record), record, madeWith: 'ship-panel 0.0.0' })
  const read = bundleSchema.parse(JSON.parse(JSON.stringify(bundle)))
  expect(await verifyBundle(read, app.registry.reader)).toMatchObject({ identical: true, problems: [] })
  const [tool, ...others] = record.tools
  if (tool === undefined) throw new Error('the record has no tool')
  const { particulars: _marks, ...unmarked } = draftOf(record)
  const altered = { ...read, record: { ...record, tools: [{ ...tool, verdicts: [unmarked] }, ...others] } }
  expect(await verifyBundle(altered, app.registry.reader)).toMatchObject({ identical: false })
})
