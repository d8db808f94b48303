import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { hashJson, sha256 } from '../../src/platform/hash.js'
import { type RunningServer, startServer } from '../../src/web/server.js'
import { everyLook, findFlaws } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { sampleDossier } from '../support/samples.js'
import { emailOf, openReviewDesk, password, type ReviewDesk } from '../support/web/desk/review-desk.js'

let windows: BrowserWindows
let desk: ReviewDesk
let server: RunningServer
let rea: Actor

beforeAll(async () => {
  windows = await openWindows()
  desk = await openReviewDesk()
  server = await startServer({ app: desk.app, port: 0, hostname: '127.0.0.1', runtime: desk.runtime })
  rea = await desk.addPerson('reviewer', 'Rea')
})
afterAll(async () => {
  await windows.close()
  await server.close({ deadlineMs: 2000 })
  expect(desk.failures).toEqual([])
  await desk.close()
})

/** Hands over the editor of a panel in Rea's own window. Fails when the page reported an error of its own. */
async function visit<T>(path: string, use: (page: Page) => Promise<T>, view: View = {}): Promise<T> {
  const baseURL = server.url
  const session = await windows.sessionOf({ baseURL, email: emailOf('Rea'), password })
  return windows.withPage({ ...view, baseURL, session }, async (page) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) errors.push(message.text())
    })
    await page.goto(path)
    const result = await use(page)
    expect(errors).toEqual([])
    return result
  })
}

const filler = Array.from({ length: 40 }, (_, index) => `Paragraph ${index + 1} says little. It goes on for a while.`).join('\n\n')
const readme = `# Read me\n\nFerrydoc runs on one machine. It is free for teams of up to five people. Larger teams pay.\n\n${filler}\n\n- Its index format is not documented.\n- It needs 2 GB of memory.`
const pricing = '| plan | price |\n| --- | --- |\n| Small | free |\n| Large | 40 USD |\n\nZero\u200bwidth plans are free.'

function dossier() {
  const { sha256: _hash, ...rest } = sampleDossier()
  const [source] = rest.sources
  if (source === undefined) throw new Error('the sample has a source')
  const sources = [
    { ...source, text: readme, sha256: sha256(readme) },
    { ...source, id: 'prices', title: 'Prices', kind: 'pricing' as const, text: pricing, sha256: sha256(pricing) },
  ]
  const whole = { ...rest, sources }
  return { ...whole, sha256: hashJson(whole) }
}

const evidence = [
  { source: 'readme', quote: 'It is free for teams of up to five people.', shows: 'Small teams pay nothing.' },
  { source: 'readme', quote: 'It needs 2 GB of memory.', shows: 'It is small.' },
]
const quote = 'Small teams pay nothing [1]. It fits on any machine [1, 2]. Large teams pay 40 USD. I try it today.'
const answers = [
  { ask: 'primitive', answer: 'A search index [2]. It needs 16 GB of memory.' },
  { ask: 'moat', answer: 'thin' },
]
const openPanel = () => desk.panel({ dossiers: [dossier()], replyFor: () => ({ quote, evidence, answers }) })

/** The passages that are lit, each behind the number of its evidence. */
const passages = (page: Page) =>
  page.locator('mark.lit').evaluateAll((marks) => marks.map((mark) => mark.textContent?.replace('passage of evidence ', '')))
const texts = (page: Page, selector: string) => page.locator(selector).allInnerTexts()
const sentence = (page: Page, text: string) => page.locator('.sentence-of', { hasText: text })
/** Moves the mouse onto the end of an element, which may begin in the middle of a line. */
async function pointAt(page: Page, selector: string): Promise<void> {
  const [x, y] = await page.locator(selector).evaluate((element) => {
    element.scrollIntoView({ block: 'center' })
    const { right, top, height } = [...element.getClientRects()].at(-1) ?? element.getBoundingClientRect()
    return [right - 4, top + height / 2] as const
  })
  await page.mouse.move(x, y)
}
const isInView = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    const pane = element.closest('section')?.getBoundingClientRect()
    return pane !== undefined && top >= pane.top - 1 && bottom <= pane.bottom + 1
  })

