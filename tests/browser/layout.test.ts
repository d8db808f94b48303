import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteStyles } from '../../src/publish/site/site-styles.js'
import { sitePathPatterns } from '../../src/site-documents.js'
import { deskStyles } from '../../src/web/desk/styles.js'
import { reviewStyles } from '../../src/web/desk/verdict/review-styles.js'
import { launchBrowser } from '../helpers/browser.js'
import { type Visit, type Visitor, visitsOf } from './layout/visits.js'
import { type LayoutWorld, openLayoutWorld, password } from './layout/world.js'

const widths = [360, 768, 1024, 1280] as const
const findFaults = await readFile(new URL('layout/find-faults.js', import.meta.url), 'utf8')
const unfold = 'document.querySelectorAll("details").forEach((details) => { details.open = true; details.hidden = false })'

/** Where pictures go; none are taken without it. */
const pictures = process.env.PANEL_PICTURES

let browser: Browser
let world: LayoutWorld
const contexts = new Map<Visitor, BrowserContext>()

beforeAll(async () => {
  ;[world, browser] = await Promise.all([openLayoutWorld(), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await world.site.close()
})

/** One browser window a visitor, signed in once. */
async function contextOf(visitor: Visitor): Promise<BrowserContext> {
  const known = contexts.get(visitor)
  if (known !== undefined) return known
  const context = await browser.newContext({ baseURL: world.site.url })
  contexts.set(visitor, context)
  if (visitor === 'nobody') return context
  const person = await world.site.desk.people.find(world.people[visitor].userId)
  const page = await context.newPage()
  await page.goto('/auth/sign-in')
  await page.fill('[name=email]', person?.email ?? '')
  await page.fill('[name=password]', password)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL('**/desk')
  await page.close()
  return context
}

/** What is wrong with the page that is open, at each width, with every fold open. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(unfold)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const faults = await page.evaluate<string[]>(findFaults)
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

async function look({ as, path, status = 200 }: Visit): Promise<string[]> {
  const page = await (await contextOf(as)).newPage()
  try {
    const response = await page.goto(path, { waitUntil: 'load' })
    const answered = response?.status()
    await takePictures(page, `${as}${path}`)
    return [...(answered === status ? [] : [`${path} answers ${answered}`]), ...(await faultsOf(page, `${path} for ${as}`))]
  } finally {
    await page.close()
  }
}

test('on every page, at every width, no word is broken, nothing overlaps or is cut off, and nothing scrolls sideways', async () => {
  const found: string[] = []
  for (const visit of visitsOf(world)) found.push(...(await look(visit)))
  expect(found).toEqual([])
})

/** What answers a GET and is no page of ours to look at. */
const noPages: readonly [RegExp, string][] = [
  [/\.(?:css|js|woff2|svg|png|ico|xml|json|txt)$/, 'a file'],
  [/^\/(?:healthz|readyz|metrics)(?:\/|$)/, 'for machines'],
  [/^\/api\/v1\//, 'for programs; its description is shown by Swagger UI, whose layout is its own'],
  [/\/events$|\/export$|\/bundle$/, 'a stream or a download'],
  [/\/:action$/, 'leads elsewhere'],
]

test('every page that the apps answer is among those looked at', () => {
  const paths = visitsOf(world).map(({ path }) => new URL(path, 'http://site').pathname)
  const ofApps = world.site.web.routes
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
  ['label on two lines', '<p style="width: 50px"><span class="state">In review</span></p>'],
  ['overlap', '<p>Some words here</p><p style="margin-top: -34px">Other words</p>'],
  ['sticks out', '<div style="display: flex"><p style="width: 40px">Monorepositories</p><p>beside it</p></div>'],
  ['cut off', '<p style="width: 60px; white-space: nowrap; overflow: hidden">What nobody can read</p>'],
  ['cut off', '<p style="height: 10px; overflow: hidden">What nobody<br>can<br>read</p>'],
  ['cut off', '<select style="width: 50px"><option>reviewer</option></select>'],
  ['sideways', `<p style="width: 500px">${'word '.repeat(80)}</p>`],
]
const sound = [
  '<p style="width: 90px">ada@<wbr>example.<wbr>org</p>',
  '<p style="width: 60px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis">What is written on</p>',
  '<p style="width: 60px; white-space: nowrap; overflow: auto">What is scrolled to</p>',
  '<p style="width: 180px">A Featherstonehaugh-Cholmondeley</p>',
  '<p style="width: 60px">分散型ソースコード管理</p>',
  `<p style="width: 200px; overflow-wrap: anywhere">${'0123456789abcdef'.repeat(4)}</p>`,
]

test.each(broken)('the check sees it: %s in %s', async (rule, html) => {
  expect(await rulesBrokenBy(html)).toContain(rule)
})

test.each(sound)('the check leaves alone %s', async (html) => {
  expect(await rulesBrokenBy(html)).toEqual([])
})

async function rulesBrokenBy(html: string): Promise<string[]> {
  const page = await (await contextOf('nobody')).newPage()
  try {
    await page.setViewportSize({ width: 360, height: 900 })
    await page.setContent(`<!doctype html><meta charset="utf-8"><body style="font: 16px sans-serif">${html}`)
    return (await page.evaluate<string[]>(findFaults)).map((fault) => fault.replace(/:.*/, ''))
  } finally {
    await page.close()
  }
}
