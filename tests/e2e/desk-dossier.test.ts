import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDossierStore } from '../../src/panels/store/dossiers.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlawsInEveryLook, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
const runtime = createRuntime({ logLevel: 'silent' })
const pictures = process.env.PANEL_PICTURES

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime })
  windows = await openWindows()
  if (pictures !== undefined) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
})

/** Hands over a page of the editor's. Fails when a page complained about anything but a refusal, which is part of a test. */
async function withPage<T>(view: View, use: (page: Page) => Promise<T>): Promise<T> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: 'edda@example.org', password })
  return windows.withPage({ ...view, baseURL, session }, async (open) => {
    const complaints: string[] = []
    open.on('console', (message) => complaints.push(message.text()))
    open.on('pageerror', (error) => complaints.push(error.message))
    const result = await use(open)
    expect(complaints.filter((text) => !/status of 422/.test(text))).toEqual([])
    return result
  })
}

const newestOf = async (slug: string) => {
  const dossiers = createDossierStore(desk.app.db)
  const [newest] = await dossiers.versions(slug)
  return newest === undefined ? null : dossiers.find(newest.sha256)
}

/** Goes on with Tab until the focus is on the field or button. */
async function tabTo(open: Page, what: string): Promise<void> {
  const here = () => open.evaluate<string>('(document.activeElement.id || document.activeElement.textContent.trim())')
  for (let steps = 0; steps < 120; steps += 1) {
    await open.keyboard.press('Tab')
    if ((await here()).startsWith(what)) return
  }
  throw new Error(`${what} cannot be reached by keyboard`)
}

const sourceText = 'Quaylog keeps every line of a log. It needs 1,500 MB of memory for a year of them. It is free for one person.'

test('a dossier is written from nothing by keyboard alone, without YAML, and a selected passage is the quote of its fact', async () => {
  await withPage({ width: 1280 }, async (open) => {
    await open.goto('/desk/tools/new')
    const write = async (id: string, words: string) => {
      await tabTo(open, id)
      await open.keyboard.type(words)
    }
    await write('tool.name', 'Quay log')
    expect(await open.locator('[id="tool.slug"]').inputValue()).toBe('quay-log')
    await write('tool.vendor', 'Quay Works')
    await write('tool.category', 'Logs')
    await write('tool.tagline', 'Logs that stay')
    await write('tool.description', 'A store for logs.')
    await tabTo(open, 'Add a source')
    await open.keyboard.press('Enter')
    await open.keyboard.type('Quaylog home')
    await tabTo(open, 'sources.')
    await open.keyboard.type(sourceText)
    // From the start of the text over its first sentence, and into the middle of a number of the second.
    await open.keyboard.press('Control+Home')
    await open.keyboard.press('Shift+ArrowRight')
    for (let steps = 0; steps < 'Quaylog keeps every line of a log. It needs 1,'.length; steps += 1)
      await open.keyboard.press('Shift+ArrowRight')
    // No row was written in yet, so that there is none to use the passage for.
    await open.locator('#selection-add').waitFor()
    expect(await open.locator('#selection-use').isVisible()).toBe(false)
    await open.keyboard.press('Control+Enter')
    await open.keyboard.type('It keeps all of a log.')
    const quote = open.locator('#facts textarea[name$=".quote"]')
    expect(await quote.inputValue()).toBe('Quaylog keeps every line of a log. It needs 1,500')
    for (const [label, words] of [
      ['Address', 'https://quaylog.example/'],
      ['Publisher', 'Quay Works'],
    ] as const) {
      await open.locator('#sources').getByLabel(label).focus()
      await open.keyboard.type(words)
    }
    await open.locator('#sources').getByLabel('Kind').focus()
    await open.keyboard.press('ArrowDown')
    await open.locator('#sources').getByLabel('Published on').fill('2026-11-01')
    await open.locator('#tool-title').scrollIntoViewIfNeeded()
    await open.locator('[id="license.spdx"]').focus()
    await open.locator('#licenses option[value="Apache-2.0"]').waitFor({ state: 'attached' })
    await open.keyboard.type('apache-2.0')
    expect(await open.locator('[id="license.name"]').inputValue()).toBe('Apache License 2.0')
    expect(await open.locator('[id="license.commercialUse"]').inputValue()).toBe('yes')
    await write('license.summary', 'Do as you like.')
    await tabTo(open, 'license.source')
    await open.keyboard.press('ArrowDown')
    await write('entryPrice.label', 'Free')
    await tabTo(open, 'entryPrice.source')
    await open.keyboard.press('ArrowDown')
    await write('rivals', 'Ferrydoc')
    await tabTo(open, 'Keep as')
    await open.keyboard.press('Enter')
    await open.getByRole('status').getByText('is kept').waitFor()
  })
  const dossier = await newestOf('quay-log')
  expect(dossier).toMatchObject({
    tool: { name: 'Quay log', vendor: 'Quay Works' },
    license: { spdx: 'Apache-2.0', name: 'Apache License 2.0', commercialUse: 'yes', source: 'quaylog-home' },
    facts: [{ statement: 'It keeps all of a log.', quote: 'Quaylog keeps every line of a log. It needs 1,500', source: 'quaylog-home' }],
    sources: [{ id: 'quaylog-home', kind: 'website', text: sourceText }],
    rivals: ['Ferrydoc'],
  })
  const { entries } = await desk.review.audit.list({ limit: 1 })
  expect(entries).toMatchObject([{ action: 'add a dossier', actor: { name: 'Edda' }, data: { dossierSha256: dossier?.sha256 } }])
})

