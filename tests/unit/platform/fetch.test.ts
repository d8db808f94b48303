import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { patientFetch } from '../../../src/platform/fetch.js'

const running: { close: () => void }[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  running.push({ close: () => server.close().closeAllConnections() })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`
}

describe('patientFetch', () => {
  it('sends what fetch would send, and reads what it would read', async () => {
    const url = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.setHeader('x-seen', [`${request.method} ${request.url}`, String(request.headers['x-own'])])
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ body }))
    })
    const send = { method: 'POST', headers: { 'x-own': 'yes' }, body: 'Grüße' }
    for (const fetch of [patientFetch, globalThis.fetch]) {
      const { ok, status, headers, json } = await fetch(url, send).then((answer) => ({ ...pick(answer), json: () => answer.json() }))
      expect({ ok, status, seen: headers.get('x-seen') }).toEqual({ ok: true, status: 201, seen: 'POST /page, yes' })
      expect(await json()).toEqual({ body: 'Grüße' })
    }
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('unpacks %s, of which a piece can be read before the rest is there', async (coding, pack) => {
    let finish = (): void => {}
    const packed = pack('first and last')
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': coding }).write(packed)
      finish = () => response.end()
    })
    const answer = await patientFetch(url)
    const pieces = answer.body?.[Symbol.asyncIterator]()
    expect(Buffer.from((await pieces?.next())?.value ?? []).toString()).toBe('first and last')
    finish()
    expect(await pieces?.next()).toMatchObject({ done: true })
  })

  it('leaves a coding on that it does not know', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'made-up' }).end('as it is'))
    expect(await (await patientFetch(url)).text()).toBe('as it is')
  })

  it('follows no redirect, which would take a key along', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const { status, ok } = await patientFetch(url, { headers: { authorization: 'Bearer key' } })
    expect({ status, ok, asked }).toEqual({ status: 302, ok: false, asked: 1 })
  })

  it('closes the connection of a body that is left early', async () => {
    let seeClose = (): void => {}
    const closed = new Promise<void>((resolve) => {
      seeClose = resolve
    })
    const url = await serve((_, response) => {
      response.on('close', seeClose)
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('x'.repeat(100)))
    })
    for await (const _ of (await patientFetch(url)).body ?? []) break
    await closed
  })

  it('throws the reason of a signal, before the answer and in its body', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/page') response.writeHead(200).write('begun')
    })
    const waiting = new AbortController()
    const asked = patientFetch(new URL('/silent', url), { signal: waiting.signal })
    const reading = new AbortController()
    const { body } = await patientFetch(url, { signal: reading.signal })
    const reason = new Error('no longer wanted')
    waiting.abort(reason)
    await expect(asked).rejects.toBe(reason)
    const read = (async () => {
      for await (const _ of body ?? []) reading.abort(reason)
    })()
    await expect(read).rejects.toBe(reason)
  })

  it('says what broke: the connection, before the answer or within it', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/broken') response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => request.socket.destroy())
    })
    await expect(patientFetch(url)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'UND_ERR_SOCKET' } })
    const broken = patientFetch(new URL('/broken', url)).then((answer) => answer.text())
    await expect(broken).rejects.toMatchObject({ name: 'TypeError', cause: { code: expect.any(String) } })
  })

  it('refuses what cannot be sent, without repeating a secret', async () => {
    const refused = async (sent: Promise<unknown>) => String(await sent.catch((error: unknown) => error))
    expect(await refused(patientFetch('http://name:secret@127.0.0.1/'))).toMatch(/^TypeError: (?!.*secret)/)
    expect(await refused(patientFetch('http://127.0.0.1/', { headers: { authorization: 'a\nsecret' } }))).toMatch(/^TypeError: /)
    expect(await refused(patientFetch('ftp://127.0.0.1/'))).toMatch(/^TypeError: /)
  })
})

function pick({ ok, status, headers }: { ok: boolean; status: number; headers: Headers }) {
  return { ok, status, headers }
}
