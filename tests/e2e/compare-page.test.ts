import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PanelRecord } from '../../src/contracts/record.js'
import { renderComparePage } from '../../src/site/pages/record/compare-page.js'
import { loadPageFonts } from '../../src/site/pages/record/page-fonts.js'
import { findFlaws, unfold } from '../support/browser/flaws.js'
import { type BrowserWindows, openWindows, type View } from '../support/browser.js'
import { seatOf, threeOfFive } from '../support/site/pages/record/sample-jury.js'
import { draftedVerdict, fourVerdicts, sampleRecord, sampleTool } from '../support/site/pages/record/sample-record.js'

let windows: BrowserWindows
let folder: string

const longVerdict = draftedVerdict('dx', {
  origin: 'authored',
  model: `openai-compatible:${'a-very-long-model-name-'.repeat(4)}70b`,
  quote: `${'A longer quote, which takes more lines than the one beside it. '.repeat(12)}It ends here [1].`,
})
const threeTools = ['Alpha', 'Beta', 'Gamma'].map((name) =>
  sampleTool(name.toLowerCase(), fourVerdicts(['ship', 'abstain', 'ship', 'skip']), {
    name: `${name} ${'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(2)}`,
    community: { ships: 3, votes: 4, percent: 75 },
  }),
)
const [left, right] = sampleRecord().tools
if (left === undefined || right === undefined) throw new Error('the sample has two tools')
const pages = {
  two: sampleRecord(),
  uneven: sampleRecord({ tools: [{ ...left, verdicts: [longVerdict, ...left.verdicts.slice(1)] }, right] }),
  three: sampleRecord({ tools: threeTools, lean: { kind: 'level' } }),
  one: sampleRecord({ tools: threeTools.slice(0, 1), lean: { kind: 'none' } }),
  juries: sampleRecord({
    schema: 'panel.record/2',
    tools: [
      {
        ...left,
        verdicts: [threeOfFive, ...left.verdicts.slice(1)],
        barred: [{ model: longVerdict.model, kind: 'vendor', maker: 'Ferry Works', named: 'Ferry Works', replacedBy: 'ollama:y' }],
      },
      {
        ...right,
        verdicts: [
          seatOf({ [longVerdict.model]: { calls: ['ship', 'ship', 'skip'] }, 'ollama:b': { calls: ['skip', 'skip', 'skip'] } }),
          ...right.verdicts.slice(1),
        ],
      },
    ],
  }),
} satisfies Record<string, PanelRecord>
type PageName = keyof typeof pages
const addressOf = (name: PageName) => pathToFileURL(join(folder, `${name}.html`)).href

beforeAll(async () => {
  windows = await openWindows()
  folder = await mkdtemp(join(tmpdir(), 'panel-page-'))
  const fonts = await loadPageFonts()
  for (const [name, record] of Object.entries(pages)) {
    await writeFile(join(folder, `${name}.html`), renderComparePage(record, { fonts, subscribeUrl: 'https://panel.example/newsletter' }))
  }
})
afterAll(async () => {
  await windows.close()
  await rm(folder, { recursive: true })
})

/** Looks at a page. Fails when the page asked for anything but itself or reported an error. */
async function look<T>({ name, ...view }: View & { name: PageName }, use: (page: Page) => Promise<T>): Promise<T> {
  return windows.withPage(view, async (page) => {
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(addressOf(name))
    const result = await use(page)
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([addressOf(name)])
    expect(complaints).toEqual([])
    return result
  })
}

