import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testFetcher, testRuntime, textOf } from '../../../support/evidence/page-fetcher.js'
import { type ServedPages, servePages } from '../../../support/evidence/serve-pages.js'

let site: ServedPages
let other: ServedPages
beforeAll(async () => {
  site = await servePages({})
  other = await servePages({}, { address: '127.0.0.2' })
})
afterAll(async () => {
  await Promise.all([site.stop(), other.stop()])
})
const now = new Date('2026-11-26T12:00:00Z')
const get = testFetcher({ allowedHosts: ['127.0.0.1', '127.0.0.2'] }, { ...testRuntime, now: () => now })

describe('a page', () => {
  test('comes with where it was, what it is, and what to ask with next time', async () => {
    site.set('/prices', {
      headers: { etag: '"a1"', 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT', 'content-type': 'Text/HTML; charset="Shift_JIS"' },
      body: '<p>9 $</p>',
    })
    site.set('/pricing', { status: 301, headers: { location: '/prices#plans' } })
    const outcome = await get(`${site.url}/pricing#top`)
    expect(outcome).toMatchObject({
      ...{ status: 'fetched', url: `${site.url}/pricing#top`, finalUrl: `${site.url}/prices`, httpStatus: 200, fetchedAt: now },
      ...{ mediaType: 'text/html', charset: 'shift_jis', etag: '"a1"', lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT' },
    })
    expect(textOf(outcome)).toBe('<p>9 $</p>')
    expect(outcome.status === 'fetched' && outcome.headers.get('etag')).toBe('"a1"')
  })

  test('is asked for in the name of the product, and without cookies or a fragment', async () => {
    site.set('/plain', { headers: { 'set-cookie': 'a=b' }, body: 'x' })
    await get(`${site.url}/plain#part`)
    await get(`${site.url}/plain`)
    for (const { headers, path } of site.requests.filter((request) => request.path.startsWith('/plain'))) {
      expect(path).toBe('/plain')
      expect(headers['user-agent']).toBe('ShipPanel/0.0.0 (+https://panel.example)')
      expect(headers.cookie).toBeUndefined()
      expect(headers.accept).toContain('text/html')
    }
  })

  test('that has not changed since is not sent again', async () => {
    const validators = { etag: '"v1"', lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT' }
    site.set('/kept', {
      answer: ({ headers }) => (headers['if-none-match'] === '"v1"' && headers['if-modified-since'] ? { status: 304 } : 'whole'),
    })
    expect(await get({ url: `${site.url}/kept`, validators })).toMatchObject({
      status: 'unchanged',
      finalUrl: `${site.url}/kept`,
      fetchedAt: now,
    })
    expect(textOf(await get({ url: `${site.url}/kept`, validators: { etag: '"v0"', lastModified: null } }))).toBe('whole')
    site.set('/odd', { status: 304 })
    expect(await get(`${site.url}/odd`)).toMatchObject({ kind: 'http-error', httpStatus: 304 })
  })
})

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed, to another host too', async (status) => {
    site.set('/moved', { status, headers: { location: `${other.url}/here` } })
    other.set('/here', 'here')
    expect(await get(`${site.url}/moved`)).toMatchObject({ status: 'fetched', finalUrl: `${other.url}/here` })
  })

  test('a token goes to the first origin alone, and does not come back', async () => {
    site.set('/token', { status: 302, headers: { location: '/token2' } })
    site.set('/token2', { status: 302, headers: { location: `${other.url}/token3` } })
    other.set('/token3', { status: 302, headers: { location: `${site.url}/token4` } })
    site.set('/token4', 'x')
    await get({ url: `${site.url}/token`, headers: { Authorization: 'Bearer secret' }, isApi: true })
    const sent = [...site.requests, ...other.requests].filter(({ path }) => path.startsWith('/token'))
    expect(Object.fromEntries(sent.map(({ path, headers }) => [path, headers.authorization]))).toEqual({
      ...{ '/token': 'Bearer secret', '/token2': 'Bearer secret', '/token3': undefined, '/token4': undefined },
    })
  })

  test('five are followed, six are not, and a circle is left at once', async () => {
    for (let step = 1; step <= 6; step++) site.set(`/r${step}`, { status: 302, headers: { location: `/r${step - 1}` } })
    site.set('/r0', 'end')
    expect(textOf(await get(`${site.url}/r5`))).toBe('end')
    expect(await get(`${site.url}/r6`)).toMatchObject({
      ...{ kind: 'too-many-redirects', message: `${site.url}/r6 redirects more than 5 times.` },
      fix: 'Open it in a browser and add the address where you end up.',
    })
    site.set('/x', { status: 302, headers: { location: '/y' } })
    site.set('/y', { status: 302, headers: { location: '/x' } })
    site.set('/self', { status: 302, headers: { location: '/self' } })
    expect(await get(`${site.url}/x`)).toMatchObject({ kind: 'too-many-redirects', message: expect.stringContaining('circle') })
    expect(site.count('/x')).toBe(1)
    expect(await get(`${site.url}/self`)).toMatchObject({ kind: 'too-many-redirects' })
  })

  test('a Location may be relative or in UTF-8; one that is no address fails, and none is no redirect', async () => {
    site.set('/utf8', { status: 302, headers: { location: Buffer.from('caf\u00e9', 'utf8').toString('latin1') } })
    site.set('/caf%C3%A9', 'coffee')
    site.set('/bad', { status: 302, headers: { location: 'http://[' } })
    site.set('/none', { status: 302 })
    expect(textOf(await get(`${site.url}/utf8`))).toBe('coffee')
    expect(await get(`${site.url}/bad`)).toMatchObject({ kind: 'not-a-url', finalUrl: `${site.url}/bad` })
    expect(await get(`${site.url}/none`)).toMatchObject({ kind: 'http-error', httpStatus: 302 })
  })

  test.each(['/login', '/users/sign_in?next=%2Fpricing', '/oauth2/authorize', '/signin.html', '/Account/Login/'])(
    'one to %s is a login wall, and the sign-in page is not asked for',
    async (location) => {
      site.set('/wall', { status: 302, headers: { location } })
      expect(await get(`${site.url}/wall`)).toMatchObject({
        ...{ kind: 'login-wall', httpStatus: 302, finalUrl: new URL(location, site.url).href },
        message: `${site.url}/wall wants its readers to sign in: it redirects to a sign-in page.`,
      })
      expect(site.count(location)).toBe(0)
    },
  )

  test('a page about signing in is no login wall', async () => {
    site.set('/docs/login', { status: 301, headers: { location: '/docs/login/' } })
    site.set('/docs/login/', 'How to sign in')
    site.set('/docs/a', { status: 301, headers: { location: '/docs/login-methods' } })
    site.set('/docs/login-methods', 'Methods')
    expect(textOf(await get(`${site.url}/docs/login`))).toBe('How to sign in')
    expect(textOf(await get(`${site.url}/docs/a`))).toBe('Methods')
  })
})

