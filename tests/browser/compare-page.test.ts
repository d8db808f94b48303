import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderComparePage } from '../../src/publish/compare-page.js'
import { loadPageFonts } from '../../src/publish/page-fonts.js'
import { findChromium } from '../helpers/chromium.js'
import { drafted, sampleRecord, unscored } from '../publish/sample-record.js'

let browser: Browser
let folder: string
let address: string

beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  browser = await chromium.launch({ executablePath: findChromium(), args })
  folder = await mkdtemp(join(tmpdir(), 'panel-page-'))
  const long = drafted('long')
  long.draft.quote = `${'A longer quote, which takes more lines than the one beside it. '.repeat(12)}It ends here [1].`
  long.draft.evidence = [
    { source: 'readme', quote: 'free for everyone', shows: 'x', status: 'not found', why: 'not in the source "readme"' },
  ]
  const record = sampleRecord({ outcome: (index) => [long, unscored][index] ?? { origin: 'authored' } })
  const file = join(folder, 'page.html')
  await writeFile(file, renderComparePage(record, { fonts: await loadPageFonts(), subscribeUrl: null }))
  address = pathToFileURL(file).href
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

/** Opens the page, looks at it, and closes it; fails when the page asked the network for anything. */
async function look<T>(options: { width: number; colorScheme: 'light' | 'dark' }, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: 900 },
    colorScheme: options.colorScheme,
    javaScriptEnabled: true,
  })
  try {
    const page = await context.newPage()
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(address)
    const result = await use(page)
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([address])
    return result
  } finally {
    await context.close()
  }
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [360, 'dark'],
] as const)('at %i px, %s: axe finds no violation', async (width, colorScheme) => {
  const violations = await look({ width, colorScheme }, async (page) => {
    await page.addScriptTag({ path: axe })
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    })
  })
  expect(violations).toEqual([])
})

test.each([320, 360, 768, 1280])('at %i px nothing scrolls sideways', async (width) => {
  const overflow = await look({ width, colorScheme: 'light' }, (page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  )
  expect(overflow).toBe(0)
})

test('side by side, the tools share every baseline: cards, quotes, evidence', async () => {
  const tops = await look({ width: 1280, colorScheme: 'light' }, async (page) => {
    const topsOf = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((nodes) =>
          nodes.map((node) =>
            Math.round((node as unknown as { getBoundingClientRect: () => { top: number } }).getBoundingClientRect().top),
          ),
        )
    return {
      names: await topsOf('.card h2'),
      facts: await topsOf('.card .facts'),
      calls: await topsOf('.row:first-of-type .call'),
      evidence: await topsOf('.row:first-of-type .evidence'),
    }
  })
  for (const [name, [left, right]] of Object.entries(tops)) expect(left, name).toBe(right)
})

test('on a phone each quote says which tool it is about', async () => {
  const labels = await look({ width: 360, colorScheme: 'light' }, (page) => page.locator('.row .tool-name:visible').allInnerTexts())
  expect(labels).toEqual(['Ferrydoc', 'Quaylog', 'Ferrydoc', 'Quaylog'])
})

test('the fonts are the ones the page brings along', async () => {
  const loaded = await look({ width: 1280, colorScheme: 'light' }, (page) =>
    page.evaluate<string[]>(
      'document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === "loaded").map((font) => font.family + " " + font.style))',
    ),
  )
  expect(loaded.sort()).toEqual(['Inter Variable normal', 'Source Serif 4 Variable italic', 'Source Serif 4 Variable normal'])
})
