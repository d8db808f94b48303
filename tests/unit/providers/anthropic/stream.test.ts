import type { ServerResponse } from 'node:http'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createAnthropic } from '../../../../src/providers/anthropic/anthropic.js'
import type { CompleteOptions } from '../../../../src/providers/chat-model.js'
import { errorBody, message } from '../../../support/providers/anthropic/messages.js'
import { event, eventsOf, stream } from '../../../support/providers/anthropic/sse.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json, type WireAnswer } from '../../../support/providers/wire-server.js'

const never = new AbortController().signal
const whole = eventsOf(message())

function modelAt(baseUrl: string, deadlineMs = 600_000) {
  const runtime = { fetch: globalThis.fetch }
  return createAnthropic({ apiKey: 'key', baseUrl, runtime, deadlineMs }).chatModel('claude-sonnet-4-6')
}

describe('an Anthropic stream from aimock', () => {
  expectSilence()
  const mock = new LLMock({ port: 0, host: '127.0.0.1' })
  const complete = () => modelAt(mock.url).complete(chatRequest(), { signal: never })
  beforeAll(() => mock.start())
  afterEach(() => mock.reset())
  afterAll(() => mock.stop())

  it('becomes the message that it would have been in one piece', async () => {
    mock.onMessage(
      /Ship or skip/,
      { content: '{"call":"ship"}', reasoning: 'hm', usage: { input_tokens: 12, output_tokens: 5 } },
      { chunkSize: 3 },
    )
    const raw = await complete()
    expect(raw).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [
        { type: 'thinking', thinking: 'hm', signature: expect.stringMatching(/./) },
        { type: 'text', text: '{"call":"ship"}' },
      ],
      stop_reason: 'end_turn',
      usage: { input_tokens: 12, output_tokens: 5 },
    })
    expect(modelAt(mock.url).read(raw)).toEqual({
      text: '{"call":"ship"}',
      finishReason: 'stop',
      usage: { inputTokens: 12, cachedInputTokens: 0, cacheWriteInputTokens: 0, outputTokens: 5 },
    })
  })

  it('that is cut at the token limit says so', async () => {
    mock.onMessage(/Ship or skip/, { content: '{"call":', finishReason: 'length' })
    expect(modelAt(mock.url).read(await complete())).toMatchObject({ text: '{"call":', finishReason: 'length' })
  })

  it('that comes slowly comes whole', async () => {
    mock.onMessage(/Ship or skip/, { content: '{"call":"ship"}' }, { chunkSize: 2, latency: 2 })
    expect(modelAt(mock.url).read(await complete())).toMatchObject({ text: '{"call":"ship"}', finishReason: 'stop' })
  })

  it.each([1, 3, 6])('that breaks off behind event %i is a lost connection, not a short reply', async (truncateAfterChunks) => {
    mock.onMessage(/Ship or skip/, { content: '{"call":"ship"}' }, { chunkSize: 3, truncateAfterChunks })
    expect(await failure(complete())).toMatchObject({ kind: 'connection', isRetryable: true })
  })
})

