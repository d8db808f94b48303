import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { withDeskPage } from '../support/browser/desk-page.js'
import { everyLook, findFlaws, unfold } from '../support/browser/flaws.js'
import { hasFocus, tabTo } from '../support/browser/tab-to.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { endpoint, priced } from '../support/flow/test-app.js'
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.js'
import { openTestDesk, type TestDesk } from '../support/web/desk/test-desk.js'

const kickOff = '/desk/panels/new?tool=mistral-3-instruct'
const quick = ['gateway:model-7', 'gateway:model-8']
/** Where pictures go; none are taken without it. */
const pictures = process.env.PANEL_PICTURES

let models: LoopbackServer
let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer

beforeAll(async () => {
  models = await startLoopbackServer((_request, response) => {
    const data = Array.from({ length: 300 }, (_, index) => ({ id: `model-${index}` }))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
  })
  desk = await openTestDesk(
    {},
    {
      endpoints: [endpoint('gateway', `${models.url}/v1`)],
      catalog: [priced('gateway', { input: 0.5, cachedInput: null, output: 2 })],
      juries: [{ name: 'quick', jurors: quick, reserves: [], repeat: 1 }],
    },
  )
  await desk.addPerson('editor', 'Edda')
  await (await desk.signedIn('Edda')).post('/desk/tools/samples', {})
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  windows = await openWindows()
  if (pictures !== undefined) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
  await models.stop()
})

const withPage = <T>(view: View, use: (page: Page) => Promise<T>) => withDeskPage(windows, { ...view, baseURL: server.url }, use)

const newestJurors = async () => (await desk.app.panels.recent(1))[0]?.plan.jurors

const checked = (page: Page) => page.evaluate<string[]>(`[...document.querySelectorAll('[name=juror]:checked')].map((each) => each.value)`)

test('by keyboard alone: models are found while one types, chosen across searches, and Enter in the search starts nothing', async () => {
  await withPage({}, async (page) => {
    await page.goto(kickOff)
    await page.locator('#jury-').focus()
    const before = await checked(page)
    await tabTo(page, '#q')
    await page.keyboard.type('model-123')
    await page.locator('#models-said', { hasText: '1 more model matches.' }).waitFor()
    expect(await hasFocus(page, '#q')).toBe(true)
    await tabTo(page, '[id="juror-gateway:model-123"]')
    await page.keyboard.press('Space')
    await page.locator('#q').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('model-234')
    await page.keyboard.press('Enter')
    await page.locator('[id="juror-gateway:model-234"]').waitFor()
    await page.locator('#models-said', { hasText: '1 more model matches.' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/desk/panels/new')
    await tabTo(page, '[id="juror-gateway:model-234"]')
    await page.keyboard.press('Space')
    expect(await checked(page)).toEqual([...before, 'gateway:model-123', 'gateway:model-234'])
    await page.locator('#outlook').getByText('gateway:model-234').waitFor()
    await tabTo(page, '.actions button:not(.quiet)')
    await page.keyboard.press('Enter')
    await page.waitForURL(/panels\/pnl_/)
    expect(await newestJurors()).toEqual([...before, 'gateway:model-123', 'gateway:model-234'])
  })
})

test('tools that are ticked right after each other are both in the estimate, however the answers come in', async () => {
  await withPage({}, async (page) => {
    for (let round = 0; round < 4; round += 1) {
      await page.goto('/desk/panels/new')
      await page.locator('summary', { hasText: 'Replies:' }).click()
      await page.getByLabel('From the sample’s recordings').check()
      await page.getByLabel('Claude Haiku Open Weights').check()
      await page.getByLabel('Mistral 3 8B & 70B Instruct').check()
      await page.locator('#outlook').getByText('8 seats on recordings').waitFor()
    }
  })
})

test('what is ticked is what plays: a tool moves among the chosen, keeps the focus, and goes again', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/panels/new')
    const said = page.locator('#tools-said')
    for (const [index, name] of ['Claude Haiku Open Weights', 'Mistral 3 8B & 70B Instruct'].entries()) {
      await page.getByLabel(name).focus()
      await page.keyboard.press('Space')
      await said.getByText(`${index + 1} chosen of 2 tools`).waitFor()
      await page.getByRole('group', { name: 'Chosen' }).getByLabel(name).waitFor()
    }
    expect(await hasFocus(page, '#tool-mistral-3-instruct')).toBe(true)
    await page.keyboard.press('Space')
    await said.getByText('1 chosen of 2 tools').waitFor()
    const sent = `[...new FormData(document.getElementById('kick-off')).getAll('tool')]`
    expect(await page.evaluate<string[]>(sent)).toEqual(['claude-haiku-open-weights'])
    await page.getByLabel('Search tools').fill('mistral')
    await said.getByText('1 chosen. 1 more tool matches.').waitFor()
    expect(await page.evaluate<string[]>(sent)).toEqual(['claude-haiku-open-weights'])
  })
})

test('a jury is one press: its models play, those of one’s choice are out of the way, and the estimate follows', async () => {
  await withPage({}, async (page) => {
    await page.goto(kickOff)
    await tabTo(page, '#jury-')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator('#jury-quick').isChecked()).toBe(true)
    expect(await page.locator('#q').isVisible()).toBe(false)
    for (const model of quick) await page.locator('#outlook').getByText(model).waitFor()
    await page.getByRole('button', { name: 'Start the panel' }).click()
    await page.waitForURL(/panels\/pnl_/)
    expect(await newestJurors()).toEqual(quick)
  })
})

test('without scripts a button finds models, and they are chosen over two searches', async () => {
  await withPage({ hasScript: false }, async (page) => {
    await page.goto(kickOff)
    for (const model of ['model-211', 'model-212']) {
      await page.getByLabel('Search models').fill(model)
      await page.keyboard.press('Enter')
      await page.locator(`[id="juror-gateway:${model}"]`).check()
    }
    await page.getByText('Drafts of each seat').first().click()
    await page.getByLabel('Twice').check()
    await page.getByRole('button', { name: 'Start the panel' }).click()
    await page.waitForURL(/panels\/pnl_/)
    expect(await newestJurors()).toEqual(expect.arrayContaining(['gateway:model-211', 'gateway:model-212']))
  })
})

const looks = everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const)

test.each(looks)(
  'at %i px, %s: axe finds no violation, before and after a search, and nothing scrolls sideways',
  async (width, colorScheme) => {
    await withPage({ width, colorScheme }, async (page) => {
      await page.goto(kickOff)
      await page.evaluate(unfold)
      expect(await findFlaws(page, 'kick-off')).toEqual([])
      await page.getByLabel('Search models').fill('claude')
      await page.locator('#models-said', { hasText: 'match' }).waitFor()
      if (pictures !== undefined) await page.screenshot({ path: join(pictures, `picker-${width}-${colorScheme}.png`), fullPage: true })
      expect(await findFlaws(page, 'search')).toEqual([])
    })
  },
)
