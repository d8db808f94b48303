import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSiteDocuments } from '../../src/app/site-documents.js'
import { sitePathPatterns } from '../../src/site/documents/create-site-documents.js'
import { exportSite } from '../../src/site/export/export-site.js'
import { siteStyles } from '../../src/site/pages/site-styles.js'
import { deskStyles } from '../../src/web/desk/desk-styles.js'
import { reviewStyles } from '../../src/web/desk/verdict/review-styles.js'
import { unfold } from '../support/browser/flaws.js'
import { type LayoutScene, openLayoutScene, password, weeks } from '../support/browser/layout/scene.js'
import { stepsOf } from '../support/browser/layout/steps.js'
import { type Visit, type Visitor, visitors, visitsOf } from '../support/browser/layout/visits.js'
import { launchBrowser } from '../support/browser.js'
import { samplePersona } from '../support/samples.js'
import { draftPanel } from '../support/site/views/publish-samples.js'
import { openTestSite } from '../support/web/site/test-site.js'

const widths = [360, 768, 1024, 1280] as const
const findFaults = await readFile(new URL('../support/browser/layout/find-faults.js', import.meta.url), 'utf8')

/** Where pictures go; none are taken without it. */
const pictures = process.env.PANEL_PICTURES

let browser: Browser
let scene: LayoutScene
const pages = new Map<Visitor, Page>()

beforeAll(async () => {
  ;[scene, browser] = await Promise.all([openLayoutScene(), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await scene.site.close()
})

/** The page of one browser window a visitor, signed in once. */
async function pageOf(visitor: Visitor): Promise<Page> {
  const known = pages.get(visitor)
  if (known !== undefined) return known
  const page = await browser.newPage({ baseURL: scene.site.url })
  pages.set(visitor, page)
  if (visitor === 'nobody') return page
  const person = await scene.site.desk.people.find(scene.people[visitor].userId)
  await signIn(page, person?.email ?? '')
  return page
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/auth/sign-in')
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL('**/desk')
}

/** What is wrong with the page that is open, at each width, with every fold open. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    // At once, so that no script of the page folds anything in between.
    const faults = await page.evaluate<string[]>(`${unfold}\n${findFaults}`)
    found.push(...faults.map((fault) => `${name} at ${width} px: ${fault}`))
  }
  return found
}

/** Pictures for a person to look at, of a telephone and a desk, light and dark. */
async function takePictures(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(pictures, `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}-${width}-${colorScheme}.png`) })
    }
  }
}

async function look(page: Page, { as, path, status = 200 }: Visit): Promise<string[]> {
  const response = await page.goto(path)
  const answered = response?.status()
  await takePictures(page, `${as}${path}`)
  return [...(answered === status ? [] : [`${path} answers ${answered}`]), ...(await faultsOf(page, `${path} for ${as}`))]
}

test('on every page, at every width, no word is broken, nothing overlaps or is cut off, and nothing scrolls sideways', async () => {
  const visits = visitsOf(scene)
  const found = await Promise.all(
    visitors.map(async (visitor) => {
      const page = await pageOf(visitor)
      const faults: string[] = []
      for (const visit of visits) if (visit.as === visitor) faults.push(...(await look(page, visit)))
      return faults
    }),
  )
  expect(found.flat()).toEqual([])
})