describe('a sentence and its passages light up both ways', () => {
  test('pointing at a sentence lights what it cites, and brings the paragraph of the passage into view', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await sentence(page, 'A search index').hover()
      await expect.poll(() => passages(page)).toEqual(['2It needs 2 GB of memory.'])
      expect(await page.locator('.row.lit').getAttribute('id')).toBe('evidence-2')
      expect(await texts(page, '.sentence-of.lit')).toHaveLength(1)
      expect(await page.locator('.para.around').innerText()).toContain('Its index format is not documented.')
      await expect.poll(() => isInView(page, '.para.around')).toBe(true)
      await page.locator('h1').hover()
      await expect.poll(() => page.locator('.lit, .around').count()).toBe(0)
    })
  })

  test('pointing at a passage lights its evidence and each sentence that cites it', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await pointAt(page, 'mark[data-passage="1"]')
      await expect.poll(() => page.locator('.sentence-of.lit').count()).toBe(2)
      expect((await texts(page, '.sentence-of.lit')).join(' ')).toMatch(/Small teams pay nothing[\s\S]*It fits on any machine/)
      expect(await page.locator('.row.lit').getAttribute('id')).toBe('evidence-1')
    })
  })

  test('by keyboard: a marker lights the one passage it names, a passage’s number and a piece of evidence light its sentences', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await sentence(page, 'It fits on any').locator('a').last().focus()
      expect(await passages(page)).toEqual(['2It needs 2 GB of memory.'])
      expect(await texts(page, '.sentence-of.lit')).toHaveLength(1)
      await page.locator('#passage-1').focus()
      expect(await texts(page, '.sentence-of.lit')).toHaveLength(2)
      await page.locator('#f-evidence-1-shows').focus()
      expect(await texts(page, '.sentence-of.lit')).toHaveLength(2)
      expect((await texts(page, '.sentence-of.lit')).join(' ')).toContain('A search index')
      await page.keyboard.press('Escape')
      expect(await page.locator('.lit').count()).toBe(0)
    })
  })

  test('the sentence in which someone writes lights what it cites', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await page.focus('#f-quote')
      await page.keyboard.press('ControlOrMeta+Home')
      await expect.poll(() => passages(page)).toEqual(['1It is free for teams of up to five people.'])
      await page.keyboard.press('ControlOrMeta+End')
      await expect.poll(() => page.locator('mark.lit').count()).toBe(0)
      await page.keyboard.type(' Cheap [2].')
      await expect.poll(() => passages(page)).toEqual(['2It needs 2 GB of memory.'])
    })
  })

  test('on a phone a tap on a sentence shows the paragraph of its passage at the bottom, and a second tap takes it away', async () => {
    const { path } = await openPanel()
    await visit(
      path,
      async (page) => {
        await sentence(page, 'Small teams').locator('.s').click()
        expect(await page.locator('#peek').innerText()).toContain('Ferrydoc runs on one machine. It is free for teams')
        await sentence(page, 'Small teams').locator('.s').click()
        expect(await page.locator('#peek').isVisible()).toBe(false)
      },
      { width: 390 },
    )
  })
})

describe('what there is to look at', () => {
  test('n goes to the next sentence that states something without evidence, Shift n to the one before, and the count is shown', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      expect(await page.locator('.to-look').innerText()).toContain('2 to look at')
      await page.keyboard.press('n')
      expect(await page.locator('.look[open]').innerText()).toContain('It states “40 USD” and cites nothing.')
      expect(await page.locator('#said').innerText()).toBe('1 of 2 to look at')
      await page.keyboard.press('n')
      expect(await page.locator('.look[open]').innerText()).toMatch(/“16 GB” is in no source[\s\S]*Read me” says:[^”]*2 GB of memory/)
      expect((await texts(page, '.u.lit')).join(' ')).toContain('It needs 2 GB of memory.')
      await expect.poll(() => isInView(page, '.para.around')).toBe(true)
      await page.keyboard.press('n')
      expect(await page.locator('.look[open]').innerText()).toContain('40 USD')
      await page.keyboard.press('Shift+N')
      expect(await page.locator('.look[open]').innerText()).toContain('16 GB')
      await page.keyboard.press('?')
      expect(await page.locator('#keys').innerText()).toContain('the next mark to look at')
    })
  })

  test('the marks follow what is written, once it is kept as a draft', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await page.fill('#f-quote', 'Small teams pay nothing [1]. It costs 40 USD. It is the best [9].')
      await expect.poll(() => page.locator('#reading').innerText()).toContain('How your words read')
      expect(await texts(page, '#reading > .reading summary')).toEqual([
        expect.stringContaining('no evidence'),
        expect.stringContaining('not found'),
      ])
      expect(await page.locator('.to-look').innerText()).toContain('3 to look at')
    })
  })

  test('without a script the count leads to the first mark, which opens', async () => {
    const { path } = await openPanel()
    await visit(
      path,
      async (page) => {
        await page.getByRole('link', { name: '2 to look at' }).click()
        await page.locator(':target summary').click()
        expect(await page.locator(':target .says').isVisible()).toBe(true)
      },
      { hasScript: false },
    )
  })

  test('a verdict with nothing to look at says so', async () => {
    const { path } = await desk.panel()
    await visit(path, async (page) => {
      expect(await page.locator('.to-look').innerText()).toContain('Nothing to look at')
      await page.keyboard.press('n')
      expect(await page.locator('#said').innerText()).toBe('There is nothing to look at.')
    })
  })
})

