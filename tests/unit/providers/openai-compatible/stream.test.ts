import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { model, reply } from '../../../support/providers/openai-compatible/wire-reply.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import type { WireAnswer } from '../../../support/providers/wire-server.js'

const captured = readFileSync(new URL('../../../support/providers/llama-cpp/stream.txt', import.meta.url), 'utf8')
const never = new AbortController().signal

/** Each event as a server writes it. */
const events = (...data: readonly (object | string)[]) =>
  data.map((item) => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`).join('')
const chunk = (delta: object, finish_reason: string | null = null) => ({ id: 'c1', model, choices: [{ index: 0, delta, finish_reason }] })

describe('a streamed chat completion', () => {
  expectSilence()
  const server = useWireServer()
  const streamed =
    (text: string): WireAnswer =>
    (response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text)
  const chat = (timeouts: { firstByteMs?: number; idleMs?: number } = {}, local = true) =>
    createOpenAiCompatible({
      name: 'llama',
      baseUrl: `${server.url}/v1`,
      apiKey: null,
      local,
      structuredOutput: 'json-schema',
      runtime: { fetch: globalThis.fetch },
      deadlineMs: 20_000,
      ...timeouts,
    }).chatModel(model)
  const complete = (answer: WireAnswer, timeouts = {}) => {
    server.answerWith(answer)
    return chat(timeouts).complete(chatRequest(), { signal: never })
  }

  it('is asked of a local server, with the counts, and not of a hosted one', async () => {
    await complete(streamed(captured))
    expect(server.requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } })
    server.reset()
    await chat({}, false).complete(chatRequest(), { signal: never })
    expect(server.requests[0]?.body).toMatchObject({ stream: false })
    expect(server.requests[0]?.body).not.toHaveProperty('stream_options')
  })

  it('of llama.cpp becomes the body that it would have been without streaming', async () => {
    const raw = await complete(streamed(captured))
    expect(raw).toMatchObject({
      object: 'chat.completion',
      model: 'smollm2',
      choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'stop' }],
      usage: { completion_tokens: 19, prompt_tokens: 34 },
      timings: { cache_n: 0, prompt_n: 34 },
    })
    const { text, finishReason, usage } = chat().read(raw)
    expect(Object.keys(JSON.parse(text))).toEqual(['a'])
    expect({ finishReason, usage }).toEqual({
      finishReason: 'stop',
      usage: { inputTokens: 34, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens: 19 },
    })
  })

  it('keeps what a server calls its thinking, and puts a tool call together', async () => {
    const call = (index: number, part: object) => ({ tool_calls: [{ index, ...part }] })
    const text = events(
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Let me ' }),
      chunk({ reasoning_content: 'think.' }),
      chunk(call(0, { id: 'call_1', type: 'function', function: { name: 'verdict', arguments: '{"call":' } })),
      chunk(call(1, { id: 'call_2', type: 'function', function: { name: 'other', arguments: '{}' } })),
      chunk(call(0, { function: { arguments: '"ship"}' } })),
      chunk({}, 'tool_calls'),
      '[DONE]',
    )
    expect(await complete(streamed(text))).toMatchObject({
      choices: [
        {
          message: {
            content: '',
            reasoning_content: 'Let me think.',
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'verdict', arguments: '{"call":"ship"}' } },
              { id: 'call_2', function: { name: 'other', arguments: '{}' } },
            ],
          },
          finish_reason: 'tool_calls',
        },
      ],
    })
  })

  it('may have other line ends, comments and choices that no one asked for', async () => {
    const other = { id: 'c1', choices: [{ index: 1, delta: { content: 'other' }, finish_reason: 'stop' }] }
    const text = `: ping\r\n\r\n${events(chunk({ content: '{}' }), other, chunk({}, 'stop')).replaceAll('\n', '\r\n')}`
    expect(chat().read(await complete(streamed(text)))).toMatchObject({ text: '{}', finishReason: 'stop' })
  })

  it.each([
    ['after its status', 'data: {"error":{"message":"the context is gone","code":500}}\n\n'],
    ['in the form of older llama.cpp', 'error: {"message":"the context is gone","code":500}\n\n'],
  ])('that turns into an error %s is a failure in the server’s words', async (_, error) => {
    const failed = await failure(complete(streamed(events(chunk({ content: '{' })) + error)))
    expect(failed).toMatchObject({ kind: 'server', isRetryable: true, statusCode: 200 })
    expect(failed.message).toContain('the context is gone')
  })

  it.each([
    ['between two events', captured.slice(0, captured.indexOf('data: ', 2_000))],
    ['in the middle of one', captured.slice(0, 2_100)],
    ['before its first', ''],
  ])('that ends too early, %s, is a lost connection', async (_, text) => {
    expect(await failure(complete(streamed(text)))).toMatchObject({ kind: 'connection', isRetryable: true, statusCode: 200 })
  })

  it('with an event that is no JSON cannot be read', async () => {
    expect(await failure(complete(streamed('data: <html>\n\n')))).toMatchObject({ kind: 'unreadable-reply', isRetryable: true })
  })

  it('may be answered unstreamed all the same', async () => {
    const body = reply({ message: { content: '{}' } })
    expect(await complete((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)))).toEqual(
      body,
    )
  })

  it('may take far longer than a silence may last, as long as pieces come', async () => {
    const pieces = captured.split(/(?<=\n\n)/)
    const slowly: WireAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const next = () => {
        const piece = pieces.shift()
        if (piece === undefined) response.end()
        else response.write(piece, () => setTimeout(next, 60))
      }
      next()
    }
    // 22 pieces, 60 ms apart: more than twice the longest silence.
    expect(chat().read(await complete(slowly, { idleMs: 500 }))).toMatchObject({ finishReason: 'stop' })
  })

  it('ends when nothing comes any more, and says so', async () => {
    const stuck: WireAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(captured.slice(0, 400))
    }
    const error = await failure(complete(stuck, { idleMs: 50 }))
    expect(error).toMatchObject({ kind: 'timeout', isRetryable: true })
    expect(error.message).toContain('began to answer and then sent nothing for 0.05 s')
    await server.clientHungUp()
  })

  it('may take longer to begin than a silence may last, as a prompt is read without a byte', async () => {
    const late: WireAnswer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      setTimeout(() => response.end(captured), 300)
    }
    expect(chat().read(await complete(late, { firstByteMs: 20_000, idleMs: 50 }))).toMatchObject({ finishReason: 'stop' })
    const error = await failure(complete(late, { firstByteMs: 50, idleMs: 20_000 }))
    expect(error).toMatchObject({ kind: 'timeout', isRetryable: true })
    expect(error.message).toContain('did not begin to answer within 0.05 s')
  })
})
