import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.js'
import { publishSamples } from '../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

let browser: Browser
let site: TestSite
let session: Awaited<ReturnType<BrowserContext['storageState']>>
const password = 'violet teapot under rain'

beforeAll(async () => {
  browser = await launchBrowser()
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
  const context = await browser.newContext({ baseURL: site.url })
  const page = await context.newPage()
  await page.goto('/auth/sign-in?next=/desk/community')
  await page.fill('[name=email]', 'edda@example.org')
  await page.fill('[name=password]', password)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL('**/desk/community')
  session = await context.storageState()
  await context.close()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

// Evaluated by the driver: the page's own policy lets no inline script in.
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const runAxe = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" ")))'

async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(axe)
  const found = {
    violations: await page.evaluate<string[]>(runAxe),
    overflow: await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  }
  expect(found, name).toEqual({ violations: [], overflow: 0 })
}

const looks = [360, 1280].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const))

test.each(looks)(
  'at %i px, %s: an editor decides about a burst and redirects; no violation, nothing sticks out',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, baseURL: site.url, storageState: session })
    try {
      const page = await context.newPage()
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
    } finally {
      await context.close()
    }
  },
)
