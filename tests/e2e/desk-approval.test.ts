import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { choosePassword } from '../support/browser/choose-password.js'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { openTestDesk, type TestDesk } from '../support/web/desk/test-desk.js'

const password = 'four unrelated words do well'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let recordId: string

beforeAll(async () => {
  desk = await openTestDesk()
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  windows = await openWindows()
  recordId = await runSample()
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
})

async function runSample(): Promise<string> {
  const [dossiers, personas, recordings] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = [...new Set(recordings.recordings.map(({ model }) => model))]
  const worker = await desk.app.work({ providers: [] })
  const { plan } = await desk.app.kickOff({ dossiers, personas, jurors, recordings, budgetUsd: null })
  const record = await desk.app.follow(plan.panelId, () => {})
  await worker.stop({ deadlineMs: 5_000 })
  return record.id
}

test('from the set-up link to a retracted page, by links and forms alone: who edited cannot approve, another editor can', async () => {
  const view = { baseURL: server.url, hasScript: false }
  await windows.withPage(view, (ada) => windows.withPage(view, (edda) => publishAndRetract(ada, edda)))
})

async function publishAndRetract(page: Page, other: Page): Promise<void> {
  await page.goto((await desk.people.ensureSetupLink({ origin: server.url })) ?? '')
  await choosePassword(page, { name: 'Ada', password })
  await page.goto('/auth/people')
  await page.locator('#invite-role').selectOption('editor')
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = /http\S+\/auth\/\S+token=[\w-]+/.exec(await page.locator('main').innerText())?.[0] ?? ''
  await other.goto(link)
  await choosePassword(other, { name: 'Edda', password })

  const { verdicts } = await viewOf('Ada')
  const [first] = verdicts
  await page.goto(`/desk/records/${recordId}/verdicts/${first?.verdictId}`)
  const quote = page.locator('textarea[name=quote]')
  await quote.fill(`${await quote.inputValue()} So I ship.`)
  await page.locator('form[action$=save] [name=reason], #reason').last().fill('It ends on its call')
  await page.getByRole('button', { name: 'Save a revision' }).click()
  for (const { verdictId } of verdicts) {
    await page.goto(`/desk/records/${recordId}/verdicts/${verdictId}`)
    await page.getByRole('button', { name: /^Accept revision/ }).click()
  }
  await page.goto(`/desk/records/${recordId}`)
  expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)
  expect(
    await page
      .locator('main, aside')
      .allInnerTexts()
      .then((texts) => texts.join(' ')),
  ).toMatch(/edited|wrote/)

  await other.goto(`/desk/records/${recordId}`)
  await other.getByRole('button', { name: 'Approve' }).click()
  await other.getByRole('button', { name: 'Publish' }).click()
  expect((await viewOf('Edda')).recordStatus).toBe('published')
  const published = await desk.review.published(recordId)
  expect(
    published?.content.tools.map(({ panelShip, community, entryPrice }) => [panelShip.percent, community.votes, entryPrice.label]),
  ).toEqual([
    [50, 0, 'Free'],
    [75, 0, 'Free'],
  ])
  await other.locator('summary', { hasText: 'Retract' }).click()
  await other.getByLabel('Why it is retracted; readers see this').fill('The license changed')
  await other.getByRole('button', { name: 'Retract' }).click()
  expect((await desk.review.published(recordId))?.retraction?.publicReason).toBe('The license changed')
}

async function viewOf(name: string) {
  const person = (await desk.people.list()).find((one) => one.name === name)
  if (person === undefined) throw new Error(`there is no ${name}`)
  const view = await desk.review.record(recordId, { userId: person.id, name, role: person.role })
  if (view.status !== 'done') throw new Error(`no view: ${view.status}`)
  return view
}

test('axe finds no violation on the pages of signing in, accounts and people', async () => {
  const baseURL = server.url
  const look = async (page: Page, path: string) => {
    await page.goto(path)
    expect(await findFlawsInEveryLook(page, path)).toEqual([])
  }
  await windows.withPage({ baseURL }, (page) => look(page, '/auth/sign-in'))
  const session = await windows.sessionOf({ baseURL, email: 'ada@example.org', password })
  await windows.withPage({ baseURL, session }, async (page) => {
    for (const path of ['/auth/account', '/auth/people', `/desk/records/${recordId}`]) await look(page, path)
  })
})
