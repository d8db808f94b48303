import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { adapterNames, connect, replyBody, testKey } from '../../../support/providers/adapters.js'
import { askAdapters } from '../../../support/providers/ask-adapters.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import type { WireAnswer } from '../../../support/providers/wire-server.js'

const server = useWireServer()
const { complete } = askAdapters(server)

expectSilence()

const body =
  (content: string | Buffer, headers: Record<string, string> = {}, status = 200): WireAnswer =>
  (response) =>
    response.writeHead(status, headers).end(content)
const everywhere = <T>(cases: readonly T[]) => adapterNames.flatMap((name) => cases.map((item) => [name, item] as const))

const page = '<html><head><title>Sign in to Acme</title></head><body>a secret paragraph</body></html>'
const pages: readonly (readonly [string, string, Record<string, string>])[] = [
  ['a line break', `\n${page}`, {}],
  ['white space', ` \t\r\n\u00a0${page}`, {}],
  ['a byte order mark', `\ufeff${page}`, {}],
  ['control characters', `\0\u200b${page}`, {}],
  ['a comment', `<!-- a secret paragraph -->\n${page}`, {}],
  ['a doctype', `\n<!DOCTYPE  html>\n${page}`, {}],
  ['an XML declaration', `<?xml version="1.0"?>\n<!DOCTYPE html>${page}`, {}],
  ['words', `502 from a secret paragraph ${page}`, {}],
  ['a type of text', `\n${page}`, { 'content-type': 'text/plain' }],
  ['a type of JSON', `\n${page}`, { 'content-type': 'application/json' }],
  ['a type alone', `<title>Sign in to Acme</title> a secret paragraph`, { 'content-type': 'text/html; charset=utf-8' }],
]

describe('a page of markup in place of a reply', () => {
  it.each(adapterNames.flatMap((name) => pages.map((item) => [name, ...item] as const)))(
    'from %s, behind %s, is named by its title, and not asked for again',
    async (name, _, content, headers) => {
      const error = await failure(complete(name, body(content, headers)))
      expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false, statusCode: 200 })
      expect(error.message).toContain(`${name} answered 200 with an HTML page titled "Sign in to Acme". Check that`)
      expect(error.message).not.toContain('secret')
    },
  )

  it.each(adapterNames)('from %s is named by its title with an error status too', async (name) => {
    const error = await failure(complete(name, body(`\n\n${page}`, {}, 502)))
    expect(error).toMatchObject({ kind: 'server', isRetryable: true })
    expect(error.message).toContain('answered 502: an HTML page titled "Sign in to Acme"')
    expect(error.message).not.toContain('secret')
  })

  it.each(adapterNames)('from %s may be XML', async (name) => {
    const xml = '\n<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Reduce your request rate</Message><Key>a secret</Key></Error>'
    const error = await failure(complete(name, body(xml)))
    expect(error.message).toContain('with an XML document titled "Reduce your request rate". Check that')
    expect(error.isRetryable).toBe(false)
  })

  it('has a title that is cut, cleaned and without the key', async () => {
    const error = await failure(complete('gateway', body(`\n<html><title>\u001b[31m ${testKey} ${'x'.repeat(1000)}</title>`)))
    expect(error.message).toContain('titled "[31m [redacted] xxx')
    expect(error.message.length).toBeLessThan(500)
  })
})

describe('a body that is no JSON', () => {
  it.each(everywhere(['', '{"choices": [', 'upstream connect error', '\n\n  \n']))(
    'from %s is asked for again: %j',
    async (name, content) => {
      expect(await failure(complete(name, body(content)))).toMatchObject({ kind: 'unreadable-reply', isRetryable: true, statusCode: 200 })
    },
  )

  it.each([
    ['', 'an empty body'],
    ['\n'.repeat(20_000), 'a body of 20 kB without content'],
    ['\ufeff  \n', 'a body of 6 bytes without content'],
    ['no healthy upstream', 'something that is not JSON: no healthy upstream'],
  ])('%# is named for what it is', async (content, words) => {
    expect((await failure(complete('gateway', body(content)))).message).toContain(`gateway answered 200 with ${words}. Check that`)
  })

  it.each(everywhere([replyBody]))('from %s is none where its bytes are no UTF-8', async (name) => {
    const bytes = Buffer.from(JSON.stringify(replyBody[name]({ text: '{"quote":"née"}' })), 'latin1')
    const error = await failure(complete(name, body(bytes, { 'content-type': 'application/json' })))
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    expect(error.message).toContain('that are no text in UTF-8')
  })

  it.each(everywhere<Record<string, string>>([{ 'content-type': 'text/plain' }, { 'content-type': 'text/html' }, {}]))(
    'from %s is not reported by its type: JSON is read under %j',
    async (name, headers) => {
      const raw = await complete(name, body(`\ufeff\n\n${JSON.stringify(replyBody[name]({ text: '{"call":"ship"}' }))}\n`, headers))
      expect(connect[name](server.url).read(raw).text).toBe('{"call":"ship"}')
    },
  )

  it.each(adapterNames)('from %s may hold numbers that JSON lacks, and words for them', async (name) => {
    const content = JSON.stringify(
      replyBody[name]({ text: 'NaN, "-Infinity" \\', usage: { eval_count: 1, input_tokens: 'N', completion_tokens: 'N' } }),
    )
    const raw = await complete(name, body(content.replaceAll('"N"', 'NaN').replace('{', '{"logprob":-Infinity,')))
    const { text, usage } = connect[name](server.url).read(raw)
    expect(text).toBe('NaN, "-Infinity" \\')
    expect([usage.inputTokens, usage.outputTokens]).toEqual([null, name === 'ollama' ? 1 : null])
  })
})

