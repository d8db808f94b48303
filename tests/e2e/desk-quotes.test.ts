import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { emailOf, openReviewDesk, password, type ReviewDesk } from '../support/web/desk/review-desk.js'

/* A person selects, pastes or types a quote, and sees beneath its field what it comes to. */

let windows: BrowserWindows
let desk: ReviewDesk
let server: RunningServer
beforeAll(async () => {
  windows = await openWindows()
  desk = await openReviewDesk()
  server = await startServer({ app: desk.app, port: 0, hostname: '127.0.0.1', runtime: desk.runtime })
  await desk.addPerson('reviewer', 'Rea')
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 2000 })
  expect(desk.failures).toEqual([])
  await desk.close()
})

async function visit<T>(view: View, use: (page: Page) => Promise<T>): Promise<T> {
  const session = await windows.sessionOf({ baseURL: server.url, email: emailOf('Rea'), password })
  return windows.withPage({ ...view, baseURL: server.url, session }, async (page) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    const result = await use(page)
    // Windows are used again.
    await page.unrouteAll()
    expect(errors).toEqual([])
    return result
  })
}

const stated = 'It is free for teams of up to five people.'
const mistyped = 'It is free for taems of up to five people.'
const altered = 'It is free for teams of up to nine people.'
const field = '#f-evidence-0-quote'
const status = '#evidence-1 [role=status]'

async function says(page: Page, word: string): Promise<string> {
  await page.locator(`#evidence-1 [data-quote-status="${word}"]`).waitFor()
  return page.locator(status).innerText()
}

test('beneath the field it says verified, repaired or not found while someone writes, and puts the words of the source in', async () => {
  const panel = await desk.panel()
  await visit({}, async (page) => {
    await page.goto(panel.path)
    expect(await says(page, 'verified')).toContain('The passage is in its source.')
    await page.fill(field, altered)
    expect(await says(page, 'not found')).toContain('Select the passage in the source, or remove this evidence.')
    expect(await page.getByRole('button', { name: 'Use the source’s words' }).count()).toBe(0)
    await page.fill(field, 'index format is')
    expect(await says(page, 'verified')).toContain('But the passage leaves out "not" of its sentence')
    await page.fill(field, mistyped)
    expect(await says(page, 'repaired')).toContain(stated)
    await page.getByRole('button', { name: 'Use the source’s words in evidence 1' }).click()
    expect(await page.inputValue(field)).toBe(stated)
    await says(page, 'verified')
    expect(await page.evaluate('document.activeElement.id')).toBe('f-evidence-0-quote')
    expect(await page.locator('#evidence-1 .sentence').isVisible()).toBe(false)
    await page.fill(field, '')
    await page.locator(`${status} [data-part=said]`).waitFor({ state: 'hidden' })
  })
})

test('what was typed last is what the status is of', async () => {
  const panel = await desk.panel()
  await visit({}, async (page) => {
    await page.goto(panel.path)
    const held: (() => void)[] = []
    await page.route('**/check-quote', async (route) => {
      // The first question is answered after the second.
      if (held.length === 0) await new Promise<void>((resolve) => held.push(resolve))
      await route.continue()
    })
    const first = page.waitForRequest('**/check-quote')
    await page.fill(field, altered)
    await first
    await page.fill(field, mistyped)
    await says(page, 'repaired')
    const late = page.waitForResponse('**/check-quote')
    held[0]?.()
    await late
    expect(await says(page, 'repaired')).toContain(stated)
  })
})

test('where the server is not reached it says so, and the words stay', async () => {
  const panel = await desk.panel()
  await visit({}, async (page) => {
    await page.goto(panel.path)
    await page.route('**/check-quote', (route) => route.abort())
    await page.fill(field, mistyped)
    expect(await says(page, 'not checked')).toContain('a save checks it')
    expect(await page.inputValue(field)).toBe(mistyped)
  })
})

test('without a script the page that a save leads to says the same, and the button works', async () => {
  const panel = await desk.panel()
  await visit({ hasScript: false }, async (page) => {
    await page.goto(panel.path)
    await page.fill(field, mistyped)
    await page.getByRole('button', { name: 'Save draft' }).last().click()
    await page.waitForURL('**?done=draft*')
    expect(await says(page, 'repaired')).toContain(stated)
    await page.getByRole('button', { name: 'Use the source’s words in evidence 1' }).click()
    await says(page, 'verified')
    await page.fill(field, mistyped)
    await page.fill('#f-reason', 'the whole sentence')
    await page.getByRole('button', { name: 'Save a revision' }).click()
    await page.waitForURL('**?done=repaired')
    expect(await page.inputValue(field)).toBe(stated)
    expect(await page.locator('#evidence-1 [data-part=written]').innerText()).toContain(mistyped)
  })
})

test('a repaired and a missing quote are shown without violation, narrow and wide, light and dark', async () => {
  const panel = await desk.panel()
  await visit({}, async (page) => {
    for (const [quote, word] of [
      [mistyped, 'repaired'],
      [altered, 'not found'],
    ] as const) {
      await page.goto(panel.path)
      await page.fill(field, quote)
      await says(page, word)
      expect(await findFlawsInEveryLook(page, word)).toEqual([])
    }
  })
})
