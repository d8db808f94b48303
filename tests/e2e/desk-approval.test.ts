import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { readRecordings } from '../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { launchBrowser } from '../support/browser.js'
import { openTestDesk, type TestDesk } from '../support/web/desk/test-desk.js'

const password = 'four unrelated words do well'
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const runAxe = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" ")))'

let browser: Browser
let desk: TestDesk
let server: RunningServer
let recordId: string

beforeAll(async () => {
  desk = await openTestDesk()
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  browser = await launchBrowser()
  recordId = await runSample()
})
afterAll(async () => {
  await browser.close()
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

const open = (hasScript = false): Promise<BrowserContext> =>
  browser.newContext({ baseURL: server.url, javaScriptEnabled: hasScript, viewport: { width: 1280, height: 900 } })

async function choosePassword(page: Page, name: string): Promise<void> {
  const nameField = page.getByLabel('Name', { exact: true })
  if ((await nameField.count()) > 0) await nameField.fill(name)
  const email = page.getByLabel('Email', { exact: true })
  if (await email.isEditable()) await email.fill(`${name.toLowerCase()}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Password, once more').fill(password)
  await page.locator('main button[type=submit]').click()
  await page.waitForURL('**/desk')
}

/** Axe needs a script of its own, which pages that allow none but the desk's do not hinder here. */
async function findViolations(path: string, context: BrowserContext): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      const page = await context.newPage()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.goto(path)
      await page.evaluate(axe)
      found.push(...((await page.evaluate(runAxe)) as string[]).map((what) => `${path} ${colorScheme} ${width}: ${what}`))
      const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
      if (isWide === true) found.push(`${path} at ${width} scrolls sideways`)
      await page.close()
    }
  }
  return found
}

test('from the set-up link to a retracted page, by links and forms alone: who edited cannot approve, another editor can', async () => {
  const [ada, edda] = [await open(), await open()]
  const page = await ada.newPage()
  await page.goto((await desk.people.ensureSetupLink({ origin: server.url })) ?? '')
  await choosePassword(page, 'Ada')
  await page.goto('/auth/people')
  await page.getByLabel('Role', { exact: true }).selectOption('editor')
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = /http\S+\/auth\/\S+token=[\w-]+/.exec(await page.locator('main').innerText())?.[0] ?? ''
  const other = await edda.newPage()
  await other.goto(link)
  await choosePassword(other, 'Edda')

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
  await Promise.all([ada.close(), edda.close()])
})

async function viewOf(name: string) {
  const person = (await desk.people.list()).find((one) => one.name === name)
  if (person === undefined) throw new Error(`there is no ${name}`)
  const view = await desk.review.record(recordId, { userId: person.id, name, role: person.role })
  if (view.status !== 'done') throw new Error(`no view: ${view.status}`)
  return view
}

test('axe finds no violation on the pages of signing in, accounts and people', async () => {
  const anonymous = await open(true)
  expect(await findViolations('/auth/sign-in', anonymous)).toEqual([])
  const page = await anonymous.newPage()
  await page.goto('/auth/sign-in')
  await page.getByLabel('Email').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/desk')
  for (const path of ['/auth/account', '/auth/people', `/desk/records/${recordId}`])
    expect(await findViolations(path, anonymous)).toEqual([])
  await anonymous.close()
})
