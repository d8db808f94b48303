import { Hono } from 'hono'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { everyLook, findFlaws } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { linkIn, openTestVotes, type TestVotes } from '../support/web/site/votes/vote-app.js'

let windows: BrowserWindows
let site: TestVotes
/** Another origin of the same site, so that cookies go along with its forms. */
let foreign: RunningServer

/** A page whose form would vote in a reader’s name. */
const foreignPage = (url: string) =>
  `<!doctype html><title>x</title><form method="post" action="${url}/vote/beta"><button name="choice" value="skip">Win</button></form>`

beforeAll(async () => {
  windows = await openWindows()
  site = await openTestVotes()
  const app = new Hono()
  app.get('/', (c) => c.html(foreignPage(site.url)))
  foreign = await startServer({ app, port: 0, hostname: '127.0.0.1', runtime: site.runtime })
})
afterAll(async () => {
  await windows.close()
  await foreign.close({ deadlineMs: 2_000 })
  await site.close()
  expect(site.failures).toEqual([])
})

type Visit = Omit<View, 'baseURL' | 'headers'> & { address: string }

/** Hands over a page of a reader at that address, who is new. Fails when a page broke its own policy. */
async function visit<T>({ hasScript = false, address, ...view }: Visit, use: (page: Page) => Promise<T>): Promise<T> {
  return windows.withPage({ ...view, hasScript, baseURL: site.url, headers: { 'x-forwarded-for': address } }, async (page) => {
    const errors: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    const result = await use(page)
    expect(errors).toEqual([])
    return result
  })
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

const look = async (page: Page, name: string) => expect(await findFlaws(page, name)).toEqual([])
const looks = everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const)

test.each(looks)('at %i px, %s: every page of voting is without violation and nothing sticks out', async (width, colorScheme) => {
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
