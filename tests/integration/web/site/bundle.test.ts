import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSchema } from '../../../../src/contracts/bundle.js'
import { readDossierFiles } from '../../../../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../../../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { acceptAndPublish, editor, reviewOf } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

let site: TestSite
let recordId: string
beforeAll(async () => {
  site = await openTestSite()
  const [dossiers, personas, recordings] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = [...new Set(recordings.recordings.map(({ model }) => model))]
  const worker = await site.app.work({ providers: [] })
  const { plan } = await site.app.kickOff({ dossiers, personas, jurors, recordings, budgetUsd: null })
  recordId = (await site.app.follow(plan.panelId, () => {})).id
  await worker.stop({ deadlineMs: 5_000 })
})
afterAll(() => site.close())

test('a comparison leads to the file that rebuilds its drafts while it is published, and not before or after', async () => {
  const path = `/records/${recordId}/bundle`
  expect((await site.get(path)).status).toBe(404)
  await acceptAndPublish(site.app.db, recordId)
  const page = await (await site.get('/compare/claude-haiku-open-weights-vs-mistral-3-instruct')).text()
  expect(page).toContain(`href="${path}"`)
  const response = await site.get(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${recordId}.bundle.json"`)
  const bundle = bundleSchema.parse(await response.json())
  expect([bundle.record.id, bundle.recordings.length]).toEqual([recordId, 8])
  await reviewOf(site.app.db).retract({ actor: editor, recordId, publicReason: 'It was wrong.' })
  expect((await site.get(path)).status).toBe(404)
})
