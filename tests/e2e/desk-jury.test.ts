import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlaws, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { fiveDrafts } from '../support/web/desk/five-drafts.js'
import { emailOf, openReviewDesk, password, type ReviewDesk } from '../support/web/desk/review-desk.js'

let windows: BrowserWindows
let desk: ReviewDesk
let server: RunningServer
let edda: Actor

beforeAll(async () => {
  windows = await openWindows()
  desk = await openReviewDesk()
  server = await startServer({ app: desk.app, port: 0, hostname: '127.0.0.1', runtime: desk.runtime })
  edda = await desk.addPerson('editor', 'Edda')
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 2000 })
  expect(desk.failures).toEqual([])
  await desk.close()
})

/** Hands over a page of the editor's. Fails when a page reported an error of its own. */
async function visit<T>(view: View, use: (page: Page) => Promise<T>): Promise<T> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: emailOf('Edda'), password })
  return windows.withPage({ ...view, baseURL, session }, async (page) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    const result = await use(page)
    expect(errors).toEqual([])
    return result
  })
}

/** Whether the open draft begins in the window. */
const isInView = '(({ top }) => top >= 0 && top < innerHeight)(document.querySelector("#draft-title").getBoundingClientRect())'
const looks = [1280, 360].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const))

describe('the editor with five drafts on a seat', () => {
  test.each(looks)(
    'at %i px, %s: nothing sticks out and nothing is in anyone’s way, with a draft open and without',
    async (width, colorScheme) => {
      const { path } = await desk.panel(fiveDrafts())
      await visit({ width, colorScheme }, async (page) => {
        for (const place of [path, `${path}?draft=4`]) {
          await page.goto(place)
          await page.evaluate(unfold)
          expect(await findFlaws(page, place)).toEqual([])
        }
      })
    },
  )

  test.each([1280, 360])('at %i px, by keyboard alone: each draft is one key away, and the words being typed stay', async (width) => {
    const { path } = await desk.panel(fiveDrafts())
    await visit({ width }, async (page) => {
      await page.goto(path)
      await page.keyboard.press('e')
      await page.keyboard.press('ControlOrMeta+End')
      await page.keyboard.type(' And mine.')
      await page.keyboard.press('Escape')
      const seen: string[] = []
      for (const key of ['1', '2', '3', '4']) {
        await page.keyboard.press(key)
        await page.getByText(`Draft ${key} of 4 others`).waitFor()
        expect(await page.evaluate('document.activeElement.id')).toBe('draft-title')
        expect(await page.evaluate(isInView)).toBe(true)
        seen.push(await page.locator('#draft-title .mono').innerText())
      }
      expect(new Set(seen).size).toBe(4)
      expect(new URL(page.url()).search).toBe('?draft=4')
      await page.keyboard.press('0')
      await page.locator('#drafts').waitFor({ state: 'hidden' })
      expect(await page.evaluate('document.activeElement.dataset.draftLink')).toBe('0')
      expect(await page.locator('#f-quote').inputValue()).toMatch(/ And mine\.$/)
      expect(new URL(page.url()).search).toBe('')
      await page.keyboard.press('7')
      await page.getByText('There is no draft with the number 7.').waitFor()
    })
  })

  test('by keyboard alone: a quote is taken over with what it cites, the call is changed, and both are saved with a reason', async () => {
    const panel = await desk.panel(fiveDrafts())
    const before = await desk.review.verdict(panel.recordId, panel.verdict, edda)
    if (before.status !== 'done') throw new Error('the verdict is there')
    const number = (before.verdict?.jury?.drafts ?? []).findIndex(({ model }) => model === 'ollama:d') + 1
    await visit({}, async (page) => {
      await page.goto(panel.path)
      await page.keyboard.press(String(number))
      await page.getByText('yet nothing says how the index is kept').first().waitFor()
      await page.locator('button[value^="take-quote"]').focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(`**?draft=${number}#f-quote`)
      expect(await page.locator('#f-quote').inputValue()).toBe(
        'It runs on one machine [2] and is free [1], yet nothing says how the index is kept.',
      )
      // The page comes back in the field.
      await page.keyboard.press('Escape')
      await page.keyboard.press('x')
      await page.focus('#f-reason')
      await page.keyboard.type('the dissent is better founded')
      await page.keyboard.press('Control+Enter')
      await page.waitForURL('**?done=saved')
      expect(await page.locator('#jury').innerText()).toContain('3 of 5 jurors ship, 2 skip.')
    })
    const view = await desk.review.verdict(panel.recordId, panel.verdict, edda)
    expect(view).toMatchObject({ current: { content: { call: 'skip', evidence: [{}, { quote: 'Ferrydoc runs on one machine' }] } } })
  })

  test('without scripts the same links open and close a draft', async () => {
    const { path } = await desk.panel(fiveDrafts())
    await visit({ hasScript: false }, async (page) => {
      await page.goto(path)
      await page.click('[data-draft-link="2"]')
      expect(await page.locator('#drafts').innerText()).toContain('Draft 2 of 4 others')
      await page.click('[data-draft-close]')
      expect(await page.locator('#drafts').isVisible()).toBe(false)
    })
  })
})
