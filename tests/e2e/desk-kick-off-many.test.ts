import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDossierStore } from '../../src/panels/store/dossiers.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { withDeskPage } from '../support/browser/desk-page.js'
import { findFlaws, unfold } from '../support/browser/flaws.js'
import { hasFocus, tabTo } from '../support/browser/tab-to.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { endpoint, priced } from '../support/flow/test-app.js'
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.js'
import { sampleDossier, samplePersona } from '../support/samples.js'
import { draftPanel } from '../support/site/views/publish-samples.js'
import { openTestDesk, type TestDesk } from '../support/web/desk/test-desk.js'

let models: LoopbackServer
let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer

beforeAll(async () => {
  models = await startLoopbackServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: [{ id: 'model-1' }] }))
  })
  const prices = [priced('gateway', { input: 0.5, cachedInput: null, output: 2 })]
  desk = await openTestDesk({}, { endpoints: [endpoint('gateway', `${models.url}/v1`)], catalog: prices })
  await desk.addPerson('editor', 'Edda')
  await addThousandTools()
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  windows = await openWindows()
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
  await models.stop()
})

const withPage = <T>(view: View, use: (page: Page) => Promise<T>, expected?: RegExp) =>
  withDeskPage(windows, { ...view, baseURL: server.url, ...(expected === undefined ? {} : { expected }) }, use)

/** A thousand tools in twenty categories, each naming the next as its rival. */
async function addThousandTools(): Promise<void> {
  const store = createDossierStore(desk.app.db)
  const { tool } = sampleDossier()
  for (let index = 0; index < 1_000; index += 1) {
    const named = { slug: `many-${index}`, name: `Many ${index}`, category: `Category ${index % 20}` }
    const dossier = sampleDossier({ tool: { ...tool, ...named }, rivals: [`Many ${(index + 1) % 1_000}`] })
    await store.add(dossier, { at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)) })
  }
}

test('of a thousand tools one is found, chosen with the rival that is suggested, and taken out again, by keyboard alone; the page stays small', async () => {
  await withPage({ width: 1280 }, async (page) => {
    const response = await page.goto('/desk/panels/new')
    expect((await response?.body())?.length).toBeLessThan(60_000)
    expect(await page.locator('[name=tool]').count()).toBeLessThan(25)
    await page.locator('.skip-link').focus()
    await tabTo(page, '#toolQuery')
    await page.keyboard.type('many-500')
    await page.locator('#tools-said', { hasText: '1 more tool matches.' }).waitFor()
    expect(await hasFocus(page, '#toolQuery')).toBe(true)
    await tabTo(page, '#tool-many-500')
    await page.keyboard.press('Space')
    await page.locator('#tools-said', { hasText: '1 chosen' }).waitFor()
    // Where the focus was, it still is, though the list was drawn again.
    expect(await hasFocus(page, '#tool-many-500')).toBe(true)
    await page.locator('#tool-many-501-note', { hasText: 'named as a rival' }).waitFor()
    await page.locator('#tool-many-499-note', { hasText: 'names it as a rival' }).waitFor()
    await tabTo(page, '#tool-many-501')
    await page.keyboard.press('Space')
    await page.locator('#tools-said', { hasText: '2 chosen' }).waitFor()
    expect(await page.locator('[name=tool]:checked').count()).toBe(2)
    const height = await page
      .locator('fieldset', { has: page.locator('#toolQuery') })
      .first()
      .evaluate((part) => part.getBoundingClientRect().height)
    expect(height).toBeLessThan(1_300)
    expect(await hasFocus(page, '#tool-many-501')).toBe(true)
    await page.keyboard.press('Space')
    await page.locator('#tool-many-501-note', { hasText: 'taken out' }).waitFor()
    expect(await hasFocus(page, '#tool-many-501')).toBe(true)
    expect(await page.locator('[name=tool]:checked').count()).toBe(1)
  })
})

test('a budget below the estimate is warned of while one types, asked about before the start, and can be started all the same', async () => {
  await withPage(
    {},
    async (page) => {
      await page.goto('/desk/panels/new?tool=many-1')
      await page.getByLabel('Budget in US dollars').fill('0.0001')
      await page.getByLabel('Budget in US dollars').press('Tab')
      await page.locator('#outlook').getByText('likely covers no seat').waitFor()
      await page.getByRole('button', { name: 'Start the panel' }).click()
      await page.getByText('The panel is not started yet.').waitFor()
      await page.getByRole('button', { name: 'Start anyway' }).click()
      await page.waitForURL(/panels\/pnl_/)
    },
    /409/,
  )
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)(
  'at %i px, %s: a panel is drafted again and set beside the first, and axe finds no violation on either page',
  async (width, colorScheme) => {
    const of = { dossiers: [sampleDossier()], jurors: [`ollama:a-${width}-${colorScheme}`] }
    const first = await draftPanel(desk.app.db, { ...of, personas: [samplePersona()] })
    await withPage({ width, colorScheme }, async (page) => {
      await page.goto(`/desk/panels/${first.panelId}`)
      await page.getByRole('link', { name: 'Draft again with…' }).click()
      await page.getByRole('heading', { name: 'Draft again' }).waitFor()
      await page.evaluate(unfold)
      expect(await findFlaws(page, 'again')).toEqual([])
      await page.getByRole('textbox', { name: 'Model ids' }).fill(`ollama:b-${width}-${colorScheme}`)
      await page.getByRole('button', { name: 'Start the panel' }).click()
      await page.waitForURL(/panels\/pnl_/)
      await page.getByRole('link', { name: 'Side by side' }).first().click()
      await page.getByRole('heading', { name: 'Panels side by side' }).waitFor()
      await page.evaluate(unfold)
      expect(await findFlaws(page, 'side by side')).toEqual([])
    })
  },
)
