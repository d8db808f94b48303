import { afterEach, beforeEach, expect, test } from 'vitest'
import type { App } from '../../../src/app/open-app.js'
import { runPanel } from '../../../src/cli/run-panel.js'
import type { Session } from '../../../src/cli/session.js'
import type { Plan } from '../../../src/contracts/plan.js'
import { readDossierFiles } from '../../../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../../../src/panels/ledger/recording-files.js'
import type { KickOff } from '../../../src/panels/panel-actions.js'
import { loadPersonas } from '../../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { openTestApp, queryRows, whileWorking } from '../../support/flow/test-app.js'
import { testConfig } from '../../support/test-config.js'

/* A replay that its own process works on, without a queue. */

let database: TestDatabase
let app: App
let request: KickOff
beforeEach(async () => {
  database = await createTestDatabase()
  app = await openTestApp({ database, concurrency: 4 })
  const [dossiers, personas, recordings] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = [...new Set(recordings.recordings.map(({ model }) => model))]
  request = { dossiers, personas, jurors, recordings, budgetUsd: null, isWorkedOnHere: true }
})
afterEach(async () => {
  await app.close()
  await database.drop()
})

const { signal } = new AbortController()
const replayOf = (plan: Plan) => ({ plan, recordings: request.recordings?.recordings ?? [] })
const countEvents = async () =>
  (await queryRows<{ events: number }>(database, 'select count(*)::int as events from bullmq.event'))[0]?.events

test('it makes the record that the queue makes, and puts nothing into a queue', async () => {
  const { plan } = await app.kickOff(request)
  await app.replayHere(replayOf(plan), signal)
  const here = await app.follow(plan.panelId, () => {})
  expect(await countEvents()).toBe(0)
  const queued = await whileWorking([app.work({ providers: [] })], async () => {
    const { plan: second } = await app.kickOff({ ...request, isWorkedOnHere: false })
    return app.follow(second.panelId, () => {})
  })
  // With the queue there are: the count counts.
  expect(await countEvents()).toBeGreaterThan(0)
  expect(here.contentSha256).toBe(queued.contentSha256)
  expect(here.run.replies).toEqual({ called: 0, fromLedger: 0, replayed: 8 })
})

test('a replay whose process died is found by the next worker, and ended once', async () => {
  const { plan } = await app.kickOff(request)
  // It died after its first seat.
  const [first] = plan.seats
  await app.panels.startSeat({ seatId: first?.id ?? '', run: 1, at: new Date() })
  await queryRows(database, "update panels set created_at = created_at - interval '1 minute'")
  const record = await whileWorking([app.work({ providers: [] })], () => app.follow(plan.panelId, () => {}))
  expect(record.totals.unscored).toBe(0)
  // What comes too late changes nothing.
  await app.replayHere(replayOf(plan), signal)
  expect(await app.follow(plan.panelId, () => {})).toEqual(record)
})

test('the same request while it runs is the same panel', async () => {
  const first = await app.kickOff(request)
  const second = await app.kickOff(request)
  expect([first.isNew, second.isNew, second.plan.panelId]).toEqual([true, false, first.plan.panelId])
  await app.replayHere(replayOf(first.plan), signal)
})

test('a replay that is stopped drafts no further seat', async () => {
  const { plan } = await app.kickOff(request)
  await expect(app.replayHere(replayOf(plan), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  expect((await app.panels.find(plan.panelId)).seats.map(({ status }) => status)).toEqual(plan.seats.map(() => 'planned'))
})

const sessionWith = (change: Partial<App>): Session => ({
  app: { ...app, ...change },
  config: testConfig(database.connectionString),
  runtime: createRuntime({ logLevel: 'silent' }),
  signal,
})
const broken = async (): Promise<never> => {
  throw new Error('it broke here')
}

test('a replay that breaks in its own process goes on in the queue, to its record', async () => {
  const record = await runPanel(sessionWith({ replayHere: broken }), request)
  expect(record.totals.unscored).toBe(0)
  expect(await countEvents()).toBeGreaterThan(0)
})

test('a replay that neither its process nor the queue can work on ends with the reason, and is cancelled', async () => {
  const away = async (): Promise<never> => {
    throw new Error('the queue cannot be reached')
  }
  await expect(runPanel(sessionWith({ replayHere: broken, work: away }), request)).rejects.toThrow('the queue cannot be reached')
  expect((await queryRows<{ status: string }>(database, 'select status from panels'))[0]?.status).toBe('cancelled')
})
