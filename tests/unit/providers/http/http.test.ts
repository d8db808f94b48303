import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../../../src/platform/errors.js'
import type { Answered, Fetch, ProviderEndpoint } from '../../../../src/providers/http/endpoint.js'
import { callProvider } from '../../../../src/providers/http/http.js'
import { failure } from '../../../support/providers/conformance.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json } from '../../../support/providers/wire-server.js'

const key = 'key-4711-secret'
const never = new AbortController().signal
const details = { provider: 'acme', isRetryable: true, retryAfterMs: null, statusCode: null, requestId: null }
const server = useWireServer()

function endpoint(changes: Partial<ProviderEndpoint> = {}): ProviderEndpoint {
  return {
    provider: 'acme',
    address: server.url,
    fetch: globalThis.fetch,
    deadlineMs: 600_000,
    secrets: [key],
    diagnose: () => null,
    advice: { unreachable: 'Start it', slow: 'Wait longer' },
    ...changes,
  }
}

/** What an SDK does at its simplest. */
const get = async (fetch: Fetch) => (await fetch(server.url, { headers: { authorization: `Bearer ${key}` } })).json()

describe('callProvider', () => {
  it('throws its own error, whatever the SDK made of it', async () => {
    server.answerWith(json({ error: { message: 'no such model' } }, { status: 404 }))
    const send = (fetch: Fetch) =>
      get(fetch).catch((cause: unknown) => {
        throw new Error('Connection error.', { cause })
      })
    const error = await failure(callProvider(endpoint(), { signal: never, send }))
    expect(error.message).toBe('acme answered 404: no such model.')
  })

  it('takes the provider’s own way of telling a wait before that of RFC 9110', async () => {
    server.answerWith(json({}, { status: 429, headers: { 'retry-after': '60', 'acme-wait': '5' } }))
    const retryAfterMs = (headers: Headers) => Number(headers.get('acme-wait'))
    expect(await failure(callProvider(endpoint({ retryAfterMs }), { signal: never, send: get }))).toMatchObject({ retryAfterMs: 5 })
  })

  it('takes an event stream for a reply only where one is expected', async () => {
    server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {}\n\n'))
    expect(await failure(callProvider(endpoint(), { signal: never, send: get }))).toMatchObject({ kind: 'unreadable-reply' })
    const send = async (fetch: Fetch) => ({ read: await (await fetch(server.url)).text() })
    const streamFailure = () => new ProviderError('unused', { ...details, kind: 'server' })
    expect(await callProvider(endpoint(), { signal: never, send, streamFailure })).toEqual({ read: 'data: {}\n\n' })
  })

  it('lets the provider say what an SDK’s complaint about a stream means', async () => {
    server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: error\n\n'))
    const thrown = new Error('an error event')
    const send = async (fetch: Fetch) => {
      await (await fetch(server.url)).text()
      throw thrown
    }
    const streamFailure = (error: unknown, { status }: Answered) =>
      new ProviderError('cut off', { ...details, kind: error === thrown ? 'overloaded' : 'server', statusCode: status })
    const error = await failure(callProvider(endpoint(), { signal: never, send, streamFailure }))
    expect(error).toMatchObject({ message: 'cut off', kind: 'overloaded', statusCode: 200 })
  })

  it('throws its own error even when the SDK swallows it', async () => {
    server.answerWith(json({}, { status: 500 }))
    const send = (fetch: Fetch) => get(fetch).catch(() => ({ parsed: undefined }))
    expect(await failure(callProvider(endpoint(), { signal: never, send }))).toMatchObject({ kind: 'server' })
  })

  it('returns a good body although the SDK rejects it', async () => {
    server.answerWith(json({ camel_case: 'no' }))
    const send = async (fetch: Fetch) => {
      await get(fetch)
      throw new Error('Response validation failed')
    }
    expect(await callProvider(endpoint(), { signal: never, send })).toEqual({ camel_case: 'no' })
  })

  it('hands the SDK a body it can read, also one that came compressed', async () => {
    server.answerWith((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')))
    const seen: unknown[] = []
    const send = async (fetch: Fetch) => {
      const response = await fetch(server.url)
      seen.push(response.headers.get('content-encoding'), await response.json())
    }
    expect(await callProvider(endpoint(), { signal: never, send })).toEqual({ a: 1 })
    expect(seen).toEqual([null, { a: 1 }])
  })

  it('follows no redirect, which would carry the key to another place', async () => {
    server.answerWith((response) => response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end())
    const error = await failure(callProvider(endpoint(), { signal: never, send: get }))
    expect(error).toMatchObject({ kind: 'bad-request', isRetryable: false, statusCode: 307 })
    expect(error.message).toBe('acme answered 307: a redirect to http://127.0.0.1:1/elsewhere.')
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    [400, 'bad-request', false],
    [403, 'authentication', false],
    [408, 'timeout', true],
    [413, 'context-too-long', false],
    [429, 'rate-limited', true],
    [501, 'server', true],
    [529, 'overloaded', true],
  ] as const)('takes status %i for %s where the provider gives it no other meaning', async (status, kind, isRetryable) => {
    server.answerWith(json({}, { status }))
    expect(await failure(callProvider(endpoint(), { signal: never, send: get }))).toMatchObject({ kind, isRetryable })
  })

  it('takes the provider’s own meaning before that of the status', async () => {
    server.answerWith(json({ error: 'quota' }, { status: 400 }))
    const diagnose: ProviderEndpoint['diagnose'] = ({ status, words, body }) =>
      status === 400 && words === 'quota' && body !== null ? { kind: 'rate-limited', isRetryable: true, fix: 'Buy more' } : null
    const error = await failure(callProvider(endpoint({ diagnose }), { signal: never, send: get }))
    expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true, message: 'acme answered 400: quota. Buy more.' })
  })

  it('repeats no key that the provider sends back', async () => {
    server.answerWith(json({ error: { message: `Incorrect API key provided: ${key}` } }, { status: 401 }))
    const error = await failure(callProvider(endpoint(), { signal: never, send: get }))
    expect(error.message).toBe('acme answered 401: Incorrect API key provided: [redacted]. Check the key and what it may do.')
  })

  it('repeats no key that the SDK could not send, and keeps it out of the cause', async () => {
    const send = () => Promise.reject(new TypeError(`Headers.append: "${key}" is an invalid header value.`))
    const error = await failure(callProvider(endpoint(), { signal: never, send }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false, cause: undefined })
    expect(error.message).toContain('Headers.append: "[redacted]" is an invalid header value')
  })

  it('reads an error body only so far, shows only its beginning, and hangs up', async () => {
    server.answerWith((response) => {
      response.writeHead(500)
      response.write('x'.repeat(1_000_000))
    })
    const error = await failure(callProvider(endpoint(), { signal: never, send: get }))
    expect(error.message).toBe(`acme answered 500: ${'x'.repeat(300)}….`)
    await server.clientHungUp()
  })

  it('ends at its deadline although the body keeps coming', async () => {
    server.answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"half":')
    })
    const error = await failure(callProvider(endpoint({ deadlineMs: 50 }), { signal: never, send: get }))
    expect(error).toMatchObject({ kind: 'timeout', message: 'acme did not answer within 0.05 s. Wait longer.' })
    await server.clientHungUp()
  })

  it('throws the reason of a caller who aborts while the body is coming', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    server.answerWith((response) => {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.write('{"half":', () => controller.abort(reason))
    })
    await expect(callProvider(endpoint(), { signal: controller.signal, send: get })).rejects.toBe(reason)
  })

  it('throws the reason of a caller who aborts, whatever fetch says then', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const fetch: Fetch = () => {
      controller.abort(reason)
      return Promise.reject(new TypeError('fetch failed'))
    }
    await expect(callProvider(endpoint({ fetch }), { signal: controller.signal, send: get })).rejects.toBe(reason)
  })

  it('does not even begin for a caller who had aborted before', async () => {
    const reason = new Error('too late')
    const send = () => Promise.reject(new Error('the SDK was used'))
    await expect(callProvider(endpoint(), { signal: AbortSignal.abort(reason), send })).rejects.toBe(reason)
  })

  it('takes a request object too, and lets the SDK’s own signal end it', async () => {
    const own = new AbortController()
    server.answerWith(() => own.abort())
    const send = (fetch: Fetch) => fetch(new Request(server.url, { method: 'POST', body: '{}', signal: own.signal }))
    expect(await failure(callProvider(endpoint(), { signal: never, send }))).toMatchObject({ kind: 'timeout', isRetryable: true })
    await server.clientHungUp()
    expect(server.requests).toMatchObject([{ method: 'POST', body: {} }])
  })

  it('says that a name cannot be resolved', async () => {
    const unresolved = Object.assign(new Error('getaddrinfo ENOTFOUND models.invalid'), { code: 'ENOTFOUND' })
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause: unresolved }))
    const error = await failure(callProvider(endpoint({ fetch, address: 'http://models.invalid' }), { signal: never, send: get }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: true })
    expect(error.message).toBe('the name in http://models.invalid cannot be resolved. Check it, and the network. Start it.')
  })

  it('distinguishes the timeout of Node’s fetch from a refused connection', async () => {
    const slow = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' })
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause: slow }))
    expect(await failure(callProvider(endpoint({ fetch }), { signal: never, send: get }))).toMatchObject({ kind: 'timeout' })
  })

  it('does not try again what a wrong certificate makes impossible', async () => {
    const certificate = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause: certificate }))
    const error = await failure(callProvider(endpoint({ fetch }), { signal: never, send: get }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false })
    expect(error.message).toContain('self-signed certificate')
  })
})