/** Sends blanks (or any other piece) for ever, at the pace of who reads. */
function endless(piece: Buffer, headers: Record<string, string> = {}): WireAnswer {
  return (response) => {
    const send = () => {
      while (!response.destroyed && response.write(piece));
      response.once('drain', send)
    }
    response.writeHead(200, headers)
    send()
  }
}

const blanks = Buffer.alloc(256 * 1024, ' ')

describe('a body larger than any reply', () => {
  it.each(adapterNames)('from %s is left after eight megabytes, also one without content, and not asked for again', async (name) => {
    const error = await failure(complete(name, endless(blanks)))
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false, statusCode: 200 })
    expect(error.message).toContain(`${name} answered 200 with a body of more than 8 MB without content. Check that`)
    await server.clientHungUp()
    expect(server.requests).toHaveLength(1)
  })

  it('is recognized by the size that the server declares', async () => {
    const error = await failure(complete('gateway', endless(blanks, { 'content-length': '100000000' })))
    expect(error.message).toContain('a body of 100 MB without content')
  })

  it('is counted as what it unpacks to', async () => {
    const packed = gzipSync(Buffer.alloc(100_000_000, ' '))
    expect(packed.byteLength).toBeLessThan(200_000)
    const error = await failure(complete('gateway', body(packed, { 'content-encoding': 'gzip' })))
    expect(error).toMatchObject({ isRetryable: false })
    expect(error.message).toContain('a body of more than 8 MB without content')
  })

  it.each(['application/json', 'text/event-stream'])('of type %s with content is not shown', async (type) => {
    const error = await failure(
      complete('anthropic', endless(Buffer.from('event: ping\ndata: {"type":"ping"}\n\n'.repeat(1000)), { 'content-type': type })),
    )
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    expect(error.message).toContain('a body of more than 8 MB, which is more than a reply can have')
  })
})

describe('a stream for which it was not asked', () => {
  it.each([
    ['mistral', 'data: {"choices":[]}\n\n', 'text/event-stream'],
    ['mistral', ': waiting\n\ndata: {"choices":[]}\n\n', 'text/event-stream'],
    ['mistral', 'data: {"choices":[]}\n\n', 'text/plain'],
  ] as const)('from %s is not paid for again: %j as %s', async (name, content, type) => {
    const error = await failure(complete(name, body(content, { 'content-type': type })))
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    expect(error.message).toContain('with a stream, for which it was not asked')
  })
})

const megabytes = (piece: string, size = 7) => piece.repeat(Math.floor((size * 1_000_000) / piece.length))

describe('a body that is made to keep its reader busy', () => {
  it.each([
    ['lines that look like errors', megabytes('{"error"\n')],
    ['events that hold none', megabytes('data: {"error":{}}\n')],
    ['numbers that JSON lacks', `[NaN,${megabytes('NaN,')}`],
    ['a string without an end', `{"a":NaN,"b":"${megabytes('\\"')}`],
    ['beginnings of titles', `\n<html>${megabytes('<title')}`],
    ['a code that looks like one', JSON.stringify({ error: { code: megabytes('model') } })],
    ['words that look like a key', JSON.stringify({ error: { message: megabytes('api_key = ') } })],
    ['white space around its words', JSON.stringify({ error: { message: `${megabytes(' ')}x` } })],
    ['very many parts', JSON.stringify(replyBody.gateway({ text: Array.from({ length: 100_000 }, () => ({ type: 'image' })) }))],
  ])('of %s ends in a short error all the same', async (_, content) => {
    const error = await failure(complete('gateway', body(content)))
    expect(error.message.length).toBeLessThan(500)
  })
})
