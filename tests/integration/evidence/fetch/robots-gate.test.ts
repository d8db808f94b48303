import { describe, expect, onTestFinished, test } from 'vitest'
import { testFetcher, testRuntime, textOf } from '../../../support/evidence/page-fetcher.js'
import { type Route, servePages } from '../../../support/evidence/serve-pages.js'

const get = testFetcher({ allowedHosts: ['127.0.0.1', '127.0.0.2'] })

async function siteWith(robots: Route, pages: Readonly<Record<string, Route>> = {}, address = '127.0.0.1') {
  const site = await servePages({ '/page': 'page', '/robots.txt': robots, ...pages }, { address })
  onTestFinished(() => site.stop())
  return site
}

test('a page that robots.txt forbids is not asked for, and the sentence says who forbids it', async () => {
  const site = await siteWith('User-agent: *\nDisallow: /private/')
  expect(await get(`${site.url}/private/page?a=b`)).toEqual({
    ...{ status: 'failed', url: `${site.url}/private/page?a=b`, finalUrl: `${site.url}/private/page?a=b`, kind: 'robots' },
    ...{ httpStatus: null, retryAfterMs: null },
    message: `${site.url}/robots.txt does not allow ShipPanel to read /private/page.`,
    fix: 'Open the page in a browser and paste its text by hand, or ask its owner.',
  })
  expect(site.requests.map(({ path }) => path)).toEqual(['/robots.txt'])
  expect(textOf(await get(`${site.url}/page`))).toBe('page')
})

test('an API is asked whatever robots.txt says', async () => {
  const site = await siteWith('User-agent: *\nDisallow: /')
  expect(textOf(await get({ url: `${site.url}/page`, isApi: true }))).toBe('page')
  expect(site.count('/robots.txt')).toBe(0)
})

test('the robots.txt of where a redirect leads counts as well', async () => {
  const closed = await siteWith('User-agent: *\nDisallow: /', {}, '127.0.0.2')
  const site = await siteWith({ status: 404 }, { '/go': { status: 302, headers: { location: `${closed.url}/page` } } })
  expect(await get(`${site.url}/go`)).toMatchObject({ kind: 'robots', finalUrl: `${closed.url}/page` })
  expect(closed.count('/page')).toBe(0)
})

describe('an answer without rules', () => {
  test.each<[string, Route]>([
    ['404', { status: 404 }],
    ['401', { status: 401 }],
    ['an empty file', ''],
    ['a page that is sent for every address', '<!doctype html><html><p>Disallow: nothing</p>'],
    ['a redirect to nowhere', { status: 302 }],
  ])('%s allows everything', async (_, robots) => {
    expect(textOf(await get(`${(await siteWith(robots)).url}/page`))).toBe('page')
  })

  test.each<[string, Route, object]>([
    [
      '500',
      { status: 500 },
      { kind: 'robots', httpStatus: 500, message: expect.stringContaining('/robots.txt answered 500, so no page of it is read.') },
    ],
    [
      'a cut answer',
      (response) => void response.writeHead(200, { 'content-length': 100 }).write('User', () => response.destroy()),
      { kind: 'robots' },
    ],
    ['what cannot be decompressed', { headers: { 'content-encoding': 'gzip' }, body: 'Allow: /' }, { kind: 'robots' }],
    ['a redirect into private space', { status: 301, headers: { location: 'http://10.0.0.1/robots.txt' } }, { kind: 'robots' }],
    ['429', { status: 429, headers: { 'retry-after': '9' } }, { kind: 'rate-limited', retryAfterMs: 9_000 }],
    ['503 for a while', { status: 503, headers: { 'retry-after': '9' } }, { kind: 'rate-limited', retryAfterMs: 9_000 }],
  ])('%s forbids everything for now, and is asked for again next time', async (_, robots, failure) => {
    const site = await siteWith(robots)
    expect(await get(`${site.url}/page`)).toMatchObject({ status: 'failed', url: `${site.url}/page`, ...failure })
    expect(site.count('/page')).toBe(0)
    site.set('/robots.txt', 'User-agent: *\nAllow: /')
    expect(textOf(await get(`${site.url}/page`))).toBe('page')
  })

  test('a robots.txt that never comes is a page that never comes', async () => {
    const site = await siteWith(() => undefined)
    const hasty = testFetcher({ allowedHosts: ['127.0.0.1'], timeoutMs: 200 })
    expect(await hasty(`${site.url}/page`)).toMatchObject({ kind: 'timeout', message: expect.stringContaining('/page was not read') })
    expect(site.count('/page')).toBe(0)
  })
})

