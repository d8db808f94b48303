import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftIssue } from '../../src/newsletter/rules/draft-issue.js'
import { createIssueStore } from '../../src/newsletter/store/issues.js'
import { issueDeliveries } from '../../src/newsletter/store/schema.js'
import { findFlaws } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type StorageState } from '../support/browser.js'
import { sampleChange } from '../support/newsletter/rules/issue-sample.js'
import { subscribe } from '../support/newsletter/test-newsletter.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

const week = '2026-W46'
const password = 'violet teapot under rain'
const email = 'edda@example.org'
let windows: BrowserWindows
let site: TestSite

beforeAll(async () => {
  windows = await openWindows()
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
  await windows.close()
  await site.close()
})

/** The pages of the newsletter as an editor sees them who has scripts: without, axe does not run. */
async function look(path: string, session: StorageState): Promise<void> {
  for (const [width, colorScheme] of [
    [360, 'light'],
    [1280, 'dark'],
  ] as const) {
    await windows.withPage({ baseURL: site.url, session, width, colorScheme }, async (page) => {
      const errors: string[] = []
      page.on('console', (message) => {
        if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
      })
      await page.goto(path)
      expect([...errors, ...(await findFlaws(page, `${path} at ${width}, ${colorScheme}`))]).toEqual([])
    })
  }
}

test('an editor changes, approves and sends an issue without script; every page suits a phone, both colour schemes, and axe', async () => {
  await windows.withPage({ baseURL: site.url, hasScript: false }, async (page) => {
    await page.goto(`/auth/sign-in?next=/desk/newsletter`)
    await page.fill('[name=email]', email)
    await page.fill('[name=password]', password)
    await page.press('[name=password]', 'Enter')
    await page.waitForURL('**/desk/newsletter')
    const session = await page.context().storageState()
    const path = `/desk/newsletter/${week}`
    await look('/desk/newsletter', session)
    await look(path, session)
    await page.click(`a[href="${path}"]`)
    await page.fill('#subject', 'Bun leads')
    await page.uncheck('#item-1-in')
    await page.click('text=Keep the changes')
    await page.waitForURL('**said=edit')
    await page.click('button:text-is("Approve")')
    await page.waitForURL('**said=approve')
    expect(await page.locator('.decide').innerText()).toContain('It goes to 3 subscribers.')
    await page.click('text=Send it now')
    await page.waitForURL('**said=send')
    await site.app.db.update(issueDeliveries).set({ status: 'handed-over', detail: 'the connection broke', at: new Date() })
    await look(path, session)
    await page.goto(path)
    await page.locator('tr', { hasText: 'reader00001@example.org' }).getByText('It arrived').click()
    await page.waitForURL('**said=settle')
    expect(await page.locator('table', { hasText: 'reader00002' }).locator('tbody tr').count()).toBe(2)
  })
})

test('the mail’s HTML is readable at 360 pixels, light and dark', async () => {
  const { html } = await site.newsletter.preview((await site.newsletter.show(week))?.issue.content ?? failed())
  for (const colorScheme of ['light', 'dark'] as const) {
    await windows.withPage({ width: 360, colorScheme }, async (page) => {
      await page.setContent(html)
      // A mail has no landmarks: mail programs put it into a page of their own.
      expect((await findFlaws(page, 'mail')).filter((flaw) => !/^mail: (region|landmark)/.test(flaw))).toEqual([])
    })
  }
})

function failed(): never {
  throw new Error('the issue is there')
}
