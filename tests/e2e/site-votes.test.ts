import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { launchBrowser } from '../support/browser.js'
import { linkIn, openTestVotes, type TestVotes } from '../support/web/site/votes/vote-app.js'

let browser: Browser
let site: TestVotes
/** Another origin of the same site, so that cookies go along with its forms. */
let foreign: RunningServer

/** A page whose form would vote in a reader’s name. */
const foreignPage = (url: string) =>
  `<!doctype html><title>x</title><form method="post" action="${url}/vote/beta"><button name="choice" value="skip">Win</button></form>`

beforeAll(async () => {
  browser = await launchBrowser()
  site = await openTestVotes()
  const app = new Hono()
  app.get('/', (c) => c.html(foreignPage(site.url)))
  foreign = await startServer({ app, port: 0, hostname: '127.0.0.1', runtime: site.runtime })
})
afterAll(async () => {
  await browser.close()
  await foreign.close({ deadlineMs: 2_000 })
  await site.close()
  expect(site.failures).toEqual([])
})

type Visit = { width?: number; colorScheme?: 'light' | 'dark'; hasScript?: boolean; address: string }

/** Opens a browser with cookies of its own, hands over its page, and closes it. Fails when a page broke its own policy. */
async function visit<T>(
  { width = 1280, colorScheme = 'light', hasScript = false, address }: Visit,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled: hasScript,
    baseURL: site.url,
    extraHTTPHeaders: { 'x-forwarded-for': address },
  })
  try {
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    const result = await use(page)
    expect(errors).toEqual([])
    return result
  } finally {
    await context.close()
  }
}

const standing = (page: Page) => page.locator('.lean').first().innerText()

test('without script a reader votes with one click, changes the vote, and confirms it by mail; it counts once', async () => {
  const { raw } = await site.tally('alpha')
  await visit({ address: '10.1.1.1' }, async (page) => {
    await page.goto('/vote/alpha')
    expect(await standing(page)).toContain('No vote of yours')
    await page.click('button[value=ship]')
    await page.waitForURL('**/vote/alpha')
    expect(await standing(page)).toMatch(/^You voted\s+Ship/)
    await page.click('button[value=skip]')
    expect(await standing(page)).toMatch(/^You voted\s+Skip/)
    await page.fill('#vote-email', 'reader@example.org')
    await page.click('text=Send the mail')
    await page.waitForURL('**/vote/alpha?mail=sent')
    expect(await page.locator('[role=status]').innerText()).toContain('A mail is on its way')
    await site.votes.backlog.settled()
    await page.goto(linkIn(site.mails.at(-1)))
    await page.click('text=Confirm my vote')
    await page.waitForURL('**/vote/alpha?mail=confirmed')
    expect(await standing(page)).toContain('confirmed by mail')
  })
  const after = await site.tally('alpha')
  expect(after.raw).toMatchObject({ votes: raw.votes + 1, ships: raw.ships })
  expect(after.confirmed).toEqual({ votes: 1, ships: 0, percent: 0 })
})

test('a page of another site cannot vote for a reader', async () => {
  await visit({ address: '10.1.2.1' }, async (page) => {
    await page.goto('/vote/beta')
    await page.click('button[value=ship]')
    await page.goto(foreign.url)
    await page.click('button')
    expect(await page.content()).toContain('did not come from a page of this server')
    await page.goto('/vote/beta')
    expect(await standing(page)).toMatch(/^You voted\s+Ship/)
  })
})

// Evaluated by the driver: the page's own policy lets no inline script in.
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const runAxe = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" ")))'

const looks = [360, 1280].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const))

test.each(looks)('at %i px, %s: every page of voting is without violation and nothing sticks out', async (width, colorScheme) => {
  const look = async (page: Page, name: string) => {
    await page.evaluate(axe)
    const found = {
      violations: await page.evaluate<string[]>(runAxe),
      overflow: await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    }
    expect(found, name).toEqual({ violations: [], overflow: 0 })
  }
  await visit({ width, colorScheme, hasScript: true, address: `10.2.${width % 250}.${colorScheme.length}` }, async (page) => {
    await page.goto('/vote/gamma')
    await look(page, 'no vote yet')
    await page.click('button[value=ship]')
    await page.waitForURL('**/vote/gamma')
    await look(page, 'own vote')
    await page.fill('#vote-email', 'someone@example')
    await page.click('text=Send the mail')
    await page.waitForSelector('#problem')
    await look(page, 'no address')
    await page.fill('#vote-email', `${width}-${colorScheme}@example.org`)
    await page.click('text=Send the mail')
    await page.waitForURL('**?mail=sent')
    await look(page, 'mail sent')
    await site.votes.backlog.settled()
    await page.goto(linkIn(site.mails.at(-1)))
    await look(page, 'the page of the link')
    await page.goto('/vote/confirm?token=x')
    await look(page, 'a link that does not work')
  })
})