test('five redirects of a robots.txt are followed, and behind more everything is allowed', async () => {
  const hops = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        index === 0 ? '/robots.txt' : `/hop${index}`,
        index === count - 1 ? 'User-agent: *\nDisallow: /' : { status: 301, headers: { location: `/hop${index + 1}` } },
      ]),
    )
  const five = await siteWith('', hops(6))
  const six = await siteWith('', hops(7))
  expect(await get(`${five.url}/page`)).toMatchObject({ kind: 'robots' })
  expect(textOf(await get(`${six.url}/page`))).toBe('page')
})

test('it is asked for once by pages that come together, and kept for an hour', async () => {
  let nowMs = 0
  const fetch = testFetcher({ allowedHosts: ['127.0.0.1'] }, { ...testRuntime, monotonicMs: () => nowMs })
  const site = await siteWith({ status: 404 })
  await Promise.all(Array.from({ length: 5 }, () => fetch(`${site.url}/page`)))
  nowMs += 59 * 60_000
  await fetch(`${site.url}/page`)
  expect(site.count('/robots.txt')).toBe(1)
  nowMs += 60_000
  await fetch(`${site.url}/page`)
  expect(site.count('/robots.txt')).toBe(2)
})

test('of a file without an end, the first 500 kibibytes count', async () => {
  const site = await siteWith((response) => {
    response.writeHead(200)
    response.write('User-agent: *\nDisallow: /private\n')
    const more = () => {
      while (!response.destroyed && response.write('# a comment\n'.repeat(1_000)));
    }
    response.on('drain', more)
    more()
  })
  expect(await get(`${site.url}/private`)).toMatchObject({ kind: 'robots' })
  expect(textOf(await get(`${site.url}/page`))).toBe('page')
})

test('Crawl-delay is kept between two pages, up to five seconds', async () => {
  const slept: number[] = []
  let nowMs = 0
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds)
    nowMs += milliseconds
  }
  const fetch = testFetcher({ allowedHosts: ['127.0.0.1', '127.0.0.2'] }, { ...testRuntime, monotonicMs: () => nowMs, sleep })
  const site = await siteWith('User-agent: *\nCrawl-delay: 2')
  const lazy = await siteWith('User-agent: ShipPanel\nCrawl-delay: 3600', {}, '127.0.0.2')
  await fetch(`${site.url}/page`)
  expect(slept).toEqual([])
  await fetch(`${site.url}/page`)
  nowMs += 1_500
  await fetch(`${site.url}/page`)
  await fetch(`${lazy.url}/page`)
  await fetch(`${lazy.url}/page`)
  expect(slept).toEqual([2_000, 500, 5_000])
})

test('one caller who leaves does not end the reading for the others', async () => {
  let answer = () => {}
  let asked = () => {}
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const site = await siteWith((response) => {
    answer = () => response.writeHead(404).end()
    asked()
  })
  const caller = new AbortController()
  const leaving = get({ url: `${site.url}/page`, signal: caller.signal })
  const staying = get(`${site.url}/page`)
  await wasAsked
  caller.abort(new Error('left'))
  await expect(leaving).rejects.toThrow('left')
  answer()
  expect(textOf(await staying)).toBe('page')
})