test('a dossier edited in two windows at once loses nothing: other fields become one, and of the same field both texts are there to choose', async () => {
  await withPage({}, async (first) => {
    await first.goto('/desk/tools/quay-log/edit')
    await first.getByLabel('Vendor').fill('Quay Works Inc.')
    await first.getByRole('status').getByText('Saved as a draft at').waitFor()
    await withPage({}, async (second) => {
      await second.goto(first.url())
      expect(await second.getByLabel('Vendor').inputValue()).toBe('Quay Works Inc.')
      await first.getByLabel('Tagline').fill('Logs that stay for good')
      await first.getByLabel('Category').fill('Log stores')
      await expect.poll(async () => (await draftValues())['tool.category']).toBe('Log stores')
      await second.getByLabel('Description').fill('A store for many logs.')
      await second.getByRole('status').getByText('Taken over what another window changed').waitFor()
      expect(await second.getByLabel('Category').inputValue()).toBe('Log stores')
      // Both go on with the same field.
      await first.getByLabel('Tagline').fill('Logs, kept')
      await expect.poll(async () => (await draftValues())['tool.tagline']).toBe('Logs, kept')
      await second.getByLabel('Tagline').fill('Logs that no one loses')
      await second.getByRole('alert').getByText('1 field changed in several places at once').waitFor()
      const choice = second.getByRole('group', { name: /choose one for “Tagline”/ })
      expect(await choice.innerText()).toContain('Logs, kept')
      expect(await choice.innerText()).toContain('Logs that no one loses')
      await second.evaluate(unfold)
      if (pictures !== undefined) await second.screenshot({ path: join(pictures, 'dossier-conflict.png'), fullPage: true })
      expect(await findFlawsInEveryLook(second, 'two texts')).toEqual([])
      await second.getByLabel(/^As Edda wrote it/).check()
      await second.getByRole('button', { name: 'Save draft' }).click()
      await expect.poll(() => second.getByLabel('Tagline').inputValue()).toBe('Logs that no one loses')
      await second.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
      await second.getByRole('status').getByText('is kept').waitFor()
    })
  })
  expect(await newestOf('quay-log')).toMatchObject({
    tool: {
      vendor: 'Quay Works Inc.',
      category: 'Log stores',
      description: 'A store for many logs.',
      tagline: 'Logs that no one loses',
    },
  })
})

async function draftValues(): Promise<Record<string, string>> {
  const { createDossierDraftStore } = await import('../../src/panels/store/dossier-drafts.js')
  const { dossierDrafts } = await import('../../src/panels/store/dossier-draft-schema.js')
  const [row] = await desk.app.db.select({ id: dossierDrafts.id }).from(dossierDrafts)
  return { ...(await createDossierDraftStore(desk.app.db).find(row?.id ?? ''))?.values }
}

test.each([
  ['the list of licenses comes', '**/desk/tools/licenses'],
  ['the draft is saved', '**/desk/tools/drafts/*'],
])('a license that is found before %s is filled in, and stays so', async (_what, late) => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools/new')
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await open.route(late, async (route) => {
      await released
      await route.continue()
    })
    await open.locator('[id="license.spdx"]').fill('mit')
    const [spdx, name, use] = ['license.spdx', 'license.name', 'license.commercialUse'].map((id) => open.locator(`[id="${id}"]`))
    await expect.poll(() => name?.inputValue()).toBe('MIT License')
    await expect.poll(() => use?.inputValue()).toBe('yes')
    release()
    await open.getByLabel('Vendor').fill('Quay Works')
    await open.getByRole('status').getByText('Saved as a draft at').waitFor()
    await open.locator('#licenses option[value="MIT-0"]').waitFor({ state: 'attached' })
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    await open.getByRole('alert').getByText('with the dossier. It is saved as a draft').waitFor()
    expect(await Promise.all([spdx, name, use].map((field) => field?.inputValue()))).toEqual(['MIT', 'MIT License', 'yes'])
    await spdx?.fill('CC-BY-NC-4.0')
    await expect.poll(() => use?.inputValue()).toBe('no')
  })
})

