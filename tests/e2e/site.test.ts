import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { insertSyntheticTools, publishSamples } from '../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../support/web/site/test-site.js'

const pair = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const tool = '/tools/mistral-3-instruct'

let windows: BrowserWindows
let site: TestSite

beforeAll(async () => {
  site = await openTestSite()
  await publishSamples(site.app.db)
  await insertSyntheticTools(site.app.db, 30)
  windows = await openWindows()
})
afterAll(async () => {
  await windows.close()
  await site.close()
})

/** Without JavaScript unless asked for: the site has none. */
const withPage = <T>(use: (page: Page) => Promise<T>, view: View = {}) =>
  windows.withPage({ baseURL: site.url, hasScript: false, ...view }, use)

const shown = {
  home: '/',
  comparison: pair,
  tool,
  'how-it-works': '/how-it-works',
  personas: '/personas',
  persona: '/personas/dx',
  newsletter: '/weekly',
}

test('the comparison can be pictured at both widths, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      await withPage(
        async (page) => {
          await page.goto(shown.comparison)
          expect((await page.screenshot()).byteLength).toBeGreaterThan(10_000)
        },
        { width, colorScheme },
      )
    }
  }
})

test('the sample comparison shows 50 % and 75 %, a dash for the community, Free, and eight quotes', async () => {
  await withPage(async (page) => {
    await page.goto(pair)
    const cards = await page.locator('.cards').innerText()
    expect(cards).toMatch(/50%[\s\S]*75%/)
    expect(cards.match(/—/g)?.length).toBeGreaterThanOrEqual(2)
    expect(cards.match(/Entry price\s+Free/g)).toHaveLength(2)
    expect(await page.locator('blockquote').count()).toBe(8)
  })
})

test('a reader opens a passage’s paragraph, under its heading, with the copy that it is from, without a script', async () => {
  await withPage(async (page) => {
    await page.goto(pair)
    const seat = page.locator('.seat').first()
    await seat.locator('details.evidence > summary').click()
    const item = seat.locator('.evidence li', { has: page.locator('details.around') }).first()
    expect(await item.locator('.paragraph').isVisible()).toBe(false)
    await item.getByText('In its paragraph').click()
    const [marked, paragraph] = [await item.locator('.paragraph mark').innerText(), await item.locator('.paragraph').innerText()]
    expect(paragraph.length).toBeGreaterThan(marked.length)
    expect(paragraph).toContain(marked)
    expect(await item.locator('.around .from').innerText()).toMatch(/(?:as captured on|our notes as read on) \d+ \w+ 20\d\d$/)
  })
})

test('on paper a paragraph that was opened is there, and one that was not is left out', async () => {
  await withPage(async (page) => {
    await page.goto(pair)
    await page.locator('details.evidence > summary').first().click()
    await page.locator('details.around > summary').first().click()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.around .paragraph').first().isVisible()).toBe(true)
    expect(await page.locator('.around .paragraph').nth(1).isVisible()).toBe(false)
    expect(await page.locator('.evidence q').nth(1).isVisible()).toBe(true)
  })
})

test('from the first page a reader finds a tool, its comparisons and the reviewers, and comes back', async () => {
  await withPage(async (page) => {
    await page.goto('/')
    await page.getByLabel('Search').fill('mistral')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('link', { name: 'Mistral 3 8B & 70B Instruct' }).click()
    expect(new URL(page.url()).pathname).toBe(tool)
    await page.locator(`a[href="${pair}"]`).first().click()
    expect(new URL(page.url()).pathname).toBe(pair)
    await page.getByRole('link', { name: 'Personas' }).click()
    await page.getByRole('link', { name: 'The Builder' }).click()
    expect(await page.locator('#prompt').innerText()).toContain('Its prompt, in full')
    await page.getByRole('link', { name: 'Ship Panel', exact: true }).click()
    expect(new URL(page.url()).pathname).toBe('/')
  })
})

test('two tools chosen in a form lead to their comparison, published as one or not', async () => {
  await withPage(async (page) => {
    await page.goto(tool)
    await page.locator('form.pick select').selectOption('tool-0003')
    await page.locator('form.pick button').click()
    expect(new URL(page.url()).pathname).toBe('/compare/mistral-3-instruct-vs-tool-0003')
    expect(await page.locator('h1').innerText()).toContain('Tool 3')
  })
})

test('a reader who votes twice counts once, and the panel’s figures stay', async () => {
  await withPage(async (page) => {
    await page.goto(pair)
    await page.getByRole('button', { name: 'Ship Mistral 3 8B & 70B Instruct' }).click()
    await expect.poll(() => page.locator('main').innerText()).toContain('You voted Ship')
    await page.getByRole('button', { name: 'Skip', exact: true }).click()
    await expect.poll(() => page.locator('main').innerText()).toContain('You voted Skip')
    await page.goto(pair)
    // The browser may show the page for a minute as it got it.
    await page.reload()
    const cards = await page.locator('.cards').innerText()
    expect(cards).toMatch(/50%[\s\S]*75%/)
    expect(cards).toContain('0 of 1')
  })
  const community = await site.votes.reader.of(['mistral-3-instruct'])
  expect(community.get('mistral-3-instruct')?.raw).toEqual({ ships: 0, votes: 1, percent: 0 })
})

async function newestMail() {
  await site.subscriptions.backlog.settled()
  const folder = join(site.home, 'outbox')
  const [name = ''] = (await readdir(folder))
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .reverse()
  return simpleParser(await readFile(join(folder, name)))
}

test('a reader subscribes, confirms by the mail’s link, and is unsubscribed by the one click that mail programs send', async () => {
  await withPage(async (page) => {
    await page.goto('/weekly')
    await page.getByLabel('Email address').fill('ada@example.org')
    await page.getByRole('button', { name: 'Subscribe' }).click()
    await page.waitForURL('**done=asked')
    const mail = await newestMail()
    expect(mail.to && 'text' in mail.to ? mail.to.text : '').toBe('ada@example.org')
    const link = new URL(/http\S+\/weekly\/confirm\?\S+/.exec(mail.text ?? '')?.[0] ?? 'http://none')
    await page.goto(`${link.pathname}${link.search}`)
    expect((await site.subscriptions.store.findByEmail('ada@example.org'))?.status).toBe('pending')
    await page.getByRole('button', { name: 'Confirm' }).click()
    expect((await site.subscriptions.store.findByEmail('ada@example.org'))?.status).toBe('active')
    const oneClick = new URL(
      /<(http[^>]+)>/.exec(String(mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line))?.[1] ?? 'http://none',
    )
    expect((await site.get(`${oneClick.pathname}${oneClick.search}`)).status).toBe(200)
    expect((await site.subscriptions.store.findByEmail('ada@example.org'))?.status).toBe('active')
    const answer = await site.send(`${oneClick.pathname}${oneClick.search}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(answer.status).toBe(200)
    expect((await site.subscriptions.store.findByEmail('ada@example.org'))?.status).toBe('unsubscribed')
  })
})

const others = ['/vote/mistral-3-instruct', '/weekly/subscribe', '/?q=nothing-like-it', '/nothing']

test.each([...Object.values(shown), ...others])('axe finds no violation, and nothing scrolls sideways: %s', async (path) => {
  await withPage(
    async (page) => {
      await page.goto(path)
      expect(await findFlawsInEveryLook(page, path)).toEqual([])
    },
    { hasScript: true },
  )
})
