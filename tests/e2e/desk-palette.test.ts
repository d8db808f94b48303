import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../src/platform/runtime.js'
import { deskKeys, type KeyPlace, keysOf } from '../../src/web/desk/palette/key-table.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { findFlawsInEveryLook } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows } from '../support/browser.js'
import { runSampleAtDesk } from '../support/web/desk/run-sample.js'
import { openTestDesk, password, type TestDesk } from '../support/web/desk/test-desk.js'

let windows: BrowserWindows
let desk: TestDesk
let server: RunningServer
let recordId: string

beforeAll(async () => {
  windows = await openWindows()
  desk = await openTestDesk()
  await desk.addPerson('admin', 'Adda')
  await desk.addPerson('reviewer', 'Rea')
  const adda = await desk.signedIn('Adda')
  ;({ recordId } = await runSampleAtDesk(desk, adda, { persona: ['dx', 'competitor'] }))
  server = await startServer({ app: desk.web, port: 0, hostname: '127.0.0.1', runtime: createRuntime({ logLevel: 'silent' }) })
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 1_000 })
  await desk.close()
})

/** A page of someone's own window. Fails when the page complained about anything. */
async function visit(path: string, use: (page: Page) => Promise<void>, name = 'Adda'): Promise<void> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: `${name.toLowerCase()}@example.org`, password })
  await windows.withPage({ baseURL, session }, async (page) => {
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(path)
    await use(page)
    expect(complaints).toEqual([])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const chosen = '.palette [role=option][aria-selected=true]'

async function search(page: Page, letters: string) {
  await press(page, 'Control+k')
  await page.keyboard.type(letters)
  await page.locator(`.palette [role=listbox][data-found="${letters}"] [aria-selected=true]`).waitFor()
}

/** Goes down the options until one leads there. */
async function openOption(page: Page, leadsTo: RegExp) {
  const count = await page.locator('.palette [role=option]').count()
  for (let tries = 0; tries < count && !leadsTo.test((await page.getAttribute(chosen, 'data-href')) ?? ''); tries += 1)
    await press(page, 'ArrowDown')
  await press(page, 'Enter')
  await page.waitForURL(leadsTo)
}

describe('the palette, by keyboard alone', () => {
  test.each([
    ['a tool', 'mistrl', /\/desk\/tools\/mistral-3-instruct$/],
    ['a record', 'haiku mistral', /\/desk\/records\/rec_\w+$/],
    ['a verdict', 'skeptic haiku', /\/verdicts\/\w+$/],
    ['a panel', 'haiku mistral', /\/desk\/panels\/pnl_\w+$/],
    ['a person', 'rea', /\/auth\/people$/],
    ['a page', 'agrem', /\/desk\/agreement$/],
    ['an action', 'kick off', /\/desk\/panels\/new$/],
    ['an action on a tool', 'mistral', /\/desk\/panels\/new\?tool=mistral-3-instruct$/],
  ])('leads to %s', async (_kind, letters, leadsTo) => {
    await visit('/desk', async (page) => {
      await search(page, letters)
      await openOption(page, leadsTo)
    })
  })

  test('closes with Escape, and the focus is where it was', async () => {
    await visit('/desk/records', async (page) => {
      await press(page, 'j')
      const focused = 'document.activeElement.getAttribute("href")'
      expect(await page.evaluate(focused)).toContain(recordId)
      await search(page, 'tools')
      await press(page, 'Escape')
      await page.locator('dialog.palette').waitFor({ state: 'hidden' })
      expect(await page.evaluate(focused)).toContain(recordId)
    })
  })

  test('takes what was typed before its script was there', async () => {
    await visit('/desk', async (page) => {
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route(/assets\/palette\./, async (route) => {
        await released
        await route.continue()
      })
      await page.goto('/desk/tools', { waitUntil: 'commit' })
      await page.locator('#main h1').waitFor()
      await press(page, 'Control+k')
      await page.keyboard.type('agrem')
      await press(page, 'Enter')
      release()
      await page.waitForURL('**/desk/agreement')
    })
  })
})

describe('the list of keys', () => {
  const pages: [name: string, place: KeyPlace | null, path: () => Promise<string>][] = [
    ['the start', null, async () => '/desk'],
    ['a tool', null, async () => '/desk/tools/mistral-3-instruct'],
    ['the settings', null, async () => '/desk/settings'],
    ['people', null, async () => '/auth/people'],
    ['tools', 'lists', async () => '/desk/tools'],
    ['records', 'lists', async () => '/desk/records'],
    ['panels', 'lists', async () => '/desk/panels'],
    ['the log', 'lists', async () => '/desk/audit'],
    ['the queue', 'queue', async () => '/desk/queue?scope=all'],
    ['a verdict', 'verdict', verdictPath],
    ['a history', 'history', async () => `${await verdictPath()}/history`],
  ]

  test.each(pages)('of %s has every key that the page handles, and no other', async (_name, place, path) => {
    await visit(await path(), async (page) => {
      const names = deskKeys.flatMap(({ handles }) => handles)
      const handled = await page.evaluate<string[]>(`${JSON.stringify(names)}.filter(window.deskKeys.isHandled)`)
      const listed = keysOf(place)
      expect([...new Set(handled)].sort()).toEqual(listed.flatMap(({ handles }) => handles).sort())
      await press(page, '?')
      expect(await page.locator('dialog[open] dt').allInnerTexts()).toEqual(listed.map(({ shown }) => shown))
      expect(await page.locator('dialog[open] dd').allInnerTexts()).toEqual(listed.map(({ does }) => does))
      await press(page, 'Escape')
      expect(await page.locator('dialog[open]').count()).toBe(0)
    })
  })

  test('and the palette are without violation, in light and dark, narrow and wide', async () => {
    const found: string[] = []
    for (const path of ['/desk', '/desk/records', await verdictPath()]) {
      await visit(path, async (page) => {
        await press(page, '?')
        await page.locator('dialog.keys[open]').waitFor()
        found.push(...(await findFlawsInEveryLook(page, `keys of ${path}`)))
        await press(page, 'Escape')
        await search(page, 'mistral')
        found.push(...(await findFlawsInEveryLook(page, `palette on ${path}`)))
      })
    }
    expect(found).toEqual([])
  })
})

async function verdictPath(): Promise<string> {
  const adda = await desk.signedIn('Adda')
  const html = await (await adda.get(`/desk/queue?scope=all&record=${recordId}`)).text()
  const [path] = /\/desk\/records\/\w+\/verdicts\/\w+/.exec(html) ?? []
  if (path === undefined) throw new Error('a verdict waits')
  return path
}

describe('in a list', () => {
  test('j and k go through the rows, x ticks one, / searches, and letters in a field are text', async () => {
    await visit('/desk/tools', async (page) => {
      const inRow = 'document.activeElement.closest("tr")?.innerText.split("\\n")[0] ?? ""'
      await press(page, 'x')
      expect(await page.locator('input[name=pick]:checked').count()).toBe(0)
      await press(page, 'j')
      const first = await page.evaluate<string>(inRow)
      await press(page, 'j')
      const second = await page.evaluate<string>(inRow)
      expect(new Set([first, second, '']).size).toBe(3)
      await press(page, 'j', 'k', 'x')
      expect(await page.evaluate(inRow)).toBe(first)
      expect(await page.locator('input[name=pick]').nth(0).isChecked()).toBe(true)
      expect(await page.locator('input[name=pick]:checked').count()).toBe(1)
      await press(page, '/')
      await page.keyboard.type('gtx?')
      expect(await page.inputValue('#list-q')).toBe('gtx?')
      expect(await page.locator('input[name=pick]:checked').count()).toBeLessThanOrEqual(1)
    })
  })

  test('keys with Alt or Ctrl, and those of someone who composes a character, do nothing', async () => {
    await visit('/desk/tools', async (page) => {
      await press(page, 'Alt+j', 'Control+j')
      await page.evaluate(`document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', isComposing: true, bubbles: true }))`)
      expect(await page.evaluate('document.activeElement === document.body')).toBe(true)
      await press(page, 'j')
      expect(await page.evaluate('document.activeElement === document.body')).toBe(false)
    })
  })
})

test.each(keysOf(null).flatMap(({ handles, leadsTo }) => (leadsTo === undefined ? [] : [[handles[0] ?? '', leadsTo]])))(
  '%s opens %s',
  async (name, leadsTo) => {
    await visit('/desk/tools/mistral-3-instruct', async (page) => {
      await press(page, ...name.split(' '))
      await page.waitForURL((url) => url.pathname === leadsTo)
    })
  },
)

test('keys after g go to the section that it opens, once that is there', async () => {
  await visit('/desk', async (page) => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(/\/desk\/records$/, async (route) => {
      await released
      await route.continue()
    })
    await press(page, 'g', 'r', 'j')
    release()
    await page.waitForURL('**/desk/records')
    await expect.poll(() => page.evaluate(`document.activeElement.getAttribute('href')`)).toContain(recordId)
  })
})
