import { brotliCompressSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { beforeAll, expect, test } from 'vitest'
import { siteStyles, siteStylesheet } from '../../../../src/site/pages/layout.js'
import { siteFonts } from '../../../../src/site/pages/site-fonts.js'
import { allPages, unusualPages } from '../../../support/site/pages/all-pages.js'
import { liveLinks, type Sample, sampleSite } from '../../../support/site/pages/sample-views.js'

// How void elements and boolean attributes are spelled is the renderer's choice.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'void-style': 'off', 'attribute-boolean-style': 'off' },
})

let site: Sample
let pages: Record<string, string>
beforeAll(async () => {
  site = await sampleSite()
  pages = { ...allPages(site), ...unusualPages(site) }
})

const names = [
  ...['comparison', 'tool', 'home', 'methodology', 'personas', 'persona', 'retracted', 'not found', 'message', 'newsletter', 'issue'],
  ...['two records', 'alone on the site', 'nothing published', 'nothing measured', 'search', 'search without result', 'no issue yet'],
  ...['a comparison as a file', 'a comparison as a file of no site', 'the home page as a file', 'a tool as a file'],
]

function pageOf(name: string): string {
  const html = pages[name]
  if (html === undefined) throw new Error(`there is no page ${name}`)
  return html
}

test('every page that is made is looked at below', () => {
  expect(Object.keys(pages).toSorted()).toEqual(names.toSorted())
})

