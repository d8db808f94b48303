import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { samplePersona } from '../support/samples.js'
import { emailOf, openReviewDesk, password, type ReviewDesk } from '../support/web/desk/review-desk.js'

let windows: BrowserWindows
let desk: ReviewDesk
let server: RunningServer
let edda: Actor

beforeAll(async () => {
  windows = await openWindows()
  desk = await openReviewDesk()
  server = await startServer({ app: desk.app, port: 0, hostname: '127.0.0.1', runtime: desk.runtime })
  await desk.addPerson('reviewer', 'Rea')
  edda = await desk.addPerson('editor', 'Edda')
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 2000 })
  expect(desk.failures).toEqual([])
  await desk.close()
})

async function visit(view: View, use: (page: Page) => Promise<void>): Promise<void> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: emailOf('Rea'), password })
  await windows.withPage({ ...view, baseURL, session }, async (page) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    await use(page)
    expect(errors).toEqual([])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
}

const quote = 'Small teams pay nothing for it [1], so I try it today.'

const personas = ['The Builder', 'The Skeptic', 'The Futurist', 'The Founder'].map((seat, index) =>
  samplePersona({ id: `persona-${index}`, seat, order: index + 1 }),
)

/** A panel of its own, its verdicts as the queue narrowed to its record lists them. */
async function openPanel() {
  const panel = await desk.panel({ personas, replyFor: () => ({ quote }) })
  const queue = `/desk/queue?scope=unassigned&record=${panel.recordId}`
  const waiting = await desk.review.queue({ actor: edda, scope: 'unassigned', recordId: panel.recordId, q: '', limit: 25 })
  if (waiting.status !== 'done') throw new Error('the queue is there')
  const [first = '', second = '', third = '', fourth = ''] = waiting.items.map(({ verdictId }) => verdictId)
  if (waiting.items.length !== personas.length) throw new Error('four verdicts wait')
  return { ...panel, queue, first, second, third, fourth, at: (verdictId: string) => `${queue}&at=${verdictId}` }
}
type OpenPanel = Awaited<ReturnType<typeof openPanel>>

async function viewOf({ recordId }: OpenPanel, verdictId: string) {
  const view = await desk.review.verdict(recordId, verdictId, edda)
  if (view.status !== 'done') throw new Error('the verdict is there')
  return view
}

async function statesOf(panel: OpenPanel) {
  const views = await Promise.all([panel.first, panel.second, panel.third, panel.fourth].map((id) => viewOf(panel, id)))
  return views.map(({ state }) => state)
}

/** Holds the answers to those requests until the returned function is called. */
async function hold(page: Page, path: RegExp) {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(path, async (route) => {
    await released
    await route.continue()
  })
  return () => release()
}

/** A new document has no mark. */
const mark = (page: Page) => page.evaluate(`document.documentElement.setAttribute('data-mark', '')`)
const isSamePage = (page: Page) => page.evaluate<boolean>(`document.documentElement.hasAttribute('data-mark')`)
const isOpen = (page: Page, verdictId: string) => page.locator(`[data-verdict="${verdictId}"]`).waitFor()
const press = async (page: Page, keys: string) => {
  for (const key of keys) await page.keyboard.press(key)
}
const onQueue = /\/desk\/queue\?.*at=/

