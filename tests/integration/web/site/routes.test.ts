import { get as httpGet } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sitePolicy } from '../../../../src/web/site/headers.js'
import { publishSamples } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const pair = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const tool = '/tools/mistral-3-instruct'
const pages = ['/', pair, tool, '/how-it-works', '/personas', '/personas/dx', '/weekly']

let site: TestSite
let recordId: string
beforeAll(async () => {
  site = await openTestSite({ config: { publicUrl: 'https://panel.example/' } })
  const published = await publishSamples(site.app.db)
  recordId = published.recordId
  await site.site.refresh()
  await site.site.addRedirect({ from: 'mistral-three', to: 'mistral-3-instruct', by: 'Edda' })
})
afterAll(() => site.close())

/** An answer as it goes over the wire: fetch would unpack it. */
function raw(path: string, headers: Record<string, string>): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    httpGet(`${site.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Record<string, string>, body: Buffer.concat(chunks) }),
      )
    }).on('error', reject)
  })
}

test.each(pages)('%s is a whole page without script, that anyone may cache for a while', async (path) => {
  const response = await site.get(path)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('public, max-age=60, stale-while-revalidate=300')
  expect(response.headers.get('vary')).toBe('accept-encoding')
  expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="en">/)
  expect(text).toContain('</html>')
  expect(text.replaceAll(/<script type="application\/ld\+json">/g, '')).not.toMatch(/<script|javascript:|\son[a-z]+=|\sstyle=/i)
  expect(text).toContain(`<link rel="canonical" href="https://panel.example${path === '/' ? '/' : path}"`)
})

test('the sample shows 50 % and 75 %, a dash for the community, Free, and eight quotes', async () => {
  const text = await (await site.get(pair)).text()
  expect(text).toContain('50%')
  expect(text).toContain('75%')
  expect(text.match(/<blockquote/g)).toHaveLength(8)
  expect(text).toContain('Free')
  expect(text).toContain('—')
})

test('every answer carries the headers of the other pages and the policy of the site', async () => {
  const health = await site.get('/healthz')
  for (const path of [...pages, '/nothing', `${tool}/badge.svg`, '/card.png', '/robots.txt']) {
    const { headers } = await site.get(path)
    expect(headers.get('content-security-policy')).toBe(sitePolicy)
    for (const [name, value] of health.headers) {
      const isCommon = /^(x-|referrer-policy|origin-agent-cluster|cross-origin-opener-policy)/.test(name)
      if (isCommon) expect([path, name, headers.get(name)]).toEqual([path, name, value])
    }
  }
  expect(sitePolicy).toBe(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
})

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('a page comes in %s to who takes it, with a tag of its own and its length', async (encoding, unpack) => {
  const plain = await raw(pair, {})
  const packed = await raw(pair, { 'accept-encoding': encoding })
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(packed.headers['content-encoding']).toBe(encoding)
  expect(packed.headers['content-length']).toBe(String(packed.body.byteLength))
  expect(unpack(packed.body)).toEqual(plain.body)
  expect(packed.body.byteLength).toBeLessThan(plain.body.byteLength / 3)
  expect(packed.headers.etag).not.toBe(plain.headers.etag)
})

test('a reader who has the page is answered so, by its tag in any of its forms', async () => {
  const { headers } = await raw(pair, { 'accept-encoding': 'br' })
  const etag = headers.etag ?? ''
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await raw(pair, { 'accept-encoding': 'br', 'if-none-match': known })
    expect([again.status, again.body.byteLength, again.headers.etag, again.headers.vary]).toEqual([304, 0, etag, 'accept-encoding'])
    expect(again.headers['content-encoding']).toBeUndefined()
  }
  expect((await raw(pair, { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(200)
  expect((await raw(pair, { 'accept-encoding': 'br', 'if-none-match': '"other"' })).status).toBe(200)
})

test('HEAD answers as GET does, without the page', async () => {
  for (const path of [...pages, `${tool}/badge.svg`, '/nothing']) {
    const [head, get] = [await site.send(path, { method: 'HEAD' }), await site.get(path)]
    expect(head.status).toBe(get.status)
    expect(await head.text()).toBe('')
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
    expect(head.headers.get('cache-control')).toBe(get.headers.get('cache-control'))
  }
})

test('nothing but reading is done with a page', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const response = await site.send(pair, { method, headers: { 'sec-fetch-site': 'same-origin' } })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  }
})

test.each([
  ['/compare/mistral-3-instruct-vs-claude-haiku-open-weights', pair],
  ['/compare/mistral-three-vs-claude-haiku-open-weights', pair],
  ['/tools/mistral-three', tool],
  ['/tools/mistral-three/badge.svg', `${tool}/badge.svg`],
  ['/tools/mistral-three/card.png', `${tool}/card.png`],
  [`${tool}/`, tool],
])('%s is for good at %s', async (from, to) => {
  const response = await site.get(from)
  expect([response.status, response.headers.get('location')]).toEqual([301, to])
  expect((await site.get(to)).status).toBe(200)
})

test('two tools that were chosen in a form lead to their comparison', async () => {
  const response = await site.get('/compare?a=mistral-3-instruct&b=claude-haiku-open-weights')
  expect([response.status, response.headers.get('location')]).toEqual([303, pair])
})

test.each([
  '/nothing',
  '/tools/none',
  '/compare/none-vs-nobody',
  '/compare/no',
  '/personas/none',
  '/weekly/2020-W01',
  '/records/rec_0/bundle',
  '/index.php',
])('what is not there is said on a page of the site: %s', async (path) => {
  const response = await site.get(path)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await response.text()).toContain('There is no such page')
})

test.each([
  ['/desk', 303],
  ['/desk/nothing', 303],
  ['/desk/newsletter', 303],
  ['/desk/community', 303],
  ['/auth/sign-in', 200],
  ['/auth/nothing', 404],
  ['/api/v1/openapi.json', 200],
  ['/api/v1/nothing', 404],
  ['/api/nothing', 404],
  ['/admin/queues', 404],
  ['/healthz', 200],
  ['/readyz', 200],
  ['/metrics', 200],
])('nothing of the others is shadowed: %s', async (path, status) => {
  const response = await site.get(path)
  expect([path, response.status]).toEqual([path, status])
  expect(await response.text()).not.toContain('There is no such page')
})

test('a page of the list beyond the last is not there, and an address spelt like a search is not taken for it', async () => {
  expect((await site.get('/?page=9999')).status).toBe(404)
  expect((await site.get('/%3Fq=nothing-like-it')).status).toBe(404)
  expect((await site.get('/?q=nothing-like-it')).status).toBe(200)
})

const long = 'a'.repeat(2_001)
test.each([
  ['an address of two thousand letters', `/${long}`, 414],
  ['a search of a hundred and one', `/?q=${'a'.repeat(101)}`, 400],
  ['a NUL in a search', '/?q=%00', 400],
  ['a NUL in a path', '/tools/%00', 400],
  ['half a character', '/tools/%C3', 400],
  ['a page before the first', '/?page=0', 400],
  ['a page beyond all', '/?page=99999', 400],
  ['one tool to compare', '/compare?a=x', 400],
])('%s is refused in words', async (_what, path, status) => {
  const response = await site.get(path)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test.each([
  '/..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/tools/..%2f..%2fdesk',
  '/assets/..%2fpackage.json',
  '/<script>alert(1)</script>',
  '/tools/%22%3E%3Cscript%3E',
  '//evil.example/',
  '/%2F%2Fevil.example/',
])('a hostile path finds nothing and comes back as no markup: %s', async (path) => {
  const response = await raw(path, {})
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
  expect(response.headers.location).toBeUndefined()
  expect(response.body.toString()).not.toMatch(/<script>|"><script/)
})

test('badges and cards may be on other sites, pages may not', async () => {
  for (const [path, type] of [
    [`${tool}/badge.svg`, 'image/svg+xml'],
    [`${tool}/card.png`, 'image/png'],
    [`${pair}/card.png`, 'image/png'],
    ['/card.png', 'image/png'],
  ] as const) {
    const { status, headers } = await site.get(path)
    expect([path, status, headers.get('content-type')]).toEqual([path, 200, type])
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toBe('public, max-age=3600, stale-while-revalidate=3600')
  }
  const { headers } = await site.get(pair)
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

test('a badge of no tool is a badge still, that says so', async () => {
  const response = await site.get('/tools/none/badge.svg')
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'image/svg+xml'])
  expect(await response.text()).toContain('no verdict')
})

test('styles and fonts lie under hashed names for ever, text of them compressed', async () => {
  const page = await (await site.get('/')).text()
  const css = /href="(\/assets\/site\.[0-9a-f]{12}\.css)"/.exec(page)?.[1] ?? ''
  const sheet = await raw(css, { 'accept-encoding': 'br' })
  expect([sheet.headers['content-encoding'], sheet.headers['cache-control']]).toEqual(['br', 'public, max-age=31536000, immutable'])
  const text = brotliDecompressSync(sheet.body).toString()
  const fonts = [...text.matchAll(/url\('\.\/([^')]+\.woff2)'\)/g)].map(([, name]) => name)
  expect(fonts.length).toBeGreaterThanOrEqual(3)
  for (const font of fonts) {
    const { status, headers } = await raw(`/assets/${font}`, { 'accept-encoding': 'br' })
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([200, 'font/woff2', undefined])
  }
  expect((await site.get('/assets/site.000000000000.css')).status).toBe(404)
  expect((await site.get('/favicon.ico')).headers.get('content-type')).toBe('image/svg+xml')
})

test.each([
  ['/feed.xml', 'application/rss+xml; charset=utf-8'],
  ['/atom.xml', 'application/atom+xml; charset=utf-8'],
  ['/feed.json', 'application/feed+json; charset=utf-8'],
  ['/sitemap.xml', 'application/xml; charset=utf-8'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
])('%s is what it says', async (path, type) => {
  const response = await site.get(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
  expect(await response.text()).toContain(
    path === '/robots.txt' ? 'Sitemap: https://panel.example/sitemap.xml' : `https://panel.example${pair}`,
  )
})

test('search, category and order are pages of their own', async () => {
  const found = await (await site.get('/?q=mistral')).text()
  expect(found).toContain('href="/tools/mistral-3-instruct"')
  expect(found).not.toContain('href="/tools/claude-haiku-open-weights"')
  expect((await site.get('/?category=Developer+Tools&sort=name')).status).toBe(200)
})

test('votes and subscriptions are answered by their own pages, kept by no one', async () => {
  for (const path of ['/vote/mistral-3-instruct', '/weekly/subscribe']) {
    const { status, headers } = await site.get(path)
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-store'])
    expect(headers.get('content-security-policy')).toBe(sitePolicy)
  }
})

test('a record that is published hands out no bundle of replies it does not have', async () => {
  expect((await site.get(`/records/${recordId}/bundle`)).status).toBe(404)
})