/** The rounded distance from the top of the page of each element that the selector names, in the page's order. */
async function topsOf(page: Page, selector: string): Promise<number[]> {
  return page.evaluate<number[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((node) => Math.round(node.getBoundingClientRect().top + scrollY))`,
  )
}

test.each([
  ['two', 1280, 'light'],
  ['two', 1280, 'dark'],
  ['two', 360, 'light'],
  ['two', 360, 'dark'],
  ['three', 1280, 'light'],
  ['one', 1280, 'dark'],
  ['juries', 1280, 'light'],
  ['juries', 360, 'dark'],
] as const)('%s at %i px, %s: axe finds no violation, with the answers open', async (name, width, colorScheme) => {
  const violations = await look({ name, width, colorScheme }, async (page) => {
    await page.evaluate(unfold)
    return findFlaws(page, name)
  })
  expect(violations).toEqual([])
})

test.each(
  (['two', 'uneven', 'three', 'one', 'juries'] as const).flatMap((name) =>
    [320, 360, 768, 1024, 1280].map((width) => [name, width] as const),
  ),
)('%s at %i px: nothing scrolls sideways and nothing sticks out', async (name, width) => {
  const [overflow, outside] = await look({ name, width }, (page) =>
    page.evaluate<[number, string[]]>(`[
      document.documentElement.scrollWidth - document.documentElement.clientWidth,
      [...document.querySelectorAll('main :not(.hide)')]
        .filter((node) => getComputedStyle(node).position !== 'absolute' && node.getBoundingClientRect().right > innerWidth + 0.5)
        .map((node) => node.outerHTML.slice(0, 80)),
    ]`),
  )
  expect(overflow).toBe(0)
  expect(outside).toEqual([])
})

test('side by side, the tools share every baseline, however uneven their texts', async () => {
  const tops = await look({ name: 'uneven', width: 1280 }, async (page) => ({
    names: await topsOf(page, '.card h3'),
    taglines: await topsOf(page, '.card .tagline'),
    figures: await topsOf(page, '.card .figures'),
    descriptions: await topsOf(page, '.card .description'),
    calls: await topsOf(page, '.persona:first-of-type .call'),
    quotes: await topsOf(page, '.persona:first-of-type .quote'),
    bylines: await topsOf(page, '.persona:first-of-type .byline'),
    evidence: await topsOf(page, '.persona:first-of-type .evidence'),
  }))
  for (const [name, found] of Object.entries(tops)) {
    expect(found, name).toHaveLength(2)
    expect(found[0], name).toBe(found[1])
  }
})

test('side by side, what jurors called has a line of its own, and quotes stay level below it', async () => {
  const tops = await look({ name: 'juries', width: 1280 }, async (page) => ({
    juries: await topsOf(page, '.persona:first-of-type .jury'),
    quotes: await topsOf(page, '.persona:first-of-type .seat > .quote'),
    dissents: await topsOf(page, '.persona:first-of-type .dissent'),
  }))
  for (const [name, found] of Object.entries(tops)) {
    expect(found, name).toHaveLength(2)
    expect(found[0], name).toBe(found[1])
  }
})

test('the reviewer stands level with the calls, in the gutter', async () => {
  const [seat, call] = await look({ name: 'two', width: 1280 }, async (page) => [
    await topsOf(page, '.persona h3'),
    await topsOf(page, '.persona .band .seat:first-child h4'),
  ])
  expect(seat).toEqual(call)
})

test('on a phone the tools are under each other and each quote says which tool it is about', async () => {
  const [labels, tops] = await look({ name: 'two', width: 360 }, async (page) => [
    await page.locator('.persona:first-of-type .of:visible').allInnerTexts(),
    await topsOf(page, '.persona:first-of-type .quote'),
  ])
  expect(labels).toEqual(['Ferrydoc', 'Quaylog 3'])
  expect(tops[1]).toBeGreaterThan(tops[0] ?? Number.POSITIVE_INFINITY)
})

test('a marker leads to its passage, which is not hidden under the head of the columns', async () => {
  const [target, head] = await look({ name: 'uneven', width: 1280 }, async (page) => {
    await page.locator('#dx--ferrydoc .quote sup a').first().click()
    return page.evaluate<[number, number]>(
      '[document.querySelector(":target").getBoundingClientRect().top, document.querySelector(".columns").getBoundingClientRect().bottom]',
    )
  })
  expect(target).toBeGreaterThanOrEqual(head)
})

test('the fonts are the ones the page brings along', async () => {
  const loaded = await look({ name: 'two', width: 1280 }, (page) =>
    page.evaluate<string[]>(
      'document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === "loaded").map((font) => font.family.replaceAll(\'"\', "") + " " + font.style))',
    ),
  )
  expect(loaded.sort()).toEqual(['Inter Variable normal', 'Source Serif 4 Variable italic', 'Source Serif 4 Variable normal'])
})

test('in print nothing sticks to the top, and the form and the way around the page are gone', async () => {
  const shown = await look({ name: 'two', width: 1280 }, async (page) => {
    await page.emulateMedia({ media: 'print' })
    return page.evaluate<string[]>(
      '["nav", ".weekly", ".columns", ".persona .gutter"].map((selector) => { const { display, position } = getComputedStyle(document.querySelector(selector)); return display === "none" ? "gone" : position })',
    )
  })
  expect(shown).toEqual(['gone', 'gone', 'static', 'static'])
})
