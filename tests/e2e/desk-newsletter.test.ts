import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftIssue } from '../../src/newsletter/rules/draft-issue.js'
import { createIssueStore } from '../../src/newsletter/store/issues.js'
import { issueDeliveries } from '../../src/newsletter/store/schema.js'
import { launchBrowser } from '../support/browser.js'
import { sampleChange } from '../support/newsletter/rules/issue-sample.js'
import { subscribe } from '../support/newsletter/test-newsletter.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

const week = '2026-W46'
const password = 'violet teapot under rain'
const email = 'edda@example.org'
let browser: Browser
let site: TestSite

beforeAll(async () => {
  browser = await launchBrowser()
  site = await openTestSite()
  await site.desk.people.add({ actor: { system: 'test' }, name: 'Edda', email, role: 'editor', password })
  const at = '2026-11-10T10:00:00.000Z'
  const changes = [sampleChange(1, { at }), sampleChange(2, { at, kind: 'retracted', publicReason: 'Wrong prices.' })]
  const content = draftIssue({ week, timeZone: 'UTC', changes })
  if (content === null) throw new Error('two changes make an issue')
  const event = { actor: { system: 'test' }, action: 'draft digest', data: {} }
  await createIssueStore(site.app.db).add({ id: site.runtime.newId('dig'), content, at: new Date(), by: 'test', event })
  await subscribe(site.app.db, 3)
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds, and whether anything is wider than the window. */
async function flawsOf(page: Page): Promise<string[]> {
  await page.evaluate(await axe)
  const found = (await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
  )) as string[]
  const width = (await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]')) as [number, number]
  return [...found, ...(width[0] > width[1] ? [`${page.url()} is ${width[0]} wide in ${width[1]}`] : [])]
}

test('an editor changes, approves and sends an issue without script; every page suits a phone, both colour schemes, and axe', async () => {
  // Without script a page runs no axe: pages are walked without, and looked at with.
  const context = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`/auth/sign-in?next=/desk/newsletter`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL('**/desk/newsletter')
  const state = await context.storageState()
  const look = async (path: string) => {
    for (const [width, colorScheme] of [
      [360, 'light'],
      [1280, 'dark'],
    ] as const) {
      const scripted = await browser.newContext({ baseURL: site.url, storageState: state, viewport: { width, height: 800 }, colorScheme })
      const looked = await scripted.newPage()
      const errors: string[] = []
      looked.on('console', (message) => {
        if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
      })
      await looked.goto(path)
      expect([...errors, ...(await flawsOf(looked))], `${path} at ${width}, ${colorScheme}`).toEqual([])
      await scripted.close()
    }
  }
  const path = `/desk/newsletter/${week}`
  await look('/desk/newsletter')
  await look(path)
  await page.click(`a[href="${path}"]`)
  await page.fill('#subject', 'Bun leads')
  await page.uncheck('#item-1-in')
  await page.click('text=Keep the changes')
  await page.waitForURL('**said=edit')
  await page.click('button:text-is("Approve")')
  await page.waitForURL('**said=approve')
  expect(await page.locator('.decide').innerText()).toContain('It goes to three subscribers.')
  await page.click('text=Send it now')
  await page.waitForURL('**said=send')
  await site.app.db.update(issueDeliveries).set({ status: 'handed-over', detail: 'the connection broke', at: new Date() })
  await look(path)
  await page.goto(path)
  await page.locator('tr', { hasText: 'reader00001@example.org' }).getByText('It arrived').click()
  await page.waitForURL('**said=settle')
  expect(await page.locator('table', { hasText: 'reader00002' }).locator('tbody tr').count()).toBe(2)
  await context.close()
})

test('the mail’s HTML is readable at 360 pixels, light and dark', async () => {
  const { html } = site.newsletter.preview((await site.newsletter.show(week))?.issue.content ?? failed())
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, colorScheme })
    const page = await context.newPage()
    await page.setContent(html)
    // A mail has no landmarks: mail programs put it into a page of their own.
    expect((await flawsOf(page)).filter((flaw) => !/^(region|landmark)/.test(flaw))).toEqual([])
    await context.close()
  }
})

function failed(): never {
  throw new Error('the issue is there')
}
