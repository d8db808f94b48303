import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { brotliCompressSync, createBrotliCompress, createGzip, deflateSync, gzipSync, constants as zlib } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testFetcher, textOf } from '../../../support/evidence/page-fetcher.js'
import { type ServedPages, servePages } from '../../../support/evidence/serve-pages.js'

let site: ServedPages
beforeAll(async () => {
  site = await servePages({ '/robots.txt': { status: 404 } })
})
afterAll(() => site.stop())

const mega = 1_000_000
const get = testFetcher({ allowedHosts: ['127.0.0.1'] })

/** Resolves once the connection of an answer is closed from the other side. */
function brokenOff(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => void response.once('close', () => !response.writableFinished && resolve()))
}

/** Writes for as long as the other side reads. */
function writeForEver(response: ServerResponse, chunk: Buffer): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  more()
}

describe('what is too large', () => {
  test('a page of 200 MB that says so is not read at all', async () => {
    let closed: Promise<void> | undefined
    site.set('/announced', (response) => {
      closed = brokenOff(response)
      response.writeHead(200, { 'content-length': 200 * mega }).write('<p>')
    })
    expect(await get(`${site.url}/announced`)).toMatchObject({
      status: 'failed',
      kind: 'too-large',
      message: `${site.url}/announced is larger than 5 MB, and is not read.`,
      fix: 'Paste the part that matters by hand.',
    })
    await closed
  })

  test('a body without an end is broken off behind 5 MB, and its connection closed', async () => {
    let closed: Promise<void> | undefined
    site.set('/endless', (response) => {
      closed = brokenOff(response)
      writeForEver(response.writeHead(200, { 'content-type': 'text/html' }), Buffer.alloc(100_000, 'a'))
    })
    expect(await get(`${site.url}/endless`)).toMatchObject({ kind: 'too-large' })
    await closed
  })

  test('a page of 5 MB is read, and one byte more is not', async () => {
    site.set('/full', { body: 'a'.repeat(5 * mega) })
    site.set('/over', { body: 'a'.repeat(5 * mega + 1) })
    expect(textOf(await get(`${site.url}/full`))).toHaveLength(5 * mega)
    expect(await get(`${site.url}/over`)).toMatchObject({ kind: 'too-large' })
  })

  /** A gigabyte of zeros, compressed as it is sent: a megabyte with gzip, a kilobyte with brotli. */
  const bombs: [string, () => NodeJS.ReadWriteStream][] = [
    ['gzip', () => createGzip({ level: 1 })],
    ['br', () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 1 } })],
  ]
  test.each(bombs)('a gigabyte in %s is cut: counted as it is decoded', async (coding, pack) => {
    site.set('/bomb', (response) => {
      const packer = pack()
      packer.pipe(response.writeHead(200, { 'content-encoding': coding }))
      let left = 1_000
      const more = () => {
        while (left > 0 && !response.destroyed && packer.write(Buffer.alloc(mega, ' '))) left--
        if (left === 0) packer.end()
      }
      packer.on('drain', more)
      more()
    })
    const before = process.memoryUsage().arrayBuffers
    expect(await get(`${site.url}/bomb`)).toMatchObject({ kind: 'too-large' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * mega)
  })

  test('a bomb in a bomb is cut too, and one in three layers is not unpacked', async () => {
    const nested = gzipSync(gzipSync(Buffer.alloc(100 * mega)))
    expect(nested.length).toBeLessThan(10_000)
    site.set('/nested', { headers: { 'content-encoding': 'gzip, gzip' }, body: nested })
    site.set('/thrice', { headers: { 'content-encoding': 'gzip, gzip, gzip' }, body: gzipSync(nested) })
    expect(await get(`${site.url}/nested`)).toMatchObject({ kind: 'too-large' })
    expect(await get(`${site.url}/thrice`)).toMatchObject({ kind: 'broken', message: expect.stringContaining('compression') })
  })

  test('more headers than are read break the answer off', async () => {
    site.set('/headers', { headers: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`x-${index}`, 'a'.repeat(100)])) })
    expect(await get(`${site.url}/headers`)).toMatchObject({ kind: 'broken', message: expect.stringContaining('more headers') })
  })
})

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (bytes: Buffer) => bytes],
])('a page in %s is decoded', async (coding, pack) => {
  site.set('/packed', { headers: { 'content-encoding': coding }, body: pack(Buffer.from('<p>Prices</p>')) })
  expect(textOf(await get(`${site.url}/packed`))).toBe('<p>Prices</p>')
  expect(site.requests.at(-1)?.headers['accept-encoding']).toBe('gzip, deflate, br')
})

