import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillNewsroom } from '../../bench/newsroom.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { runSampleAtDesk } from '../support/web/desk/run-sample.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

const pictures = process.env.PANEL_PICTURES

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let recordId: string

/** Two thousand tools and five thousand records of a newsroom, and one record more whose eight drafts are real. */
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await fillNewsroom({ connectionString: desk.database.connectionString, redisUrl: null, drop: async () => undefined })
  ;({ recordId } = await runSampleAtDesk(desk, await desk.signedIn('Edda')))
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
  windows = await openWindows()
  if (pictures !== undefined) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
})

async function withPage(view: View, use: (page: Page) => Promise<void>): Promise<void> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: 'edda@example.org', password })
  await windows.withPage({ ...view, baseURL, session }, use)
}

const countOf = (page: Page) => page.locator('.list-set [role=status]')
const rowsOf = (page: Page) => page.locator('#list-results tbody tr')
const names = (page: Page) => rowsOf(page).locator('a').first().innerText()

async function picture(page: Page, name: string): Promise<void> {
  for (const width of pictures === undefined ? [] : [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: join(pictures ?? '', `lists-${name}-${width}.png`), fullPage: true })
  }
}

test('of two thousand tools one is found while typing, the search is in the address, and a reload and the way back keep it', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/tools')
    await countOf(page).getByText('2,002 tools').waitFor()
    expect(await rowsOf(page).count()).toBeLessThanOrEqual(50)
    await page.getByLabel('Search', { exact: true }).pressSequentially('tool-s1234')
    await countOf(page).getByText('1 of 2,002 tools').waitFor()
    expect(await names(page)).toBe('Tool 1234')
    expect(new URL(page.url()).search).toBe('?q=tool-s1234')
    await page.reload()
    expect(await names(page)).toBe('Tool 1234')
    await rowsOf(page).locator('a').first().click()
    await page.waitForURL('**/desk/tools/tool-s1234')
    await page.goBack()
    expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('tool-s1234')
    await page.getByRole('link', { name: 'Clear all' }).click()
    await countOf(page).getByText('2,002 tools').waitFor()
    await picture(page, 'tools')
    expect(await findFlawsInEveryLook(page, 'tools')).toEqual([])
  })
})

test('five thousand records are paged without one missing or shown twice, narrowed, and a saved view brings the same again', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/records')
    // One of a hundred is archived, and left out.
    await countOf(page).getByText('4,951 records').waitFor()
    await page.getByLabel('State').selectOption('In review')
    await countOf(page).getByText('301 of 4,951 records').waitFor()
    const seen: string[] = []
    for (;;) {
      seen.push(...(await page.locator('input[name=pick]').evaluateAll((all) => all.map((box) => box.getAttribute('value') ?? ''))))
      const next = page.getByRole('link', { name: 'Next page' })
      if ((await next.count()) === 0) break
      await next.click()
      await page.getByRole('link', { name: 'First page' }).waitFor()
    }
    expect([seen.length, new Set(seen).size]).toEqual([301, 301])
    await page.getByRole('link', { name: 'First page' }).click()
    await page.getByText('Save this view').click()
    await page.getByLabel('Name of the view').fill('To read')
    await page.getByRole('button', { name: 'Save the view' }).click()
    await page.goto('/desk/records')
    await countOf(page).getByText('4,951 records').waitFor()
    await page.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name: 'To read' }).click()
    await countOf(page).getByText('301 of 4,951 records').waitFor()
    expect(new URL(page.url()).search).toBe('?status=in_review')
    await picture(page, 'records')
    expect(await findFlawsInEveryLook(page, 'records')).toEqual([])
  })
})

test('the clean verdicts of a record among thousands are accepted at once, what is not clean says why, and the log names each', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/records')
    await page.getByLabel('Search', { exact: true }).pressSequentially('mistral-3-instruct')
    await countOf(page).getByText('1 of 4,951 records').waitFor()
    await page.getByRole('checkbox', { name: 'Tick all on this page' }).check()
    await page.getByText('1 ticked').waitFor()
    await page.getByRole('button', { name: 'Accept the clean verdicts' }).click()
    const said = await page.getByRole('heading', { level: 1 }).innerText()
    const [, accepted = '', all = ''] = /(\d+) of (\d+) verdicts accepted/.exec(said) ?? []
    expect(Number(all)).toBe(8)
    expect(Number(accepted)).toBeGreaterThan(0)
    await picture(page, 'accepted')
    const { entries } = await desk.review.audit.list({ limit: 50 })
    expect(entries.filter(({ action, actor }) => action === 'verdict.accept' && 'name' in actor && actor.name === 'Edda')).toHaveLength(
      Number(accepted),
    )
  })
})

test('without scripts a list is searched, narrowed and paged by its form, and rows are assigned', async () => {
  await withPage({ hasScript: false }, async (page) => {
    await page.goto(`/desk/queue?scope=unassigned&record=${recordId}`)
    await page.locator('input[name=pick]').first().check()
    await page.locator('select[name=to]').selectOption({ label: 'me' })
    await page.getByRole('button', { name: 'Assign' }).click()
    await page
      .getByText(/1 of 1 verdicts? assigned/)
      .first()
      .waitFor()
    await page.goto('/desk/queue')
    await page.getByText('1 waits for you').or(page.getByText('1 wait for you')).first().waitFor()
    await picture(page, 'queue')
  })
})