describe('an answer that is no page says which address, what happened and what to do', () => {
  test.each([
    [404, 'http-error', 'answered 404: there is no such page.', /Check the address/],
    [410, 'http-error', 'answered 410: there is no such page.', /Check the address/],
    [401, 'login-wall', 'answered 401: it wants its readers to sign in, or refuses programs.', /paste its text by hand/],
    [403, 'login-wall', 'answered 403: it wants its readers to sign in, or refuses programs.', /paste its text by hand/],
    [500, 'http-error', 'answered 500: its server has an error.', /Try again later/],
    [503, 'http-error', 'answered 503: its server has an error.', /Try again later/],
    [418, 'http-error', 'answered 418, which is no page.', /Open it in a browser/],
    [429, 'rate-limited', 'answered 429: too many requests for now.', /Try again later/],
  ])('%i', async (status, kind, message, fix) => {
    site.set('/status', { status, body: 'words of the server' })
    const outcome = await get(`${site.url}/status`)
    expect(outcome).toMatchObject({
      status: 'failed',
      kind,
      httpStatus: status,
      message: `${site.url}/status ${message}`,
      retryAfterMs: null,
    })
    expect(outcome.status === 'failed' && outcome.fix).toMatch(fix)
  })

  test('an API that refuses access is told apart from a login wall', async () => {
    site.set('/api', { status: 401 })
    expect(await get({ url: `${site.url}/api`, isApi: true })).toMatchObject({
      kind: 'http-error',
      httpStatus: 401,
      fix: expect.stringContaining('token'),
    })
  })

  const date = { date: 'Thu, 26 Nov 2026 12:00:00 GMT' }
  test.each<[string, number, Record<string, string>, number | null]>([
    ['429 with seconds', 429, { 'retry-after': '7' }, 7_000],
    ['429 with a date', 429, { ...date, 'retry-after': 'Thu, 26 Nov 2026 12:01:00 GMT' }, 60_000],
    ['503 with seconds', 503, { 'retry-after': '120' }, 120_000],
    ['403 of GitHub, used up', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now.getTime() / 1000 + 90}` }, 90_000],
    ['403 of GitHub, second limit', 403, { 'x-ratelimit-remaining': '12', 'retry-after': '60' }, 60_000],
    ['a wait of a century', 429, { 'retry-after': '3153600000' }, 86_400_000],
    ['words', 429, { 'retry-after': 'soon' }, null],
  ])('a rate limit: %s', async (_, status, headers, retryAfterMs) => {
    site.set('/limit', { status, headers })
    expect(await get(`${site.url}/limit`)).toMatchObject({ status: 'failed', kind: 'rate-limited', httpStatus: status, retryAfterMs })
  })

  test('a token that no header may hold fails without being repeated', async () => {
    const outcome = await get({ url: `${site.url}/x`, headers: { authorization: 'Bearer se\ncret' }, isApi: true })
    expect(outcome).toMatchObject({ status: 'failed', kind: 'broken' })
    expect(JSON.stringify(outcome)).not.toContain('cret')
  })
})

describe('what the bytes are decides, and not what the header says', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  test.each([
    ['a PNG image', png],
    ['a ZIP archive', Buffer.from('504b03041400000008', 'hex')],
    ['a program', Buffer.from('7f454c4602010100', 'hex')],
    ['a GIF image', Buffer.from('GIF89a')],
    ['binary data', Buffer.concat([Buffer.from('<!doctype html><p>'), Buffer.from([1, 2, 3])])],
  ])('%s sent as HTML is refused', async (what, body) => {
    site.set('/lie', { headers: { 'content-type': 'text/html' }, body })
    expect(await get(`${site.url}/lie`)).toMatchObject({
      ...{ status: 'failed', kind: 'not-text', httpStatus: 200, message: `${site.url}/lie is ${what}, not text.` },
      fix: 'Add a page that says the same in words.',
    })
  })

  test.each([
    ['HTML as octets', 'application/octet-stream', '<!DOCTYPE html><p>x</p>', 'text/html'],
    ['HTML as an image', 'image/png', '\n<html><p>x</p>', 'text/html'],
    ['Markdown as octets', 'application/octet-stream', '# Title', 'text/plain'],
    ['Markdown', 'text/markdown; charset=utf-8', '# Title', 'text/markdown'],
    ['JSON', 'application/ld+json', '{}', 'application/ld+json'],
    ['a PDF as HTML', 'text/html', '%PDF-1.7 …', 'application/pdf'],
    ['nothing', 'text/html', '', 'text/html'],
  ])('%s is read', async (_, type, body, mediaType) => {
    site.set('/type', { headers: { 'content-type': type }, body })
    expect(await get(`${site.url}/type`)).toMatchObject({ status: 'fetched', mediaType })
  })
})

describe('one request at a time', () => {
  test('pages of one host are asked for one after another, whatever their ports, and those of two hosts together', async () => {
    let meet = () => {}
    const met = new Promise<void>((resolve) => {
      meet = resolve
    })
    const waiting = new Set<string>()
    const meeting = (name: string) => (response: ServerResponse) => {
      waiting.add(name)
      if (waiting.size === 2) meet()
      // Neither host answers before the other was asked as well.
      void met.then(() => response.end(name))
    }
    const one = await servePages({ '/robots.txt': { status: 404 }, '/meet': meeting('one') })
    const two = await servePages({ '/robots.txt': { status: 404 }, '/meet': meeting('two') }, { address: '127.0.0.2' })
    const pages = ['/meet', '/1', '/2', '/3'].flatMap((path) => [`${one.url}${path}`, `${two.url}${path}`])
    await Promise.all(pages.map((url) => get(url)))
    expect([one.mostAtOnce(), two.mostAtOnce()]).toEqual([1, 1])
    expect([one.connections(), two.connections()]).toEqual([1, 1])
    await Promise.all([one.stop(), two.stop()])
  })

  test('a hundred pages may wait with the signal of one caller', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const caller = new AbortController()
    const urls = Array.from({ length: 100 }, (_, index) => `${site.url}/many?${index}`)
    for (const url of urls) site.set(new URL(url).pathname + new URL(url).search, 'x')
    const outcomes = await Promise.all(urls.map((url) => get({ url, signal: caller.signal })))
    expect(outcomes.map(textOf)).toEqual(urls.map(() => 'x'))
    expect(warnings).toEqual([])
    process.off('warning', note)
  })

  test('the time in line is not taken from the time for a page', async () => {
    let answerFirst = () => {}
    let wasAsked = () => {}
    const asked = new Promise<void>((resolve) => {
      wasAsked = resolve
    })
    site.set('/first', (response) => {
      answerFirst = () => response.end('first')
      wasAsked()
    })
    site.set('/second', 'second')
    let clockMs = 0
    const fetch = testFetcher({ allowedHosts: ['127.0.0.1'] }, { ...testRuntime, monotonicMs: () => clockMs })
    const both = [fetch({ url: `${site.url}/first`, isApi: true }), fetch({ url: `${site.url}/second`, isApi: true })]
    await asked
    // Longer than a page may take.
    clockMs += 60_000
    answerFirst()
    expect((await Promise.all(both)).map(textOf)).toEqual(['first', 'second'])
  })
})