describe('what never ends, or breaks', () => {
  const hasty = testFetcher({ allowedHosts: ['127.0.0.1'], timeoutMs: 300 })

  test.each([
    ['never answers', () => undefined],
    ['never ends its page', (response: ServerResponse) => void response.writeHead(200).write('<p>')],
    ['drips', (response: ServerResponse) => drip(response)],
  ])('a server that %s is left at the deadline', async (_, answer) => {
    let closed: Promise<void> | undefined
    site.set('/slow', (response) => {
      closed = brokenOff(response)
      answer(response)
    })
    expect(await hasty(`${site.url}/slow`)).toMatchObject({
      status: 'failed',
      kind: 'timeout',
      message: `${site.url}/slow was not read to its end within 0.3 s.`,
      fix: 'Try again later, or paste its text by hand.',
    })
    await closed
  })

  test.each([302, 404])('the body of a %i is not waited for', async (status) => {
    let closed: Promise<void> | undefined
    site.set('/goes-on', (response) => {
      closed = brokenOff(response)
      response.writeHead(status, { location: '/target' }).write('<p>')
    })
    site.set('/target', 'target')
    expect(textOf(await get(`${site.url}/goes-on`))).toMatch(status === 302 ? /^target$/ : /^http-error: /)
    await closed
  })

  test('the time is one for all redirects: each is quick, and together they are too slow', async () => {
    for (const [from, to] of ['/a', '/b', '/c', '/d'].map((path, index, all) => [path, all[index + 1] ?? '/end']))
      site.set(from ?? '', { status: 302, headers: { location: to ?? '' }, delayMs: 120 })
    site.set('/end', 'the end')
    expect(await hasty(`${site.url}/a`)).toMatchObject({ kind: 'timeout' })
    expect(site.count('/end')).toBe(0)
  })

  test('the caller may leave at any time, and gets the reason it gave', async () => {
    site.set('/silent', () => undefined)
    const caller = new AbortController()
    const fetching = get({ url: `${site.url}/silent`, signal: caller.signal })
    const queued = get({ url: `${site.url}/silent`, signal: caller.signal })
    caller.abort(new Error('the editor left'))
    await expect(fetching).rejects.toThrow('the editor left')
    await expect(queued).rejects.toThrow('the editor left')
    await expect(get({ url: 'no address', signal: caller.signal })).rejects.toThrow('the editor left')
  })

  test.each([
    ['cut in its length', (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<p>half')],
    [
      'cut between two chunks',
      (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n<p>half\r\n'),
    ],
    ['no HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    ['nothing', (socket: Socket) => void socket.end()],
    ['a reset', (socket: Socket) => void socket.resetAndDestroy()],
    ['gzip without its end', packedAnswer(gzipSync(Buffer.alloc(1_000, 'a')).subarray(0, 20))],
    ['gzip that is none', packedAnswer(Buffer.from('<p>Plain</p>'))],
    ['a coding that no one knows', packedAnswer(Buffer.from('x'), 'zstd')],
  ])('an answer that is %s is a failure, with nothing of it kept', async (_, answer) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => answer(socket))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
    const outcome = await get({ url, isApi: true })
    expect(outcome).toMatchObject({ status: 'failed', kind: 'broken' })
    expect(outcome.status === 'failed' && outcome.message).toContain(url)
    server.close()
  })

  test('a server that is not there, and a name that is not known', async () => {
    const gone = await servePages({})
    await gone.stop()
    expect(await get(`${gone.url}/`)).toMatchObject({
      kind: 'unreachable',
      message: `${gone.url}/ cannot be reached: nothing answers there.`,
    })
    const unknown = testFetcher({
      lookup: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
    })
    expect(await unknown('https://no-such-host.example/')).toMatchObject({
      kind: 'unreachable',
      message: 'https://no-such-host.example/ cannot be reached: its name is not known.',
    })
    const empty = testFetcher({ lookup: async () => [] })
    expect(await empty('https://no-address.example/')).toMatchObject({ kind: 'unreachable' })
  })

  test('a resolver that never answers is left at the deadline', async () => {
    const fetch = testFetcher({ lookup: () => new Promise(() => undefined), timeoutMs: 200 })
    expect(await fetch('https://slow-name.example/')).toMatchObject({ kind: 'timeout' })
  })

  test('a failure in the middle of a body lets the next page of the host be read', async () => {
    site.set('/half', (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setImmediate(() => response.destroy())
    })
    site.set('/next', 'the next page')
    const both = await Promise.all([get(`${site.url}/half`), get(`${site.url}/next`)])
    expect(both.map(textOf)).toEqual([expect.stringContaining('broken: '), 'the next page'])
  })
})

/** A byte now and then, and never the last. */
function drip(response: ServerResponse): void {
  response.writeHead(200)
  const timer = setInterval(() => response.write('a'), 20)
  response.once('close', () => clearInterval(timer))
}

function packedAnswer(bytes: Buffer, coding = 'gzip'): (socket: Socket) => void {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${bytes.length}\r\n\r\n`)
    socket.end(bytes)
  }
}
