import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyLook, findFlaws } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { publishSamples } from '../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

let windows: BrowserWindows
let site: TestSite
const password = 'violet teapot under rain'

beforeAll(async () => {
  windows = await openWindows()
  site = await openTestSite()
  const [tool = ''] = (await publishSamples(site.app.db)).slugs
  await site.site.refresh()
  await site.site.addRedirect({ from: 'an-old-name', to: tool, by: 'Edda' })
  for (let index = 0; index < 13; index += 1) {
    const admitted = await site.votes.admitReader(`10.1.1.${index}`)
    if (admitted.status !== 'admitted') throw new Error('too many readers for a test')
    await site.votes.cast({ tool, choice: 'ship', reader: admitted.reader, address: `10.1.1.${index}` })
  }
  await site.desk.people.add({ actor: { system: 'test' }, name: 'Edda', email: 'edda@example.org', role: 'editor', password })
})
afterAll(async () => {
  await windows.close()
  await site.close()
})

const look = async (page: Page, name: string) => expect(await findFlaws(page, name)).toEqual([])
const looks = everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const)

test.each(looks)(
  'at %i px, %s: an editor decides about a burst and redirects; no violation, nothing sticks out',
  async (width, colorScheme) => {
    const session = await windows.sessionOf({ baseURL: site.url, email: 'edda@example.org', password })
    await windows.withPage({ width, colorScheme, baseURL: site.url, session }, async (page) => {
      await page.goto('/desk/community')
      await look(page, 'bursts')
      await page.click('button:has-text("Release")')
      await page.waitForURL('**?release=13')
      await look(page, 'released')
      await page.click('button:has-text("Keep quarantined")')
      await page.waitForURL('**?keep=13')
      await look(page, 'kept')
      await page.click('text=Renamed tools')
      await look(page, 'redirects')
      await page.fill('#from', 'another-name')
      await page.fill('#to', 'not-published')
      await page.click('text=Send readers on')
      expect(await page.locator('[role=alert]').innerText()).toContain('is not published')
      await look(page, 'a refused redirect')
      await page.goto('/desk/community')
    })
  },
)
