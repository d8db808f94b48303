import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PanelWorker } from '../../queue/worker.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { choosePassword } from '../support/browser/choose-password.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { type ChatServer, startChatServer } from '../support/flow/chat-server.js'
import { newcomerReplies } from '../support/flow/newcomer-replies.js'
import { endpoint, free } from '../support/flow/test-app.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

const password = 'four unrelated words do well'
const pictures = process.env.PANEL_PICTURES

let models: ChatServer
let windows: BrowserWindows
let site: TestSite
let worker: PanelWorker

beforeAll(async () => {
  const personas = await loadPersonas(packageFiles.personas)
  models = await startChatServer(newcomerReplies(personas, 'home-page', { persona: 'competitor', tool: 'ferry-queue' }))
  site = await openTestSite({ config: { endpoints: [endpoint('gateway', models.url)], catalog: [free('gateway')] } })
  worker = await site.app.work()
  windows = await openWindows()
  if (pictures !== undefined) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await windows.close()
  await worker.stop({ deadlineMs: 5_000 })
  await site.close()
  await models.stop()
})

test('from an empty installation to a published comparison by pages alone: no YAML, no terminal', async () => {
  const view = { baseURL: site.url }
  await windows.withPage(view, (ada) => windows.withPage(view, (edda) => goAllTheWay(ada, edda)))
})

/** Ada sets up, writes two tools, kicks off and accepts; Edda, whom she invites, approves and publishes; a reader reads. */
async function goAllTheWay(ada: Page, edda: Page): Promise<void> {
  await ada.goto('/desk')
  await ada.waitForURL('**/auth/sign-in**')
  await picture(ada, '1-first-start')
  // What the server prints as it starts.
  await ada.goto((await site.desk.people.ensureSetupLink({ origin: site.url })) ?? '')
  await choosePassword(ada, { name: 'Ada', password })
  await picture(ada, '2-empty-desk')

  await ada.goto('/auth/people')
  await ada.locator('#invite-role').selectOption('editor')
  await ada.getByRole('button', { name: 'Make a link' }).click()
  const invitation = /http\S+\/auth\/\S+token=[\w-]+/.exec(await ada.locator('main').innerText())?.[0] ?? ''
  await edda.goto(invitation)
  await choosePassword(edda, { name: 'Edda', password })

  await writeTool(ada, 'Ferry Queue', 'Ferry Queue keeps all jobs in one file. It is free to begin with.')
  await writeTool(ada, 'Quay Queue', 'Quay Queue keeps jobs in a table. It is free to begin with.')
  const recordPath = await runPanel(ada)
  await acceptAll(ada, recordPath)
  await ada.goto(recordPath)
  expect(await ada.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)

  await edda.goto(recordPath)
  await picture(edda, '6-to-approve')
  await edda.getByRole('button', { name: 'Approve' }).click()
  await edda.getByRole('button', { name: 'Publish' }).click()
  await edda.getByRole('status').getByText('Published').waitFor()
  await windows.withPage({ baseURL: site.url, hasScript: false }, async (reader) => {
    await reader.goto('/')
    await reader
      .getByRole('link', { name: /Ferry Queue/ })
      .first()
      .click()
    await reader.goto('/compare/ferry-queue-vs-quay-queue')
    await picture(reader, '7-published')
    const words = await reader.locator('main').innerText()
    expect(words).toMatch(/Ferry Queue[\s\S]*Quay Queue/)
    expect(words).toMatch(/75\s*%[\s\S]*100\s*%/)
    expect(words).toContain('They say plainly what it keeps')
  })
}

/** Writes a dossier into the form, from one source of two sentences, the first of them the quote of its only fact. */
async function writeTool(page: Page, name: string, text: string): Promise<void> {
  await page.goto('/desk/tools')
  await page.getByRole('link', { name: 'Write a dossier' }).click()
  const fields = { Name: name, Vendor: `${name} Works`, Category: 'Job queues', Tagline: 'A job queue', Description: 'It keeps jobs.' }
  for (const [label, words] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Add a source' }).click()
  const sources = page.locator('#sources')
  await sources.getByLabel(/^Title of source/).fill('Home page')
  await sources.getByLabel('Address').fill(`https://${name.toLowerCase().replace(' ', '-')}.example/`)
  await sources.getByLabel('Publisher').fill(`${name} Works`)
  await sources.getByLabel('Kind').selectOption('website')
  await sources.getByLabel('Published on').fill('2026-11-01')
  await sources.locator('textarea[name$=".text"]').fill(text)
  await page.getByRole('button', { name: 'Add a fact' }).click()
  await page.locator('#facts textarea[name$=".statement"]').fill('It keeps jobs.')
  await page.locator('#facts textarea[name$=".quote"]').fill(text.slice(0, text.indexOf('.') + 1))
  await page.locator('#facts select[name$=".source"]').selectOption({ index: 1 })
  await page.locator('[id="license.spdx"]').fill('MIT')
  await page.locator('[id="license.summary"]').fill('Use it for anything; keep the notice.')
  await page.locator('[id="license.source"]').selectOption({ index: 1 })
  await page.locator('[id="entryPrice.label"]').fill('Free')
  await page.locator('[id="entryPrice.source"]').selectOption({ index: 1 })
  await page.getByLabel('One a line').fill('BullMQ')
  await picture(page, `3-${name}`)
  await page.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
  await page.getByRole('status').getByText('is kept').waitFor()
}

/** Kicks off both tools, waits for the drafts, and returns the record's path. */
async function runPanel(page: Page): Promise<string> {
  await page.goto('/desk/panels/new')
  for (const name of ['Ferry Queue', 'Quay Queue']) await page.getByLabel(name, { exact: true }).check()
  await page.locator('#outlook').getByText('no recording answers').waitFor()
  await page.getByLabel('From the models').check()
  await page.getByRole('textbox', { name: 'Model ids' }).fill('gateway:juror')
  await page.getByLabel('Budget in US dollars').click()
  await page.locator('#outlook').getByText('Of the budget of $2.00').waitFor()
  await picture(page, '4-kick-off')
  await page.getByRole('button', { name: 'Start the panel' }).click()
  await page.waitForURL(/panels\/pnl_/)
  const record = page.locator('main a[href^="/desk/records/rec_"]').first()
  await record.waitFor()
  await picture(page, '5-panel')
  await record.click()
  await page.waitForURL(/records\/rec_/)
  return new URL(page.url()).pathname
}

async function acceptAll(page: Page, recordPath: string): Promise<void> {
  await page.goto(recordPath)
  const links = page.locator('a[href*="/verdicts/"]')
  await links.first().waitFor()
  const verdicts = await links.evaluateAll((all) => all.map((link) => (link.getAttribute('href') ?? '').replace(/[?#].*/, '')))
  await picture(page, '5-record')
  expect(new Set(verdicts).size).toBe(8)
  for (const path of new Set(verdicts)) {
    await page.goto(path)
    await page.getByRole('button', { name: /^Accept revision/ }).click()
    await page.getByRole('status').getByText('Accepted').waitFor()
  }
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `first-${name}.png`), fullPage: true })
}