test.each(names)('%s is valid HTML', async (name) => {
  const report = await validator.validateString(pageOf(name))
  expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`))).toEqual([])
})

test.each(names)('%s runs no script, has no inline style and loads nothing from elsewhere', (name) => {
  const tags = pageOf(name).match(/<[a-z][^>]*>/g) ?? []
  expect(tags.filter((tag) => /\s(style|on\w+)=/.test(tag))).toEqual([])
  expect(tags.filter((tag) => tag.startsWith('<script') && tag !== '<script type="application/ld+json">')).toEqual([])
  const loaded = tags.filter(
    (tag) => /^<(img|link|iframe|source|video|audio|embed|object)/.test(tag) && !/rel="(canonical|alternate)"/.test(tag),
  )
  const addresses = loaded.map((tag) => /(?:src|href)="([^"]*)"/.exec(tag)?.[1] ?? '')
  expect(addresses.filter((address) => !/^(\/(?!\/)|data:image\/)/.test(address))).toEqual([])
})

test.each(names)('every place that %s links to on itself is there', (name) => {
  const html = pageOf(name)
  const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
  const wanted = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
  expect(wanted.filter((id) => !ids.has(id))).toEqual([])
})

test('the same views give the same bytes', () => {
  expect(allPages(structuredClone(site))).toEqual(allPages(site))
})

test('a page that stands names its canonical address, its preview and the feeds', () => {
  const html = pageOf('comparison')
  const address = 'https://panel.example/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
  expect(html).toContain('<title>Claude Haiku Open Weights vs Mistral 3 8B &amp; 70B Instruct</title>')
  expect(html).toMatch(/<meta name="description" content="The panel leans to Mistral 3, 3 ships to 2. /)
  expect(html).toContain(`<link rel="canonical" href="${address}"`)
  expect(html).toContain(`<meta property="og:url" content="${address}"`)
  expect(html).toContain(`<meta property="og:image" content="${address}/card.png"`)
  expect(html).toContain('<meta name="twitter:card" content="summary_large_image"')
  expect(html).toContain('<link rel="alternate" type="application/rss+xml" href="/feed.xml"')
  expect(html).toContain('<link rel="alternate" type="application/atom+xml" href="/atom.xml"')
  expect(html).toContain('<link rel="alternate" type="application/feed+json" href="/feed.json"')
})

test.each(['retracted', 'not found', 'message', 'search'])('%s asks not to be indexed and names no canonical address', (name) => {
  expect(pageOf(name)).toContain('<meta name="robots" content="noindex"')
  expect(pageOf(name)).not.toContain('rel="canonical"')
})

test('on a site that does not know its address a page names none', () => {
  const html = pageOf('a comparison as a file of no site')
  expect(html).not.toMatch(/rel="canonical"|og:url|og:image/)
  expect(html).toContain('<meta name="twitter:card" content="summary"')
})

test('the home page keeps a search over its pages', () => {
  const html = pageOf('search')
  expect(html).toContain('value="mis &amp; &quot;tral&quot;"')
  expect(html).toMatch(/<option value="Developer Tools" selected[^>]*>Developer Tools \(2\)/)
  expect(html).toContain('70 tools match.')
  expect(html).toContain('href="/?q=mis+%26+%22tral%22&amp;category=Developer+Tools&amp;sort=ship#tools"')
  expect(html).toContain('href="/?q=mis+%26+%22tral%22&amp;category=Developer+Tools&amp;sort=ship&amp;page=3#tools"')
  expect(html).toContain('Page 2 of 3')
})

test('what is not there says what comes here, and what is not known is a dash', () => {
  expect(pageOf('nothing published')).toContain('No comparison is published yet. What the editors approve and publish comes here.')
  expect(pageOf('nothing published')).toContain('No tool is published yet.')
  expect(pageOf('search without result')).toContain('No published tool matches.')
  expect(pageOf('no issue yet')).toContain('None has gone out yet.')
  const figures = pageOf('nothing measured').match(/<b class="num">[^<]*<\/b>/g)
  expect(figures?.filter((figure) => figure.includes('—'))).toHaveLength(6)
  expect(pageOf('nothing measured')).not.toMatch(/NaN|undefined|null/)
})

test('the methodology page shows its figures', () => {
  const text = pageOf('methodology')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
  expect(text).toContain('Sentences changed by people 2% 98 as drafted, 1 edited, 1 written by people')
  expect(text).toMatch(/Quotes found in their source 100% (\d+) of \1/)
  expect(text).toContain('Reviewers’ blind calls like the draft’s — none made yet')
  expect(text).toContain('50% The Builder and The Skeptic: 1 of 2')
})

test('a persona’s page holds its prompt to the letter, as text', () => {
  const html = pageOf('persona')
  const prompt = /<pre class="prompt">([\s\S]*?)<\/pre>/.exec(html)?.[1]
  const read = prompt
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
  expect(read).toBe(site.personas.find(({ id }) => id === 'competitor')?.template)
})

test('a tool’s page has its history, what it compares with, and a badge to copy', () => {
  const html = pageOf('tool')
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  expect(text).toContain('12 Nov 2026 Retracted in “Claude Haiku Open Weights” The licence had been read from a draft.')
  expect(html).toContain('<form class="pick" method="get" action="/compare">')
  expect(html).toContain('<input type="hidden" name="a" value="claude-haiku-open-weights"')
  expect(html).toContain('<option value="quaylog">Quaylog</option>')
  expect(html).toContain(
    '[![Ship Panel’s verdict](https://panel.example/tools/claude-haiku-open-weights/badge.svg)](https://panel.example/tools/claude-haiku-open-weights)',
  )
})

test('files that no server answers for have no form, and lead to the live site or say that there is none', () => {
  for (const name of ['a comparison as a file', 'a comparison as a file of no site', 'the home page as a file', 'a tool as a file']) {
    // But the button of the menu, which asks no server.
    expect(pageOf(name).replace('<button type="button" class="opener" popovertarget="menu">', '')).not.toMatch(
      /<(form|input|button|select)/,
    )
  }
  expect(pageOf('a comparison as a file')).toContain('<a href="https://live.example/vote/mistral-3-instruct">')
  expect(pageOf('a comparison as a file')).toContain('<a href="https://live.example/weekly">Subscribe on the live site</a>')
  expect(pageOf('a comparison as a file of no site')).toContain('votes are not taken here')
  expect(pageOf('the home page as a file')).toContain('<a href="/?page=2#tools">Next page</a>')
})

test('the comparison and its stylesheet weigh less than 25 kB as brotli sends them', () => {
  const weight = [pageOf('comparison'), siteStylesheet((name) => `./${name}`)].map((text) => brotliCompressSync(text).length)
  expect(weight.reduce((sum, bytes) => sum + bytes)).toBeLessThan(25_000)
})

test('the stylesheet loads the site’s own fonts and nothing else', () => {
  const css = siteStylesheet((name) => `./${name}`)
  expect([...css.matchAll(/url\('([^']*)'\)/g)].map(([, address]) => address)).toEqual(siteFonts.map(({ name }) => `./${name}`))
  expect(siteStyles).not.toMatch(/@import|url\(/)
  expect(css.match(/{/g)?.length).toBe(css.match(/}/g)?.length)
})

test('the assets are those that the links name', () => {
  const links = { ...liveLinks, asset: (name: string) => `/assets/hash-${name}` }
  const html = allPages(site, links).home ?? ''
  expect(html).toContain('<link rel="stylesheet" href="/assets/hash-site.css"')
  expect(html).toContain('<link rel="preload" href="/assets/hash-inter.woff2" as="font" type="font/woff2" crossorigin')
})