// aimock sends no error event, no ping and no cache counts, ends no stream in order before its last event, and waits for no one.
describe('an Anthropic stream', () => {
  expectSilence()
  const server = useWireServer()
  const complete = (options: Partial<CompleteOptions> = {}) => modelAt(server.url).complete(chatRequest(), { signal: never, ...options })
  const answered = (answer: WireAnswer) => {
    server.answerWith(answer)
    return complete()
  }

  it('keeps thinking, the counts of the cache and what no one knows', async () => {
    const body = message({
      content: [
        { type: 'thinking', thinking: '', signature: 'c2ln' },
        { type: 'text', text: '{"call":"skip"}' },
        { type: 'block_of_next_year', kept: true },
      ],
      of_next_year: { kept: true },
    })
    expect(await answered(stream(eventsOf(body)))).toEqual(body)
  })

  it('gives up none of its text to the places where its bytes were cut', async () => {
    const body = message({ content: [{ type: 'text', text: '{"quote":"née 文 🚢\\n"}' }] })
    const bytes = Buffer.from(eventsOf(body).join(''))
    const raw = await answered(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let start = 0; start < bytes.length; start += 7) await written(response, bytes.subarray(start, start + 7))
      response.end()
    })
    expect(raw).toEqual(body)
  })

  it('takes the counts of its end before those of its beginning', async () => {
    const [start = '', ...rest] = whole
    const begun = start.replace('"input_tokens":20', '"input_tokens":1')
    expect(await answered(stream([begun, ...rest]))).toMatchObject({ usage: message().usage })
  })

  it('tells its caller once that it has begun, before it has ended', async () => {
    const [start = '', ...rest] = whole
    const responses: ServerResponse[] = []
    server.answerWith((response) => {
      responses.push(response)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(start)
    })
    let begun = 0
    const raw = await complete({
      onBegin: () => {
        begun += 1
        for (const response of responses) response.end(rest.join(''))
      },
    })
    expect([begun, raw]).toEqual([1, message()])
  })

  it('of which only the headers are here has not begun', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    let begun = 0
    server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders())
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init)
      controller.abort(reason)
      return response
    }
    const model = createAnthropic({ apiKey: 'key', baseUrl: server.url, runtime: { fetch }, deadlineMs: 600_000 }).chatModel(
      'claude-opus-5-5',
    )
    const onBegin = () => {
      begun += 1
    }
    await expect(model.complete(chatRequest(), { signal: controller.signal, onBegin })).rejects.toBe(reason)
    expect(begun).toBe(0)
  })

  it.each([
    ['overloaded_error', 'Overloaded', 'overloaded', true],
    ['rate_limit_error', 'slow down', 'rate-limited', true],
    ['timeout_error', 'too long', 'timeout', true],
    ['api_error', 'Internal server error', 'server', true],
    ['error_of_next_year', 'what now', 'server', true],
    ['billing_error', 'no money', 'billing', false],
    ['authentication_error', 'revoked', 'authentication', false],
  ] as const)('with an error event %s ("%s") fails as %s', async (type, words, kind, isRetryable) => {
    const error = await failure(answered(stream([...whole.slice(0, 4), event(errorBody(type, words))], { 'request-id': 'req_7' })))
    expect(error).toMatchObject({ kind, isRetryable, statusCode: 200, requestId: 'req_7' })
    expect(error.message).toContain(`anthropic answered 200 with an error: ${words}`)
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['nothing', []],
    ['a ping alone', [event({ type: 'ping' })]],
    ['all but its last event', whole.slice(0, -1)],
    ['its beginning', whole.slice(0, 4)],
    ['half of its last event', [...whole.slice(0, -1), 'event: message_stop\ndata: {"type":"mess']],
  ])('that ends in order behind %s was cut off, and is no short reply', async (_, events) => {
    const error = await failure(answered(stream(events)))
    expect(error).toMatchObject({ kind: 'connection', isRetryable: true, statusCode: 200 })
    expect(error.message).toBe('the reply of anthropic broke off before its end.')
  })

  it('whose connection breaks was cut off too', async () => {
    const error = await failure(
      answered((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(whole.slice(0, -1).join(''), () => response.destroy())
      }),
    )
    expect(error).toMatchObject({ kind: 'connection', isRetryable: true })
  })

  it.each([
    ['no JSON', 'event: content_block_delta\ndata: {"type": oops}\n\n'],
    ['JSON that is no such event', 'event: message_delta\ndata: {"type":"message_delta"}\n\n'],
  ])('with %s in an event cannot be read', async (_, odd) => {
    const error = await failure(answered(stream([...whole.slice(0, 3), odd, ...whole.slice(3)])))
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: true, statusCode: 200 })
  })

  it('that falls silent ends at the deadline, and its socket is closed', async () => {
    server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(whole.slice(0, 4).join('')))
    const error = await failure(modelAt(server.url, 50).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'timeout', isRetryable: true })
    expect(error.message).toContain('within 0.05 s')
    await server.clientHungUp()
  })

  it('that its caller stops is closed at once, with the caller’s own reason', async () => {
    const controller = new AbortController()
    const reason = new Error('the panel was stopped')
    server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(whole.slice(0, 4).join('')))
    await expect(complete({ signal: controller.signal, onBegin: () => controller.abort(reason) })).rejects.toBe(reason)
    await server.clientHungUp()
    expect(server.requests).toHaveLength(1)
  })

  it('may be no stream at all: a gateway’s message in one piece is taken as it is', async () => {
    const body = { ...message(), of_next_year: true }
    expect(await answered(json(body))).toEqual(body)
  })
})

/** Resolves when the bytes are handed to the socket. */
function written(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve())
  })
}
