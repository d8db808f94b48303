import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { everyLook, findFlaws, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { emailOf, openReviewDesk, password, type ReviewDesk } from '../support/web/desk/review-desk.js'
import { samplePanel } from '../support/web/desk/sample-panel.js'

type Site = { desk: ReviewDesk; server: RunningServer; rea: Actor; edda: Actor }
let windows: BrowserWindows
let site: Site
let blindSite: Site

async function openSite(blindFirst: boolean): Promise<Site> {
  const desk = await openReviewDesk({ blindFirst })
  const server = await startServer({ app: desk.app, port: 0, hostname: '127.0.0.1', runtime: desk.runtime })
  return { desk, server, rea: await desk.addPerson('reviewer', 'Rea'), edda: await desk.addPerson('editor', 'Edda') }
}

beforeAll(async () => {
  windows = await openWindows()
  site = await openSite(false)
  blindSite = await openSite(true)
})
afterAll(async () => {
  await windows.close()
  for (const { desk, server } of [site, blindSite]) {
    await server.close({ deadlineMs: 2000 })
    expect(desk.failures).toEqual([])
    await desk.close()
  }
})

type Visit = View & { at?: Site; name?: 'Rea' | 'Edda' }

/** Hands over a page of someone's own window. Fails when a page reported an error of its own. */
async function visit<T>({ at = site, name = 'Rea', ...view }: Visit, use: (page: Page) => Promise<T>): Promise<T> {
  const baseURL = at.server.url
  const session = await windows.sessionOf({ baseURL, email: emailOf(name), password })
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

async function verdictOf({ desk, edda }: Site, panel: { recordId: string; verdict: string }) {
  const view = await desk.review.verdict(panel.recordId, panel.verdict, edda)
  if (view.status !== 'done' || view.current === null) throw new Error('the verdict is there')
  return { ...view, current: view.current }
}

const quote = 'Small teams pay nothing for it [1], so I try it today.'
const plain = { replyFor: () => ({ quote }) }

describe('by keyboard alone', () => {
  test('a reviewer opens the editor, changes quote and call, saves with a reason, and accepts', async () => {
    const panel = await site.desk.panel(plain)
    await visit({}, async (page) => {
      await page.goto(`/desk/queue?at=${panel.verdict}`)
      await page.keyboard.press('e')
      await page.waitForURL(`**${panel.path}`)
      await page.keyboard.press('e')
      await page.keyboard.press('ControlOrMeta+End')
      await page.keyboard.type(' It is mine now.')
      await page.keyboard.press('Escape')
      await page.keyboard.press('x')
      await page.focus('#f-reason')
      await page.keyboard.type('closer to the source')
      await page.keyboard.press('Control+Enter')
      await page.waitForURL('**?done=saved')
      await page.keyboard.press('a')
      await page.waitForURL('**?done=accepted')
    })
    const { state, history } = await verdictOf(site, panel)
    expect(state).toBe('accepted')
    expect(history.map(({ kind, content }) => [kind, content.call, content.quote])).toEqual([
      ['model', 'ship', quote],
      ['edit', 'skip', `${quote} It is mine now.`],
      ['accept', 'skip', `${quote} It is mine now.`],
    ])
  })

  test('in the queue: j and k go on and back, a accepts, r returns with a note, x changes the call', async () => {
    const [first, second, third] = [await site.desk.panel(plain), await site.desk.panel(plain), await site.desk.panel(plain)]
    const openOne = (page: Page) => page.locator('.waits[aria-current]').getAttribute('href')
    await visit({}, async (page) => {
      await page.goto(`/desk/queue?scope=unassigned&at=${first.verdict}`)
      await page.keyboard.press('j')
      await page.waitForURL(`**at=${first.verdicts[1]}*`)
      await page.keyboard.press('k')
      await page.waitForURL(`**at=${first.verdict}*`)
      expect(await openOne(page)).toContain(first.verdict)
      await page.keyboard.press('a')
      await page.waitForURL(/[?&]done=accepted/)
      await page.goto(`/desk/queue?scope=unassigned&at=${second.verdict}`)
      await page.keyboard.press('r')
      await page.keyboard.type('say who pays')
      await page.keyboard.press('Control+Enter')
      await page.waitForURL(/[?&]done=returned/)
      await page.goto(`/desk/queue?scope=unassigned&at=${third.verdict}`)
      await page.keyboard.press('x')
      await page.keyboard.type('no licence')
      await page.keyboard.press('Enter')
      await page.waitForURL(/[?&]done=saved/)
    })
    expect((await verdictOf(site, first)).state).toBe('accepted')
    expect((await verdictOf(site, second)).comments).toMatchObject([{ text: 'say who pays', resolved: null }])
    expect((await verdictOf(site, third)).current.content.call).toBe('skip')
  })

  test('the list of keys opens with ? and closes with Escape, and keys typed into a field are text', async () => {
    const panel = await site.desk.panel(plain)
    await visit({}, async (page) => {
      await page.goto(panel.path)
      await page.keyboard.press('?')
      expect(await page.locator('#keys').isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      expect(await page.locator('#keys').isVisible()).toBe(false)
      await page.focus('#f-reason')
      await page.keyboard.type('jax?')
      expect(await page.inputValue('#f-reason')).toBe('jax?')
    })
    expect((await verdictOf(site, panel)).history).toHaveLength(1)
  })

  test('d opens the draft of the next juror, and a passage lights up with its evidence', async () => {
    const panel = await site.desk.panel({ jurors: ['ollama:a', 'ollama:b'], ...plain })
    await visit({}, async (page) => {
      await page.goto(panel.path)
      const edited = await page.locator('[data-draft-link="0"]').count()
      await page.keyboard.press('d')
      await page.locator('#draft-title').waitFor()
      expect(['ollama:a', 'ollama:b']).toContain(await page.locator('#draft-title .mono').innerText())
      expect(edited).toBe(1)
      await page.focus('#f-evidence-0-quote')
      expect(await page.locator('mark.lit').innerText()).toContain('free for teams of up to five people')
      await page.focus('#f-reason')
      expect(await page.locator('mark.lit').count()).toBe(0)
    })
  })

  test('blind first: x and Enter record a call, and only then the draft is there', async () => {
    const panel = await blindSite.desk.panel({ replyFor: () => ({ quote: 'The hidden words [1].' }) })
    await visit({ at: blindSite }, async (page) => {
      await page.goto(panel.path)
      expect(await page.content()).not.toContain('hidden words')
      await page.keyboard.press('x')
      await page.keyboard.press('Enter')
      await page.waitForURL('**?done=called')
      expect(await page.locator('.reading').first().innerText()).toContain('The hidden words')
    })
    expect((await verdictOf(blindSite, panel)).blindCalls).toMatchObject([{ call: 'skip' }])
  })
})

test('what someone writes is kept as a draft of their own while they write, and is there when they come back', async () => {
  const panel = await site.desk.panel(plain)
  await visit({}, async (page) => {
    await page.goto(panel.path)
    await page.fill('#f-quote', `${quote} And more.`)
    expect(await page.locator('[data-words]').innerText()).toBe('13 of 3 to 30 words')
    await page.locator('#saved', { hasText: 'Saved as your draft' }).waitFor()
    await page.goto(panel.path)
    expect(await page.inputValue('#f-quote')).toBe(`${quote} And more.`)
    await page.fill('#f-quote', `${quote} And at the last moment.`)
    await page.goto('/desk/queue')
    await expect
      .poll(async () => (await site.desk.review.verdict(panel.recordId, panel.verdict, site.rea)) as { autosave: unknown })
      .toMatchObject({
        autosave: { content: { quote: `${quote} And at the last moment.` } },
      })
  })
  expect((await verdictOf(site, panel)).history).toHaveLength(1)
})

test('two browsers edit one verdict: the later one sees both, chooses, and both edits are in the history', async () => {
  const panel = await site.desk.panel(plain)
  await visit({ name: 'Rea' }, (mine) =>
    visit({ name: 'Edda' }, async (theirs) => {
      await mine.goto(panel.path)
      await theirs.goto(panel.path)
      for (const [page, words, reason] of [
        [theirs, quote.replace('Small', 'Tiny').replace('today', 'soon'), 'theirs'],
        [mine, quote.replace('nothing', 'naught').replace('today', 'now'), 'mine'],
      ] as const) {
        await page.fill('#f-quote', words)
        await page.fill('#f-reason', reason)
        await page.click('button[value=save]')
        await page.waitForURL(/done=saved$|\/save$/)
      }
      expect(await mine.locator('h1').innerText()).toBe('Someone saved in between')
      await mine.getByLabel('Yours').check()
      await mine.getByRole('button', { name: 'Save both in one' }).click()
      await mine.waitForURL('**?done=merged')
    }),
  )
  const { history } = await verdictOf(site, panel)
  expect(history.map(({ kind, reason, content }) => [kind, reason, content.quote])).toEqual([
    ['model', null, quote],
    ['edit', 'theirs', 'Tiny teams pay nothing for it [1], so I try it soon.'],
    ['merge', 'mine', 'Tiny teams pay naught for it [1], so I try it now.'],
  ])
})

test('without a script: rows, draft, save, merge, history, restore and the list of keys', async () => {
  const panel = await site.desk.panel(plain)
  await visit({ hasScript: false }, async (page) => {
    await page.goto(panel.path)
    await page.getByRole('button', { name: 'Add evidence' }).click()
    await page.fill('#f-evidence-1-quote', 'runs on one machine')
    await page.selectOption('#f-evidence-1-source', 'readme')
    await page.fill('#f-evidence-1-shows', 'One machine is enough.')
    await page.getByRole('button', { name: 'Save draft' }).last().click()
    await page.locator('.reading sup a').first().click()
    expect(await page.locator(':target').getAttribute('id')).toBe('passage-1')
    const { edda, desk } = site
    const { current } = await verdictOf(site, panel)
    const content = { ...current.content, quote: quote.replace('Small', 'Tiny') }
    await desk.review.edit({ actor: edda, recordId: panel.recordId, verdictId: panel.verdict, base: 1, content, reason: 'theirs' })
    await page.fill('#f-reason', 'one machine')
    await page.getByRole('button', { name: 'Save a revision' }).click()
    await page.getByRole('button', { name: 'Save both in one' }).click()
    await page.getByRole('link', { name: /^History/ }).click()
    await page.getByLabel('compare from revision 1').check()
    await page.getByLabel('compare to revision 2').check()
    await page.getByRole('button', { name: 'Compare' }).click()
    expect(await page.locator('#changes ins').allInnerTexts()).toEqual(['Tiny'])
    await page.fill('#restore-reason', 'as it was')
    await page.getByRole('button', { name: 'Restore it' }).click()
    await page.getByRole('link', { name: 'all keys' }).click()
    expect(await page.locator('#keys').isVisible()).toBe(true)
  })
  const { history } = await verdictOf(site, panel)
  expect(history.map(({ kind }) => kind)).toEqual(['model', 'edit', 'merge', 'restore'])
  expect(history[2]?.content.evidence).toHaveLength(2)
})

describe('axe and width', () => {
  let paths: Record<string, string>
  let stale: { path: string; quote: string }

  beforeAll(async () => {
    const wish = await samplePanel(['ollama:llama3.1:8b', 'anthropic:claude-haiku-4-5'])
    const panel = await site.desk.panel({
      ...wish,
      flags: ['a source speaks to the reviewer'],
      replyFor: (seat) => (seat.persona === 'business' && seat.model.startsWith('anthropic') ? null : (wish.replyFor?.(seat) ?? {})),
    })
    const { desk, edda, rea } = site
    const on = { recordId: panel.recordId, verdictId: panel.verdict }
    const { current } = await verdictOf(site, panel)
    const extra = { source: current.content.evidence[0]?.source ?? '', quote: 'fastest in its class', shows: 'Speed.' }
    const words = `${current.content.quote} It is the fastest of its size. No one else did this [5].`
    const content = { ...current.content, quote: words, evidence: [...current.content.evidence, extra] }
    await desk.review.edit({ actor: edda, ...on, base: 1, content, reason: 'to the point' })
    await desk.review.comment({ actor: edda, ...on, text: 'Is the speed in any source?' })
    await desk.review.assign({ actor: edda, ...on, to: rea.userId, note: 'yours, please' })
    const unscored = panel.seats.find(({ persona, model }) => persona === 'business' && model.startsWith('anthropic'))
    const blind = await blindSite.desk.panel(wish)
    paths = {
      editor: panel.path,
      unscored: `/desk/records/${panel.recordId}/verdicts/${unscored?.id}`,
      history: `${panel.path}/history?from=1&to=2`,
      queue: `/desk/queue?at=${panel.verdict}`,
      blind: blind.path,
    }
    stale = { path: panel.path, quote: words }
  })

  /** Looks at a page with everything on it unfolded: what axe says, and what sticks out. */
  async function inspect(page: Page, name: string): Promise<string[]> {
    await page.evaluate(unfold)
    return findFlaws(page, name)
  }

  const looks = everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const)

  test.each(looks)('at %i px, %s: every page is without violation and nothing sticks out', async (width, colorScheme) => {
    for (const name of ['editor', 'unscored', 'history', 'queue', 'blind']) {
      const found = await visit({ at: name === 'blind' ? blindSite : site, width, colorScheme }, async (page) => {
        await page.goto(paths[name] ?? '')
        return inspect(page, name)
      })
      expect(found).toEqual([])
    }
  })

  test.each(looks)('at %i px, %s: the merge and the list of keys are without violation', async (width, colorScheme) => {
    const found = await visit({ width, colorScheme }, async (page) => {
      // On a phone the form is behind the tab Edit.
      await page.goto(`${stale.path}#edit`)
      await page.keyboard.press('?')
      const keys = await inspect(page, 'keys')
      await page.keyboard.press('Escape')
      await page.fill('#f-quote', stale.quote.replace('fastest', 'quickest'))
      await page.fill('#f-reason', 'a better word')
      await page.evaluate('document.querySelector("#editor").elements.base.value = "1"')
      await page.click('button[value=save]')
      await page.waitForURL('**/save')
      return [...keys, ...(await inspect(page, 'merge'))]
    })
    expect(found).toEqual([])
  })
})

test('a page with all that the sample holds is under 60 kB, and its scripts under 40 kB, both gzipped', async () => {
  const { gzipSync } = await import('node:zlib')
  const panel = await site.desk.panel(await samplePanel(['ollama:llama3.1:8b', 'anthropic:claude-haiku-4-5']))
  const sizes = await visit({}, async (page) => {
    const html = await (await page.goto(panel.path))?.text()
    const urls = await page.locator('script').evaluateAll((all) => all.map((each) => each.getAttribute('src') ?? ''))
    const scripts = await Promise.all(urls.map(async (url) => (await page.request.get(url)).text()))
    return { html: gzipSync(html ?? '').length, script: gzipSync(scripts.join('\n')).length }
  })
  expect(sizes.html).toBeLessThan(60_000)
  expect(sizes.script).toBeLessThan(40_000)
  expect(sizes.html).toBeGreaterThan(1000)
})