describe('j and k', () => {
  test('swap what is open in the queue; ticks, focus, address and title follow, and back and forward too', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      await mark(page)
      await page.locator('input[name=pick]').nth(2).check()
      await press(page, 'j')
      await page.waitForURL(`**at=${panel.second}*`)
      await isOpen(page, panel.second)
      expect(await page.locator('.waits[aria-current]').getAttribute('href')).toContain(panel.second)
      expect(await page.locator('input[name=pick]').nth(2).isChecked()).toBe(true)
      expect(await page.evaluate(`document.activeElement.matches('input[name=pick]')`)).toBe(true)
      await press(page, 'k')
      await isOpen(page, panel.first)
      await page.goBack()
      await isOpen(page, panel.second)
      await page.goForward()
      await isOpen(page, panel.first)
      expect(await isSamePage(page)).toBe(true)
    })
  })

  test('swap the verdict in the editor: the focus stays on its pane, what is open is said, and its form works', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.path)
      const from = page.url()
      await mark(page)
      await page.locator('.source-side').focus()
      await press(page, 'j')
      await page.waitForURL((url) => url.href !== from)
      expect(await page.evaluate('document.activeElement.className')).toBe('source-side')
      expect(await page.title()).toContain('on Ferrydoc')
      expect(await page.locator('body > p[role=status]', { hasText: 'Opened: ' }).count()).toBe(1)
      expect(await isSamePage(page)).toBe(true)
      await page.fill('#f-quote', `${quote} In the second one.`)
      await page.locator('#saved', { hasText: 'Saved as your draft' }).waitFor()
      await page.keyboard.press('Escape')
      await press(page, 'k')
      await page.waitForURL(from)
      expect(await page.inputValue('#f-quote')).toBe(quote)
    })
  })

  test('say so where there is no other one, and what is typed after that decides nothing', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.third))
      await mark(page)
      const release = await hold(page, onQueue)
      await press(page, 'jja')
      release()
      await page.locator('#said', { hasText: 'There is no next one. Keys typed after it were left out.' }).waitFor()
      await isOpen(page, panel.fourth)
      // In the same moment, so that no one can have read that there is none.
      await page.evaluate(
        `for (const key of ['j', 'a']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`,
      )
      await page.locator('#said', { hasText: 'There is no next one. Keys typed after it were left out.' }).waitFor()
      expect(await isSamePage(page)).toBe(true)
    })
    expect(await statesOf(panel)).toEqual(['drafted', 'drafted', 'drafted', 'drafted'])
  })
})

describe('keys that are typed while a page loads', () => {
  test('are pressed in order on the verdict they were typed for', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      const release = await hold(page, onQueue)
      await press(page, 'jja')
      release()
      await page.waitForURL(/done=accepted/)
    })
    expect(await statesOf(panel)).toEqual(['drafted', 'drafted', 'accepted', 'drafted'])
  })

  test('are words in the field that a key of them opens', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      const release = await hold(page, onQueue)
      await page.keyboard.type('jrsay who paiss')
      await page.keyboard.press('Backspace')
      release()
      await isOpen(page, panel.second)
      await expect.poll(() => page.inputValue('#return-note')).toBe('say who pais')
    })
  })

  test('are left out where the other one cannot be opened: this one stays and says why', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      await mark(page)
      await page.route(onQueue, (route) => route.abort())
      await press(page, 'ja')
      await page.locator('#said', { hasText: 'this one stays: the server was not reached' }).waitFor()
      expect(await isSamePage(page)).toBe(true)
      await page.unrouteAll()
      await press(page, 'j')
      await isOpen(page, panel.second)
    })
    expect(await statesOf(panel)).toEqual(['drafted', 'drafted', 'drafted', 'drafted'])
  })

  test('before the script of the page is there, are not lost', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      const release = await hold(page, /assets\/(review|palette)\./)
      await page.goto(panel.at(panel.first), { waitUntil: 'commit' })
      await page.locator('#open').waitFor()
      await press(page, 'ja')
      release()
      await page.waitForURL(/done=accepted/)
    })
    expect(await statesOf(panel)).toEqual(['drafted', 'accepted', 'drafted', 'drafted'])
  })

  test('go along with a link to the page it leads to', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      const release = await hold(page, /\/verdicts\//)
      await press(page, 'ex')
      release()
      await page.waitForURL(`**/verdicts/${panel.first}`)
      await page.locator('#editor [data-call=skip]:checked').waitFor({ state: 'attached' })
    })
  })

  test('accept nothing more where the page that a form leads to has another verdict open', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      const release = await hold(page, /done=accepted/)
      await press(page, 'aaa')
      release()
      await page.locator('#said', { hasText: 'Keys typed while it loaded were left out.' }).waitFor()
      await isOpen(page, panel.second)
    })
    expect(await statesOf(panel)).toEqual(['accepted', 'drafted', 'drafted', 'drafted'])
  })
})