test('what is wrong is said at its field and above, and axe finds nothing in any look', async () => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools/new')
    await open.getByRole('button', { name: 'Add a source' }).click()
    await open.getByRole('button', { name: 'Add a fact' }).click()
    await open.getByRole('button', { name: 'Add a price plan' }).click()
    expect(await findFlawsInEveryLook(open, 'new')).toEqual([])
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    const summary = open.getByRole('alert')
    await summary.getByText('with the dossier. It is saved as a draft').waitFor()
    await open.evaluate(unfold)
    if (pictures !== undefined) {
      for (const width of [360, 1280]) {
        await open.setViewportSize({ width, height: 900 })
        await open.screenshot({ path: join(pictures, `dossier-problems-${width}.png`), fullPage: true })
      }
    }
    expect(await findFlawsInEveryLook(open, 'problems')).toEqual([])
    const vendor = open.getByLabel('Vendor')
    expect(await vendor.getAttribute('aria-invalid')).toBe('true')
    expect(await vendor.getAttribute('aria-required')).toBe('true')
    expect(await open.locator(`[id="${await vendor.getAttribute('aria-describedby')}"]`).innerText()).toContain('Vendor is empty')
    await summary.getByRole('link', { name: /^Vendor is empty/ }).click()
    expect(await open.evaluate('document.activeElement.id || location.hash')).toMatch(/tool\.vendor/)
  })
})

test('what is wrong goes as it is put right, also where the text of another field did that, and the rest stays', async () => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools/quay-log/duplicate')
    await open.getByLabel('Vendor').fill('')
    await open.locator('[id="facts.1.quote"]').fill('It needs no memory.')
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    const summary = open.getByRole('alert')
    await summary.getByText('3 things are wrong with the dossier').waitFor()
    const [name, vendor, quote] = ['tool.name', 'tool.vendor', 'facts.1.quote'].map((id) => open.locator(`[id="${id}"]`))
    await vendor?.fill('Quay Works')
    await summary.getByText('2 things are wrong with the dossier').waitFor()
    expect(await vendor?.getAttribute('aria-invalid')).toBeNull()
    expect(await open.locator('[id="tool.vendor-problem"]').count()).toBe(0)
    expect(await quote?.getAttribute('aria-invalid')).toBe('true')
    await name?.fill('x'.repeat(130))
    await open.locator('[id="tool.name-problem"]').getByText('Name is 130 characters long. Write at most 120 characters.').waitFor()
    await summary.getByRole('link', { name: 'Name is 130 characters long.' }).waitFor()
    await open.locator('[id="sources.1.text"]').fill(`${sourceText} It needs no memory.`)
    await summary.getByText('1 thing is wrong with the dossier').waitFor()
    expect(await quote?.getAttribute('aria-invalid')).toBeNull()
    await name?.fill('Quay of quays')
    await summary.getByText('Everything that was wrong is put right. Keep the dossier again.').waitFor()
    expect(await findFlawsInEveryLook(open, 'put right')).toEqual([])
  })
})

test('what others keep is looked at again only as the dossier is kept: its problem stays until its own field changes', async () => {
  await withPage({}, async (open) => {
    await open.goto('/desk/tools/quay-log/duplicate')
    await open.getByLabel('Name', { exact: true }).fill('Quay of others')
    await open.getByLabel('Name in addresses').fill('quay-log')
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    const problem = open.locator('[id="tool.slug-problem"]')
    await problem.getByText('is the name in addresses of another tool already').waitFor()
    await open.getByLabel('Tagline').fill('Another one')
    await open.getByRole('status').getByText('Saved as a draft at').waitFor()
    expect(await problem.count()).toBe(1)
    await open.getByLabel('Name in addresses').fill('quay-of-others')
    await open.getByText('Everything that was wrong is put right. Keep the dossier again.').waitFor()
    expect(await problem.count()).toBe(0)
  })
})

test('without a script rows are added, saved and kept by buttons', async () => {
  await withPage({ hasScript: false }, async (open) => {
    await open.goto('/desk/tools/quay-log/duplicate')
    await open.getByLabel('Name', { exact: true }).fill('Quay two')
    await open.getByRole('button', { name: 'Add a fact' }).click()
    await open.locator('[id="facts.2.statement"]').fill('It is free for one.')
    await open.locator('[id="facts.2.quote"]').fill('It is free for one person.')
    await open.locator('[id="facts.2.source"]').selectOption('1')
    await open.getByRole('button', { name: 'Save draft' }).last().click()
    expect(await open.locator('[id="facts.2.quote"]').inputValue()).toBe('It is free for one person.')
    await open.getByRole('button', { name: 'Keep as the tool’s dossier' }).click()
    await open.getByRole('status').getByText('is kept').waitFor()
  })
  expect(await newestOf('quay-two')).toMatchObject({ tool: { name: 'Quay two' }, facts: [{}, { quote: 'It is free for one person.' }] })
})