/** Selects words of a source as a mouse would, which takes the focus there. */
async function selectWords(page: Page, words: string): Promise<void> {
  await page.locator('.source-side').focus()
  await page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.querySelector('.source-side'), NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(${JSON.stringify(words)})
      if (at >= 0) return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + ${words.length})
    }
    throw new Error('the sources do not have it')
  })()`)
}

describe('adding evidence', () => {
  test('a passage that is selected becomes evidence, made up to whole words, with its number where the cursor was', async () => {
    const { path, recordId, verdict } = await openPanel()
    await visit(path, async (page) => {
      await page.focus('#f-quote')
      await page.keyboard.press('ControlOrMeta+End')
      await selectWords(page, 'ndex format is not document')
      await page.locator('#cite button').click()
      expect(await page.inputValue('#f-evidence-2-quote')).toBe('index format is not documented')
      expect(await page.inputValue('#f-evidence-2-source')).toBe('readme')
      expect(await page.inputValue('#f-quote')).toBe(`${quote} [3]`)
      expect(await page.evaluate('document.activeElement.id')).toBe('f-evidence-2-shows')
      expect(await page.locator('mark[data-passage="3"]').innerText()).toContain('index format is not documented')
      expect(await page.locator('#said').innerText()).toContain('Added as evidence 3')
      await page.keyboard.type('Its format is unknown.')
      await page.fill('#f-reason', 'what is not documented')
      await page.click('button[value=save]')
      await page.waitForURL('**?done=saved')
    })
    const view = await desk.review.verdict(recordId, verdict, rea)
    expect(view.status === 'done' && view.current?.content.evidence[2]).toMatchObject({ source: 'readme', shows: 'Its format is unknown.' })
    expect(view.status === 'done' && view.check?.evidence[2]).toMatchObject({ status: 'found' })
  })

  test('by keyboard: u and the arrow keys go through the sentences, Shift takes several, q adds them', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await page.keyboard.press('u')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Shift+ArrowDown')
      await expect.poll(() => page.locator('#cite-what').innerText()).toBe('Sentences 2 to 3')
      await page.keyboard.press('q')
      await expect
        .poll(() => page.inputValue('#f-evidence-2-quote'))
        .toBe('Ferrydoc runs on one machine. It is free for teams of up to five people.')
      await expect.poll(() => page.locator('#said').innerText()).toContain('put [3] behind what it carries')
      await page.keyboard.press('Escape')
      await page.keyboard.press('u')
      await page.keyboard.press('u')
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
      await expect.poll(() => page.inputValue('#f-evidence-3-source')).toBe('prices')
    })
  })

  test('a passage that is evidence already is not added twice', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await page.focus('#f-answers-0-answer')
      await page.keyboard.press('ControlOrMeta+End')
      await selectWords(page, 'It is free for teams of up to five people.')
      await page.keyboard.press('q')
      expect(await page.locator('#evidence .row').count()).toBe(2)
      expect(await page.inputValue('#f-answers-0-answer')).toBe('A search index [2]. It needs 16 GB of memory. [1]')
      expect(await page.locator('#said').innerText()).toContain('That is evidence 1')
    })
  })

  test('what no one can see in a passage is shown written out, and cited as it is', async () => {
    const { path } = await openPanel()
    await visit(path, async (page) => {
      await selectWords(page, 'Zero[U+200B]width plans are free.')
      await page.keyboard.press('q')
      expect(await page.inputValue('#f-evidence-2-quote')).toBe('Zero\u200bwidth plans are free.')
      await expect.poll(() => page.locator('#evidence-3 [data-part=word]').innerText()).toBe('verified')
    })
  })

  test('without a script: by the numbers of its sentences, which can be shown', async () => {
    const { path } = await openPanel()
    await visit(
      path,
      async (page) => {
        await page.getByLabel('Sentence numbers').check()
        await page.locator('#by-numbers summary').click()
        await page.selectOption('#f-cite-source', 'prices')
        await page.fill('#f-cite-from', '9')
        await page.getByRole('button', { name: 'Add these sentences' }).click()
        expect(await page.locator('#f-cite-from-problem').innerText()).toContain('has the numbers 1 to 5, and 9 is not among them')
        await page.selectOption('#f-cite-source', 'prices')
        await page.fill('#f-cite-from', '4')
        await page.getByRole('button', { name: 'Add these sentences' }).click()
        await page.waitForURL('**#evidence-3')
        expect(await page.inputValue('#f-evidence-2-quote')).toBe('| Large | 40 USD |')
      },
      { hasScript: false },
    )
  })
})

test.each(everyLook.map(({ width, colorScheme }) => [width, colorScheme] as const))(
  'at %i px, %s: lit and opened, the editor is without violation and nothing sticks out',
  async (width, colorScheme) => {
    const { path } = await openPanel()
    const flaws = await visit(
      path,
      async (page) => {
        await page.keyboard.press('n')
        if (width === 360)
          await page
            .getByRole('link', { name: /^Sources/ })
            .first()
            .click()
        await page.locator('#passage-1').focus()
        await expect.poll(() => page.locator('.sentence-of.lit').count()).toBe(2)
        await page.getByLabel('Sentence numbers').check()
        await selectWords(page, 'index format is not documented')
        await expect.poll(() => page.locator('#cite').isVisible()).toBe(true)
        return findFlaws(page, 'editor')
      },
      { width, colorScheme },
    )
    expect(flaws).toEqual([])
  },
)
