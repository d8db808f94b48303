import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { LinkChecker, LinkState } from 'linkinator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSiteDocuments, type SiteFiles } from '../../../../src/app/site-documents.js'
import { type ExportOptions, exportSite } from '../../../../src/site/export/export-site.js'
import { editor, insertSyntheticTools, publishSamples, reviewOf } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

let site: TestSite
let files: SiteFiles
let folder: string
let recordId: string
beforeAll(async () => {
  site = await openTestSite()
  recordId = (await publishSamples(site.app.db)).recordId
  await insertSyntheticTools(site.app.db, 22)
  files = await openSiteDocuments(site)
  await site.site.refresh()
  await site.site.addRedirect({ from: 'mistral-three', to: 'mistral-3-instruct', by: 'Edda' })
  folder = await mkdtemp(join(tmpdir(), 'panel-files-'))
})
afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true })
})

const write = (to: string, change: Partial<ExportOptions> = {}) =>
  exportSite({
    folder: join(folder, to),
    site: site.site,
    documents: files.documents,
    assets: files.assets,
    morePaths: [],
    baseUrl: null,
    liveUrl: null,
    cards: 'none',
    ...change,
  })

const types: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.xml': 'application/xml',
}

/** A host that knows files and nothing else, with the export below a path. */
async function serveFiles(root: string, below: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').replace(/[?#].*/, ''))
    const file = path.startsWith(below) ? path.slice(below.length) : 'outside'
    try {
      const name = join(root, file === '' || file.endsWith('/') ? `${file}index.html` : file)
      const body = readFileSync(name)
      response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}${below}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

test.each(['/', '/deep/down/'])('every link of the exported site leads somewhere, served at %s', async (below) => {
  const summary = await write('site')
  expect(summary).toMatchObject({ tools: 24, missing: [], cards: 0 })
  expect(summary.comparisons).toBeGreaterThan(20)
  const host = await serveFiles(join(folder, 'site'), below)
  try {
    const { links } = await new LinkChecker().check({
      path: host.url,
      recurse: true,
      concurrency: 20,
      linksToSkip: async (url) => !url.startsWith(host.url),
    })
    const own = links.filter(({ url }) => url.startsWith(host.url))
    expect(own.filter(({ state }) => state === LinkState.BROKEN).map(({ url, parent }) => `${parent} → ${url}`)).toEqual([])
    const pages = new Set(own.map(({ url }) => url.replace(/#.*/, '')))
    expect(pages.size).toBeGreaterThan(summary.pages)
  } finally {
    await host.close()
  }
})

test('forms are links to the running site, or words where there is none', async () => {
  await write('live', { liveUrl: 'https://panel.example' })
  const page = (name: string) => readFile(join(folder, name, 'tools', 'mistral-3-instruct', 'index.html'), 'utf8')
  expect(await page('live')).toContain('https://panel.example/vote/mistral-3-instruct')
  expect(await page('live')).not.toMatch(/<form|<script(?! type="application\/ld\+json")/)
  await write('alone')
  expect(await page('alone')).not.toMatch(/<form|https:\/\/panel\.example/)
})

test('with an address there are feeds, a sitemap and canonical addresses; cards as asked for', async () => {
  const { cards } = await write('addressed', { baseUrl: 'https://files.example/panel', cards: 'none' })
  expect(cards).toBe(0)
  const file = (name: string) => readFile(join(folder, 'addressed', name), 'utf8')
  expect(await file('sitemap.xml')).toContain('https://files.example/panel/tools/mistral-3-instruct/')
  expect(await file('feed.xml')).toContain('https://files.example/panel/compare/')
  expect(await file('index.html')).toContain('<link rel="canonical" href="https://files.example/panel/"')
  expect(await file('index.html')).not.toContain('og:image"')
  expect(await file('tools/mistral-three/index.html')).toContain('url=../../tools/mistral-3-instruct/')
  const pair = 'claude-haiku-open-weights-vs-mistral-3-instruct'
  expect(await file('compare/claude-haiku-open-weights-vs-mistral-three/index.html')).toContain(`url=../../compare/${pair}/`)
  expect(await file('sitemap.xml')).not.toContain('mistral-three')
  expect(await readdir(join(folder, 'addressed', 'tools', 'mistral-3-instruct'))).toContain('badge.svg')
})

test('an export twice over writes nothing again, and what was retracted is taken away', async () => {
  const first = await write('twice')
  expect(await write('twice')).toMatchObject({ written: 0, unchanged: first.written, removed: 0 })
  await reviewOf(site.app.db).retract({ actor: editor, recordId, publicReason: 'The license was misread.' })
  const after = await write('twice')
  expect(after.removed).toBeGreaterThan(0)
  expect(after.comparisons).toBeLessThan(first.comparisons)
  await expect(readFile(join(folder, 'twice', 'compare', 'claude-haiku-open-weights-vs-mistral-3-instruct', 'index.html'))).rejects.toThrow(
    'ENOENT',
  )
})