describe('words that are not saved', () => {
  test('are a draft before the next verdict opens', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.path)
      await mark(page)
      await press(page, 'e')
      await page.keyboard.press('ControlOrMeta+End')
      await page.keyboard.type(' It is mine now.')
      await page.keyboard.press('Escape')
      await press(page, 'j')
      await page.waitForURL((url) => url.pathname !== panel.path)
      await page.goBack()
      await page.locator('#draft').waitFor()
      expect(await page.inputValue('#f-quote')).toBe(`${quote} It is mine now.`)
      expect(await isSamePage(page)).toBe(true)
    })
  })

  test('keep the verdict open where they cannot be saved', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.path)
      await page.route(/autosave/, (route) => route.abort())
      await page.fill('#f-quote', `${quote} It is mine now.`)
      await page.keyboard.press('Escape')
      await press(page, 'j')
      await page.locator('#said', { hasText: 'this one stays: your words are not saved' }).waitFor()
      expect(await page.inputValue('#f-quote')).toBe(`${quote} It is mine now.`)
      expect(new URL(page.url()).pathname).toBe(panel.path)
    })
  })

  test('stop the swap where they are typed while it loads', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.path)
      const release = await hold(page, /verdicts\/[^/]+$/)
      await press(page, 'j')
      await page.focus('#f-quote')
      await page.keyboard.type('Yes. ')
      release()
      await page.locator('#said', { hasText: 'You began to write, so this one stays open.' }).waitFor()
      expect(await page.inputValue('#f-quote')).toContain('Yes. ')
      expect(new URL(page.url()).pathname).toBe(panel.path)
    })
  })

  test('of a note that was begun are there again with its verdict, also after another one was decided', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.at(panel.first))
      await press(page, 'r')
      await page.keyboard.type('half a thought')
      await page.keyboard.press('Escape')
      await press(page, 'j')
      await isOpen(page, panel.second)
      expect(await page.inputValue('#return-note')).toBe('')
      await press(page, 'a')
      await page.waitForURL(/done=accepted/)
      await isOpen(page, panel.first)
      expect(await page.inputValue('#return-note')).toBe('half a thought')
    })
  })

  test('of a revision that was refused are a draft before the next verdict opens', async () => {
    const panel = await openPanel()
    await visit({}, async (page) => {
      await page.goto(panel.path)
      await page.fill('#f-quote', `${quote} Without a reason.`)
      await page.click('button[value=save]')
      await page.locator('#editor[data-unsaved]').waitFor()
      await press(page, 'j')
      await page.waitForURL((url) => !url.pathname.includes(panel.verdict))
      await page.goBack()
      await page.locator('#draft').waitFor()
      expect(await page.inputValue('#f-quote')).toBe(`${quote} Without a reason.`)
    })
  })
})

test('where a call comes before the draft, j shows nothing of the next one, and keys after it call and accept nothing', async () => {
  const blind = await openReviewDesk({ blindFirst: true })
  const at = await startServer({ app: blind.app, port: 0, hostname: '127.0.0.1', runtime: blind.runtime })
  await blind.addPerson('reviewer', 'Rea')
  const { verdicts, recordId } = await blind.panel({ replyFor: () => ({ quote: 'The hidden words [1].' }) })
  const session = await windows.sessionOf({ baseURL: at.url, email: emailOf('Rea'), password })
  await windows.withPage({ baseURL: at.url, session }, async (page) => {
    await page.goto(`/desk/queue?scope=unassigned&at=${verdicts[0]}`)
    const release = await hold(page, onQueue)
    await press(page, 'ja')
    release()
    await isOpen(page, verdicts[1] ?? '')
    await page.locator('#open .blind').waitFor()
    expect(await page.content()).not.toContain('hidden words')
  })
  const other = await blind.addPerson('editor', 'Edda')
  const view = await blind.review.verdict(recordId, verdicts[1] ?? '', other)
  expect(view).toMatchObject({ state: 'drafted', blindCalls: [] })
  await at.close({ deadlineMs: 2000 })
  await blind.close()
})

test('the page of two versions is not swapped: j there leads nowhere, and its words stay', async () => {
  const panel = await openPanel()
  await visit({}, async (page) => {
    await page.goto(panel.path)
    const { current } = await viewOf(panel, panel.verdict)
    if (current === null) throw new Error('there is a revision')
    const content = { ...current.content, quote: quote.replace('today', 'soon') }
    await desk.review.edit({
      actor: edda,
      recordId: panel.recordId,
      verdictId: panel.verdict,
      base: current.number,
      content,
      reason: 'theirs',
    })
    await page.fill('#f-quote', quote.replace('today', 'now'))
    await page.fill('#f-reason', 'mine')
    await page.click('button[value=save]')
    await page.locator('h1', { hasText: 'Someone saved in between' }).waitFor()
    const from = page.url()
    await press(page, 'j')
    expect(page.url()).toBe(from)
    expect(await page.locator('h1').innerText()).toBe('Someone saved in between')
  })
})
