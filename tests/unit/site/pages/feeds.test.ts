import { Readable } from 'node:stream'
import { parseFeed } from 'feedsmith'
import { parseSitemap } from 'sitemap'
import { beforeAll, expect, test } from 'vitest'
import { atomFeed, jsonFeed, robotsTxt, rssFeed, sitemapXml } from '../../../../src/site/pages/pages.js'
import type { SiteChange } from '../../../../src/site/views/changes.js'
import { liveLinks, sampleSite, siteChanges, staticLinks } from '../../../support/site/pages/sample-views.js'

let changes: SiteChange[]
beforeAll(async () => {
  changes = siteChanges(await sampleSite())
})

const address = 'https://panel.example/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const title = 'Claude Haiku Open Weights vs Mistral 3 8B & 70B Instruct'
const hostile = `<script>alert(1)</script> & ]]> "x" \u0000\uffff\ud800\u202E</title>`
const decode = (text: unknown) =>
  (typeof text === 'string' ? text : (text as { value: string }).value)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

test('RSS: each change with its own id, address, date and figures', () => {
  const { format, feed } = parseFeed(rssFeed(changes, liveLinks) ?? '')
  if (format !== 'rss') throw new Error(`that is ${format}`)
  expect(feed.title).toBe('Ship Panel')
  expect(feed.items?.map(({ link }) => link)).toEqual([address, 'https://panel.example/tools/claude-haiku-open-weights'])
  expect(new Set(feed.items?.map(({ guid }) => guid?.value)).size).toBe(2)
  expect(feed.items?.[0]?.pubDate).toBe('Sun, 22 Nov 2026 15:04:00 GMT')
  expect(decode(feed.items?.[0]?.title)).toBe(title)
  expect(feed.items?.[0]?.content?.encoded).toContain('Panel ship 50% (2 of 4). Entry price: Free.')
  expect(feed.items?.[1]?.title).toBe('Retracted: Claude Haiku Open Weights')
  expect(feed.items?.[1]?.description).toBe('The licence had been read from a draft.')
})

test('Atom: the same changes, updated when the newest was', () => {
  const { format, feed } = parseFeed(atomFeed(changes, liveLinks) ?? '')
  if (format !== 'atom') throw new Error(`that is ${format}`)
  expect(feed.updated).toBe('2026-11-22T15:04:00.000Z')
  expect(feed.links?.map(({ rel, href }) => [rel, href])).toContainEqual(['self', 'https://panel.example/atom.xml'])
  expect(feed.entries?.map(({ links }) => links?.[0]?.href)).toEqual([address, 'https://panel.example/tools/claude-haiku-open-weights'])
  expect(new Set(feed.entries?.map(({ id }) => id)).size).toBe(2)
})

test('JSON feed: the same changes, with titles as plain text', () => {
  const { format, feed } = parseFeed(jsonFeed(changes, liveLinks) ?? '')
  if (format !== 'json') throw new Error(`that is ${format}`)
  expect(feed.feed_url).toBe('https://panel.example/feed.json')
  expect(feed.items?.map(({ url, title: name }) => [url, name])[0]).toEqual([address, title])
})

test('every feed says that a source has changed since, but not of what was taken back', () => {
  const marked = changes.map((change) => ({
    ...change,
    tools: change.tools.map((tool, index) => (index === 0 ? { ...tool, staleSince: '2026-11-23T10:00:00.000Z' } : tool)),
  }))
  const told = 'A source has changed since this was published.'
  for (const feed of [rssFeed, atomFeed, jsonFeed]) {
    expect(feed(changes, liveLinks)).not.toContain(told)
    const { format, feed: read } = parseFeed(feed(marked, liveLinks) ?? '')
    const items: unknown[] = (format === 'atom' ? read.entries : format === 'rdf' ? [] : read.items) ?? []
    expect([format, items.map((item) => JSON.stringify(item).includes(told))]).toEqual([format, [true, false]])
  }
})

test('hostile text stays text in every feed', () => {
  const spoiled = changes.map((change) => ({
    ...change,
    title: hostile,
    publicReason: change.publicReason === null ? null : hostile,
    tools: change.tools.map((tool) => ({ ...tool, name: hostile, tagline: hostile, entryPrice: hostile })),
  }))
  const shown = '<script>alert(1)</script> & ]]> "x" [U+0000]\ufffd[U+D800][U+202E]</title>'
  const rss = parseFeed(rssFeed(spoiled, liveLinks) ?? '')
  const atom = parseFeed(atomFeed(spoiled, liveLinks) ?? '')
  if (rss.format !== 'rss' || atom.format !== 'atom') throw new Error('not what was asked for')
  expect(decode(rss.feed.items?.[0]?.title)).toBe(shown)
  expect(decode(atom.feed.entries?.[1]?.title)).toBe(`Retracted: ${shown}`)
  expect(rss.feed.items?.[0]?.content?.encoded).not.toContain('<script')
  expect(JSON.parse(jsonFeed(spoiled, liveLinks) ?? '').items[0].content_html).not.toContain('<script')
})

test('feeds without a change are feeds', () => {
  expect(parseFeed(rssFeed([], liveLinks) ?? '').format).toBe('rss')
  expect(parseFeed(atomFeed([], liveLinks) ?? '').format).toBe('atom')
  expect(parseFeed(jsonFeed([], liveLinks) ?? '').format).toBe('json')
})

const pages = {
  tools: [{ slug: 'ferrydoc', changedAt: '2026-11-20T09:00:00.000Z' }],
  pairs: [{ slug: 'ferrydoc-vs-quaylog', changedAt: '2026-11-22T09:00:00.000Z' }],
  personas: [{ id: 'dx' }],
  issues: [{ week: '2026-W47', sentAt: '2026-11-23T06:00:00.000Z' }],
}

test('the sitemap has every page, those that change with the moment they did', async () => {
  const xml = await sitemapXml(pages, liveLinks)
  const items = await parseSitemap(Readable.from([xml ?? '']))
  expect(items.map(({ url, lastmod }) => [url.replace('https://panel.example', ''), lastmod])).toEqual([
    ['/', undefined],
    ['/how-it-works', undefined],
    ['/personas', undefined],
    ['/weekly', undefined],
    ['/personas/dx', undefined],
    ['/weekly/2026-W47', '2026-11-23T06:00:00.000Z'],
    ['/compare/ferrydoc-vs-quaylog', '2026-11-22T09:00:00.000Z'],
    ['/tools/ferrydoc', '2026-11-20T09:00:00.000Z'],
  ])
})

test('a sitemap holds no more addresses than a sitemap may', async () => {
  const tools = Array.from({ length: 50_010 }, (_, index) => ({ slug: `t${index}`, changedAt: '2026-11-20T09:00:00.000Z' }))
  const xml = await sitemapXml({ ...pages, tools }, liveLinks)
  expect(xml?.match(/<loc>/g)).toHaveLength(50_000)
})

test('robots.txt keeps crawlers from what acts and names the sitemap', () => {
  expect(robotsTxt(liveLinks).split('\n')).toEqual(
    expect.arrayContaining(['User-agent: *', 'Disallow: /vote/', 'Disallow: /desk', 'Sitemap: https://panel.example/sitemap.xml']),
  )
})

test('a site that does not know its own address has no feeds and no sitemap', async () => {
  const links = staticLinks(null)
  expect([rssFeed(changes, links), atomFeed(changes, links), jsonFeed(changes, links), await sitemapXml(pages, links)]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(robotsTxt(links)).not.toContain('Sitemap')
})
