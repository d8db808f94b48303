import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIntakeStore } from '../../src/evidence/store/intakes.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { everyLook, findFlaws, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { sampleProposal } from '../support/evidence/sample-proposal.js'
import { type ServedPages, servePages } from '../support/evidence/serve-pages.js'
import { testConfig } from '../support/test-config.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let site: ServedPages
let reading: { stop: () => Promise<void> }
const runtime = createRuntime({ logLevel: 'silent' })
/** Where pictures go; none are taken without it. */
const pictures = process.env.PANEL_PICTURES

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><meta property="og:site_name" content="Ferry Works"></head><body><main>${body}</main></body></html>`

beforeAll(async () => {
  site = await servePages({
    '/': page(
      'Ferrydoc: search for your docs',
      `<h1>Ferrydoc</h1><p>Ferrydoc is a search index for documentation that runs on one machine.</p>
      <p>It is licensed under the MIT License, and its source is open to everyone.</p>
      <p>Teams that compare Ferrydoc with Quaylog find that it needs less memory for the same index.</p>`,
    ),
    '/pricing': page(
      'Pricing of Ferrydoc',
      `<h1>Pricing</h1><p>Prices of Ferrydoc, per user and month.</p><table><tr><th>Plan</th><th>Price</th></tr>
      <tr><td>Solo</td><td>Free</td></tr><tr><td>Team</td><td>$25 per user / month</td></tr></table>`,
    ),
  })
  const { intake } = testConfig('')
  desk = await openTestDesk({}, { intake: { ...intake, allowHosts: [site.host] } })
  await desk.addPerson('editor', 'Edda')
  reading = await desk.app.readIntakes()
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime })
  windows = await openWindows()
  if (pictures !== undefined) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await reading.stop()
  await desk.close()
  await site.stop()
})

/** An editor who is signed in. */
async function editor(): Promise<View> {
  const baseURL = server.url
  return { baseURL, session: await windows.sessionOf({ baseURL, email: 'edda@example.org', password }) }
}

/** Hands over a page of the editor's. Fails when a page complained about anything but a refusal, which is part of a test. */
async function withPage<T>(view: View, use: (page: Page) => Promise<T>): Promise<T> {
  return windows.withPage({ ...view, ...(await editor()) }, async (open) => {
    const complaints: string[] = []
    open.on('console', (message) => complaints.push(message.text()))
    open.on('pageerror', (error) => complaints.push(error.message))
    const result = await use(open)
    expect(complaints.filter((text) => !/status of 422/.test(text))).toEqual([])
    return result
  })
}

/** Fills what none of the pages says. */
async function fillMissing(open: Page): Promise<void> {
  for (const [label, words] of [
    ['Vendor', 'Ferry Works'],
    ['Category', 'Documentation search'],
    ['Rivals', 'Quaylog'],
  ] as const) {
    const input = label === 'Rivals' ? open.locator('#rivals') : open.getByLabel(label, { exact: true })
    if ((await input.inputValue()).trim() === '') await input.fill(words)
  }
}

test('an editor pastes three addresses, of which one cannot be read, corrects a field and starts a panel, without typing a quote', async () => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools')
    await open.getByRole('textbox', { name: 'Addresses' }).fill(`${site.url}/\n${site.url}/pricing\n${site.url}/gone`)
    await open.getByRole('button', { name: 'Read them' }).click()
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).waitFor()
    const failed = open.getByRole('region', { name: /^Not read/ })
    expect(await failed.textContent()).toContain(`${site.url}/gone`)
    expect(await failed.textContent()).toContain('404')
    await open.getByLabel('Tagline').fill('Search for your docs')
    await fillMissing(open)
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    await open.getByRole('status').getByText('is kept').waitFor()
    await open.getByRole('status').getByRole('link', { name: 'Kick off a panel over it' }).click()
    await open.getByRole('textbox', { name: 'Model ids' }).fill('ollama:llama3.1:8b')
    await open.getByRole('button', { name: 'Start the panel' }).click()
    await open.waitForURL(/panels\/pnl_/)
  })
  const { entries } = await desk.review.audit.list({ limit: 10 })
  expect(entries.find(({ action }) => action === 'add a dossier')?.data.corrected).toContain('tagline')
})

test('without a script the same is done by following links', async () => {
  await withPage({ hasScript: false }, async (open) => {
    await open.goto('/desk/tools')
    await open.getByRole('textbox', { name: 'Addresses' }).fill(`${site.url}/pricing`)
    await open.getByRole('button', { name: 'Read them' }).click()
    const form = open.getByRole('button', { name: 'Keep as the tool’s dossier' })
    await expect
      .poll(async () => {
        if ((await form.count()) > 0) return true
        await open.getByRole('link', { name: 'Refresh' }).click()
        return false
      })
      .toBe(true)
  })
})

/** What a reading looks like: the sample's, one under way, and one that failed. */
async function readings(): Promise<Record<string, string>> {
  const intakes = createIntakeStore(desk.app.db)
  const asked = { tool: null, model: null, budgetUsd: null, actor: null, createdAt: runtime.now(), status: 'reading' as const }
  const [proposed, known, open, failed] = ['int_1', 'int_2', 'int_3', 'int_4'] as const
  const proposal = sampleProposal()
  for (const id of [proposed, known, open, failed]) await intakes.create({ ...asked, id, addresses: proposal.addresses })
  await intakes.finish({ id: proposed, proposal, finishedAt: runtime.now() })
  const changes = [{ field: 'text of Ferrydoc home', before: 'It runs on two machines.', after: 'It runs on one machine.' }]
  await intakes.finish({ id: known, proposal: sampleProposal({ base: 'a'.repeat(64), changes }), finishedAt: runtime.now() })
  await intakes.progress({ id: open, pages: proposal.pages.map((one, index) => (index === 1 ? { ...one, status: 'reading' } : one)) })
  await intakes.fail({ id: failed, reason: 'It took longer than ten minutes.', finishedAt: runtime.now() })
  const path = (id: string) => `/desk/tools/intakes/${id}`
  return { proposed: path(proposed), known: path(known), open: path(open), failed: path(failed), new: path('new'), tools: '/desk/tools' }
}

test('in every look axe finds no violation on the pages of a reading, and nothing scrolls sideways', async () => {
  const pages = await readings()
  for (const { width, colorScheme } of everyLook) {
    await withPage({ width, colorScheme }, async (open) => {
      for (const [name, address] of Object.entries(pages)) {
        await open.goto(address)
        if (pictures !== undefined)
          await open.screenshot({ path: join(pictures, `intake-${name}-${width}-${colorScheme}.png`), fullPage: true })
        await open.evaluate(unfold)
        expect(await findFlaws(open, `${name} ${width} ${colorScheme}`)).toEqual([])
      }
      await open.goto(pages.proposed ?? '')
      await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
      await open.getByText('wrong with the dossier. It is saved as a draft, and not kept yet.').waitFor()
      await open.evaluate(unfold)
      expect(await findFlaws(open, `problems ${width} ${colorScheme}`)).toEqual([])
    })
  }
})

test('a problem leads to its input, and what is kept shows on the tool’s page', async () => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools/intakes/int_1')
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    await open.getByRole('alert').getByRole('link').first().click()
    expect(await open.evaluate('document.activeElement?.id ?? location.hash.slice(1)')).toMatch(/vendor|category/)
    await fillMissing(open)
    await open.getByLabel('Name in addresses').fill('ferrydoc-sample')
    await open.getByLabel('Harmless, because').last().fill('It is the name of a page.')
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    await open.getByRole('status').getByText('is kept').waitFor()
    expect(await open.getByRole('heading', { name: 'Plans' }).count()).toBe(1)
    for (const { width, colorScheme } of everyLook) {
      await open.emulateMedia({ colorScheme })
      await open.setViewportSize({ width, height: 900 })
      await open.evaluate(unfold)
      if (pictures !== undefined) await open.screenshot({ path: join(pictures, `intake-tool-${width}-${colorScheme}.png`), fullPage: true })
      expect(await findFlaws(open, `tool ${width} ${colorScheme}`)).toEqual([])
    }
  })
})