const inView = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right <= innerWidth).length`

test.each([
  ['admin', '/desk/audit', '.desk-head'],
  ['nobody', '/how-it-works', '.masthead'],
] as const)(
  'on a telephone the head of %s’s %s is one row, and its menu has every entry, by keyboard and without a script',
  async (as, path, head) => {
    const page = await pageOf(as)
    await page.setViewportSize({ width: 360, height: 900 })
    await page.goto(path)
    expect(await page.locator(head).evaluate((element) => element.getBoundingClientRect().height)).toBeLessThan(60)
    const entries = await page.locator(`${head} .menu a`).count()
    expect(await page.evaluate(inView(`${head} .menu a`))).toBe(0)
    await page.locator(`${head} .opener`).press('Enter')
    expect(await page.evaluate(inView(`${head} .menu a`))).toBe(entries)
    await page.keyboard.press('Escape')
    expect(await page.evaluate(inView(`${head} .menu a`))).toBe(0)
  },
)

test('on a telephone the editor shows one of its parts at a time, and a link into another part leads there', async () => {
  const page = await pageOf('editor')
  await page.setViewportSize({ width: 390, height: 900 })
  await page.goto(`/desk/records/${scene.records.sample}/verdicts/${scene.verdicts.sample}`)
  const shown = async () => {
    const parts = await Promise.all(
      ['#reads', '#editor', '#sources', '#waiting'].map(async (id) => ((await page.locator(id).isVisible()) ? [id] : [])),
    )
    return parts.flat()
  }
  const current = page.locator('.panes [aria-current]')
  expect([await shown(), await current.allInnerTexts()]).toEqual([['#reads'], ['Verdict']])
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(2_500)
  await page.locator('.reading sup a').first().click()
  expect([await shown(), await current.allInnerTexts()]).toEqual([['#sources'], ['Sources 5']])
  await page.keyboard.press('e')
  expect([await shown(), await current.allInnerTexts()]).toEqual([['#editor'], ['Edit']])
  await page.getByRole('link', { name: 'Waiting' }).press('Enter')
  expect(await shown()).toEqual(['#waiting'])
  await page.goBack()
  await page.getByRole('link', { name: 'Verdict', exact: true }).click()
  expect(await shown()).toEqual(['#reads'])
})

/** Sheets as wide as they are in CSS pixels: whole, and between the usual margins of a centimeter. */
const sheets = { A4: 794, Letter: 816, 'A4 between margins': 718, 'Letter between margins': 740 } as const

test('on paper no page is wider than the sheet', async () => {
  const { records, verdicts, tools, samplePair, panels } = scene
  const desk = [
    `/desk/records/${records.review}`,
    `/desk/records/${records.review}/verdicts/${verdicts.edited}`,
    '/desk/records',
    '/desk/queue?scope=all',
  ]
  const site = [
    `/compare/${samplePair}`,
    `/tools/${tools.long.tool.slug}`,
    '/tools/mistral-3-instruct',
    '/',
    '/how-it-works',
    `/weekly/${weeks.sent}`,
  ]
  const found: string[] = []
  const tooWide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  for (const [visitor, paths] of [
    ['nobody', site],
    ['editor', [...desk, ...Object.values(panels).map((id) => `/desk/panels/${id}`)]],
  ] as const) {
    const page = await pageOf(visitor)
    await page.emulateMedia({ media: 'print' })
    for (const path of paths) {
      await page.goto(path)
      for (const [sheet, width] of Object.entries(sheets)) {
        await page.setViewportSize({ width, height: 1_100 })
        const px = await page.evaluate<number>(`${unfold}\n${tooWide}`)
        if (px > 0) found.push(`${path} on ${sheet}: ${px} px too wide`)
      }
    }
    await page.evaluate("document.body.append(Object.assign(document.createElement('pre'), { textContent: 'x'.repeat(200) }))")
    expect(await page.evaluate(tooWide)).toBeGreaterThan(0)
    await page.emulateMedia({ media: 'screen' })
  }
  expect(found).toEqual([])
})

test('nor on what comes back from a form: refused, done, or written at once by two', async () => {
  const found: string[] = []
  for (const { as, path, act, shows } of stepsOf(scene)) {
    const page = await pageOf(as)
    await page.goto(path)
    await act(page)
    expect(await page.locator('h1').first().innerText(), path).toMatch(shows)
    found.push(...(await faultsOf(page, `${path} for ${as}, after a form`)))
  }
  expect(found).toEqual([])
})

test('nor on the pages of the export', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'panel-export-'))
  const { site } = scene.site
  const { documents, assets } = await openSiteDocuments(scene.site)
  await exportSite({ folder, site, documents, assets, morePaths: [], baseUrl: null, liveUrl: null, cards: 'none' })
  const found: string[] = []
  const page = await pageOf('nobody')
  for (const path of ['index.html', `tools/${scene.tools.long.tool.slug}`, `compare/${scene.samplePair}`, 'weekly']) {
    const name = path.endsWith('.html') ? path : `${path}/index.html`
    await page.goto(pathToFileURL(join(folder, name)).href)
    found.push(...(await faultsOf(page, `the file ${name}`)))
  }
  await rm(folder, { recursive: true })
  expect(found).toEqual([])
})

test('nor on the first page of an installation, and a verdict that waits for a call of one’s own', async () => {
  const blind = await openTestSite({ config: { review: { fourEyes: true, blindFirst: true } } })
  try {
    const page = await browser.newPage({ baseURL: blind.url })
    const found: string[] = []
    await page.goto((await blind.desk.people.ensureSetupLink({ origin: blind.url })) ?? '')
    found.push(...(await faultsOf(page, 'set-up')))
    await page.goto('/')
    found.push(...(await faultsOf(page, 'a site without a record')))
    const person = { name: 'Rea', email: 'rea@example.org', role: 'reviewer' as const, password }
    await blind.desk.people.add({ actor: { system: 'test' }, ...person })
    const { recordId, seats } = await draftPanel(blind.app.db, { dossiers: [scene.tools.long], personas: [samplePersona()] })
    await signIn(page, person.email)
    for (const path of ['/desk', '/desk/queue', `/desk/records/${recordId}/verdicts/${seats[0]?.id}`, `/desk/records/${recordId}`]) {
      await page.goto(path)
      found.push(...(await faultsOf(page, `${path}, blind first`)))
    }
    for (const path of ['/desk/tools', '/desk/panels', '/desk/newsletter', '/weekly']) {
      await page.goto(path)
      found.push(...(await faultsOf(page, `${path}, nothing there yet`)))
    }
    expect(found).toEqual([])
  } finally {
    await blind.close()
  }
})

/** What answers a GET and is no page of ours to look at. */
const noPages: readonly [RegExp, string][] = [
  [/\.(?:css|js|woff2|svg|png|ico|xml|json|txt|yaml)$/, 'a file'],
  [/^\/assets\/:name\{|^\/logos\//, 'a file, by its hash or its colours'],
  [/^\/(?:healthz|readyz|metrics)(?:\/|$)/, 'for machines'],
  [/^\/api\/v1\//, 'for programs; its description is shown by Swagger UI, whose layout is its own'],
  [/\/events$|\/export$|\/bundle$/, 'a stream or a download'],
  [/\/:action$/, 'leads elsewhere'],
  [/\/reading$|\/draft$/, 'a part of the verdict editor, which is looked at whole'],
  [/\/tools\/licenses$/, 'a list for the script of a dossier’s form'],
  [/\/panels\/(?:models|tools)$/, 'a part of the kick-off, which is looked at whole'],
]

test('every page that the apps answer is among those looked at', () => {
  const paths = visitsOf(scene).map(({ path }) => new URL(path, 'http://site').pathname)
  const ofApps = scene.site.web.routes
    .filter(({ method, path }) => method === 'GET' && !path.includes('*'))
    .map(({ path }) => ({ name: path, pattern: new RegExp(`^${path.replace(/\/$/, '').replace(/:\w+/g, '[^/]+')}/?$`) }))
  const ofSite = sitePathPatterns.map((pattern) => ({ name: pattern.source.replaceAll('\\', '').replace(/[()^$]/g, ''), pattern }))
  const unseen = [...ofApps, ...ofSite]
    .filter(({ name }) => !noPages.some(([isNone]) => isNone.test(name)))
    .filter(({ pattern }) => !paths.some((path) => pattern.test(path)))
  expect(unseen.map(({ name }) => name)).toEqual([])
})

test('colours are all that differs in the dark, so that pages are measured in the light', () => {
  for (const styles of [deskStyles, reviewStyles, siteStyles]) expect(styles).not.toContain('prefers-color-scheme')
})

const broken: readonly [string, string][] = [
  ['broken word', '<table style="width: 60px"><tr><td style="overflow-wrap: anywhere">Finished<td>a panel that ran</table>'],
  ['broken word', '<p style="width: 90px; overflow-wrap: anywhere">ada@example.org</p>'],
  ['broken into bits', `<p style="width: 60px; overflow-wrap: anywhere">${'0123456789abcdef'.repeat(4)}</p>`],
  ['broken into bits', '<code style="display: block; width: 50px; word-break: break-all">https://example.org/invitation</code>'],
  ['label on two lines', '<p style="width: 50px"><span class="state">In review</span></p>'],
  ['overlap', '<p>Some words here</p><p style="margin-top: -34px">Other words</p>'],
  ['sticks out', '<div style="display: flex"><p style="width: 40px">Monorepositories</p><p>beside it</p></div>'],
  ['cut off', '<p style="width: 60px; white-space: nowrap; overflow: hidden">What no one can read</p>'],
  ['cut off', '<p style="height: 10px; overflow: hidden">What no one<br>can<br>read</p>'],
  ['cut off', '<select style="width: 50px"><option>reviewer</option></select>'],
  ['sideways', `<p style="width: 500px">${'word '.repeat(80)}</p>`],
]
const fine = [
  `<code style="display: block; width: 200px; word-break: break-all">http://example.org/auth/invitation?token=${'0-Ab'.repeat(10)}</code>`,
  '<p style="width: 90px">ada@<wbr>example.<wbr>org</p>',
  '<p style="width: 60px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis">What is written on</p>',
  '<p style="width: 60px; white-space: nowrap; overflow: auto">What is scrolled to</p>',
  '<p style="width: 180px">A Featherstonehaugh-Cholmondeley</p>',
  '<p style="width: 60px">分散型ソースコード管理</p>',
  `<p style="width: 200px; overflow-wrap: anywhere">${'0123456789abcdef'.repeat(4)}</p>`,
]

describe('the check itself', () => {
  let page: Page
  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 360, height: 900 } })
  })

  async function rulesBrokenBy(html: string): Promise<string[]> {
    await page.setContent(`<!doctype html><meta charset="utf-8"><body style="font: 16px sans-serif">${html}`)
    return (await page.evaluate<string[]>(findFaults)).map((fault) => fault.replace(/:.*/, ''))
  }

  test.each(broken)('the check sees it: %s in %s', async (rule, html) => {
    expect(await rulesBrokenBy(html)).toContain(rule)
  })

  test.each(fine)('the check leaves alone %s', async (html) => {
    expect(await rulesBrokenBy(html)).toEqual([])
  })
})
