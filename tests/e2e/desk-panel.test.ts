import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PanelWorker } from '../../queue/worker.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { everyLook, findFlaws, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let worker: PanelWorker | null = null
const runtime = createRuntime({ logLevel: 'silent' })
/** Where pictures go; none are taken without it. */
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
  await worker?.stop({ deadlineMs: 5_000 })
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
})

/** What a browser writes to its console of a lost connection, and of a refusal, which are part of a test. */
const expected = /ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)|status of 422/

/** An editor who is signed in. */
async function editor(): Promise<View> {
  const baseURL = server.url
  return { baseURL, session: await windows.sessionOf({ baseURL, email: 'edda@example.org', password }) }
}

/** Hands over a page of the editor's. Fails when a page complained about anything. */
async function withPage<T>(view: View, use: (page: Page) => Promise<T>): Promise<T> {
  return windows.withPage({ ...view, ...(await editor()) }, async (page) => {
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    const result = await use(page)
    expect(complaints.filter((text) => !expected.test(text))).toEqual([])
    return result
  })
}

test('an editor adds the sample tools, sees the estimate follow, kicks off on recordings, and sees it finish live, through a reload and a lost connection', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/tools')
    await page.getByRole('button', { name: 'Add the 2 sample tools' }).click()
    await page.getByText('The sample tools are here').waitFor()
    await page.goto('/desk/panels/new')
    await page.getByText('Once tools, personas and jurors are chosen').waitFor()
    for (const name of ['Claude Haiku Open Weights', 'Mistral 3 8B & 70B Instruct']) await page.getByLabel(name).check()
    await page.getByLabel('From the models').check()
    await page.getByRole('textbox', { name: 'Model ids' }).fill('ollama:llama3.1:8b')
    await page.getByLabel('Budget in US dollars').click()
    await page.locator('#outlook').getByText('Of the budget of $2.00, nothing is needed.').waitFor()
    await page.getByLabel('From the sample’s recordings').check()
    await page.locator('#outlook').getByText('8 seats on recordings').waitFor()
    await page.getByRole('button', { name: 'Start the panel' }).click()

    await page.getByText('0 of 8 seats drafted.').first().waitFor({ state: 'attached' })
    expect(await page.getByText('Queued').count()).toBe(8)
    await page.reload()
    expect(await page.getByText('Queued').count()).toBe(8)
    const { port } = server
    await server.close({ deadlineMs: 0 })
    await page.getByText('The connection was lost').waitFor()
    server = await startServer({ app: desk.web, port, hostname: '127.0.0.1', runtime })
    worker = await desk.app.work({ providers: [] })
    await page.getByText('8 of 8 seats drafted.').first().waitFor()
    expect(await page.locator('.state.done', { hasText: 'Drafted' }).count()).toBe(8)
    expect(await page.locator('#connection').textContent()).toBe('')
    await page.getByRole('link', { name: 'To its record' }).click()
    await page.getByRole('heading', { name: 'Reviewer scorecard' }).waitFor()
  })
})

test('the same request twice leads to the panel that runs; it can be cancelled and gone on with', async () => {
  await worker?.stop({ deadlineMs: 5_000 })
  worker = null
  await withPage({ hasScript: false }, async (page) => {
    const start = async () => {
      await page.goto('/desk/panels/new?tool=mistral-3-instruct')
      await page.getByLabel('From the sample’s recordings').check()
      await page.getByRole('button', { name: 'Start the panel' }).click()
      await page.waitForURL(/panels\/pnl_/)
      return new URL(page.url()).pathname
    }
    const first = await start()
    expect(await start()).toBe(first)
    expect(await page.getByText('The same panel was running already').count()).toBe(1)
    await page.getByRole('button', { name: 'Cancel the panel' }).click()
    await page.getByText('0 of 4 seats drafted, 4 unscored.').first().waitFor()
    await page.getByRole('button', { name: 'Go on with the panel' }).click()
    await page.getByText('The panel goes on').waitFor()
    worker = await desk.app.work({ providers: [] })
    await desk.app.follow(first.split('/').at(-1) ?? '', () => {})
    await page.getByRole('link', { name: 'Refresh' }).click()
    await page.getByText('4 of 4 seats drafted.').first().waitFor()
  })
})

test('a file that is dropped is read into the field; each problem leads to its line; nothing typed is lost', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/tools/import')
    const text = 'schema: panel.dossier/1\nasOf: yesterday\n'
    await page.locator('input[type=file]').setInputFiles({ name: 'tool.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
    await page.getByText('tool.yaml is in the text field below.').waitFor()
    await page.getByRole('button', { name: 'Check and keep' }).click()
    await page.getByText('wrong with the dossier; nothing was stored.').waitFor()
    expect(await page.getByLabel('Or the dossier’s text').inputValue()).toBe(text)
    await page.getByRole('link', { name: 'Line 2, column' }).click()
    const selected = await page.evaluate('getSelection().toString()')
    expect(selected).toBe('asOf: yesterday')
  })
})

async function addressesToLookAt(): Promise<Record<string, string>> {
  const [panel] = await desk.app.panels.recent(10).then((panels) => panels.filter(({ plan }) => plan.tools.length === 2))
  if (panel === undefined) throw new Error('the sample panel has run before')
  const { panelId } = panel
  const recordId = panelId.replace('pnl_', 'rec_')
  return {
    home: '/desk',
    tools: '/desk/tools',
    tool: '/desk/tools/mistral-3-instruct',
    panels: '/desk/panels',
    'kick-off': '/desk/panels/new?tool=mistral-3-instruct',
    panel: `/desk/panels/${panelId}`,
    records: '/desk/records',
    record: `/desk/records/${recordId}`,
    agreement: '/desk/agreement',
    log: '/desk/audit/verify',
    missing: '/desk/nothing',
  }
}

const looks = everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const)

test.each(looks)('at %i px, %s: axe finds no violation on any page, and nothing scrolls sideways', async (width, colorScheme) => {
  await windows.withPage({ width, colorScheme, ...(await editor()) }, async (page) => {
    for (const [name, address] of Object.entries(await addressesToLookAt())) {
      await page.goto(address)
      if (pictures !== undefined)
        await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: name !== 'record' })
      await page.evaluate(unfold)
      expect(await findFlaws(page, name)).toEqual([])
    }
  })
})
