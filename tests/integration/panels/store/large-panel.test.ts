import { afterAll, beforeAll, expect, test } from 'vitest'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { createPanelStore } from '../../../../src/panels/store/panels.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { hashJson, sha256 } from '../../../../src/platform/hash.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { someDossiers, somePersonas } from '../../../support/flow/test-app.js'

const runtime = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let opened: ReturnType<typeof openDatabase>

beforeAll(async () => {
  database = await createTestDatabase()
  opened = openDatabase({ connectionString: database.connectionString, log: runtime.log })
  await migrateDatabase(opened.pool, packageFiles.migrations)
})
afterAll(async () => {
  await opened.pool.end()
  await database.drop()
})

test('a panel of 9,600 seats on 2,400 tools is kept whole, and all it rests on is read back in its order', async () => {
  const panels = createPanelStore(opened.db, { writtenByHand })
  const documents = { dossiers: someDossiers(2_400), personas: somePersonas(4), recordings: [] }
  const plan = planPanel({ panelId: runtime.newId('pnl'), ...documents, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
  await panels.create({ plan, documents, requestSha256: plan.panelId, priority: 'editor', createdAt: runtime.now() })
  const progress = await panels.progress(plan.panelId)
  expect(progress.map(({ seat }) => seat)).toEqual(plan.seats)
  // A store of its own, as another worker has one: nothing is in its memory yet.
  const read = await createPanelStore(opened.db, { writtenByHand }).documents(plan)
  expect(read.dossiers.map(({ tool }) => tool.slug)).toEqual(documents.dossiers.map(({ tool }) => tool.slug))
  expect(read.personas).toEqual(documents.personas)
})

test('dossiers that are larger together than what is kept in memory are handed to their seats all the same', async () => {
  const panels = createPanelStore(opened.db, { writtenByHand })
  const dossiers = someDossiers(5).map((dossier) => {
    const text = `${dossier.tool.name} is large. `.repeat(60_000)
    const content = { ...dossier, sources: dossier.sources.map((source) => ({ ...source, text, sha256: sha256(text) })) }
    return { ...content, sha256: hashJson(content) }
  })
  const documents = { dossiers, personas: somePersonas(1), recordings: [] }
  const plan = planPanel({ panelId: runtime.newId('pnl'), ...documents, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
  await panels.create({ plan, documents, requestSha256: plan.panelId, priority: 'editor', createdAt: runtime.now() })
  for (const { id, tool } of [...plan.seats, ...plan.seats]) {
    const work = await panels.startSeat({ seatId: id, run: 1, at: runtime.now() })
    expect(work?.dossier).toEqual(dossiers.find((dossier) => dossier.tool.slug === tool))
  }
})
