import { LLMock } from '@copilotkit/aimock'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAnthropic } from '../../../../src/providers/anthropic/anthropic.js'
import { failureCases } from '../../../support/providers/anthropic/failure-cases.js'
import { errorBody, message } from '../../../support/providers/anthropic/messages.js'
import { eventsOf, stream } from '../../../support/providers/anthropic/sse.js'
import { describeConformance, failure } from '../../../support/providers/conformance.js'
import { chatRequest, replyJsonSchema } from '../../../support/providers/requests.js'
import { json, startWireServer } from '../../../support/providers/wire-server.js'

const apiKey = 'sk-ant-api03-conformance'
const runtime = { fetch: globalThis.fetch }
const never = new AbortController().signal

describeConformance({
  provider: 'anthropic',
  model: 'claude-sonnet-4-6',
  connect: ({ baseUrl, deadlineMs }) => createAnthropic({ apiKey, baseUrl, runtime, deadlineMs }).chatModel('claude-sonnet-4-6'),
  reply: ({ text, finish = 'end_turn', usage }) =>
    message({
      content: [{ type: 'text', text }],
      stop_reason: finish,
      usage: usage === null ? {} : { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
    }),
  answer: (body) =>
    stream(
      eventsOf(
        z
          .looseObject({
            content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
            stop_reason: z.string(),
            stop_sequence: z.null(),
            usage: z.looseObject({}),
          })
          .parse(body),
      ),
    ),
  sentSampling: { temperature: undefined, max_tokens: 700 },
  finishReasons: [
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refusal'],
    ['tool_use', 'other'],
    ['pause_turn', 'other'],
    ['a reason of next year', 'other'],
  ],
  sentSchema: {
    in: (body) =>
      z.object({ output_config: z.object({ format: z.object({ type: z.literal('json_schema'), schema: z.unknown() }) }) }).parse(body)
        .output_config.format.schema,
    expected: {
      type: 'object',
      properties: { ...replyJsonSchema.properties, deadline: { type: 'string', format: 'date' } },
      required: replyJsonSchema.required,
      additionalProperties: false,
    },
  },
  requestIdHeader: 'request-id',
  failures: failureCases,
  unreachableFix: /ANTHROPIC_BASE_URL/,
})

describe('a key for Anthropic', () => {
  it.each([null, ''])('that is missing (%j) ends each call before anything is sent, and says what to set', async (missing) => {
    const server = await startWireServer()
    try {
      const provider = createAnthropic({ apiKey: missing, baseUrl: server.url, runtime, deadlineMs: 600_000 })
      for (const call of [
        provider.chatModel('claude-haiku-5-5').complete(chatRequest(), { signal: never }),
        provider.listModels({ signal: never }),
      ]) {
        expect(await failure(call)).toMatchObject({
          kind: 'authentication',
          isRetryable: false,
          message: expect.stringContaining('Set ANTHROPIC_API_KEY'),
        })
      }
      expect(server.requests).toEqual([])
    } finally {
      await server.stop()
    }
  })

  it('travels in its header, and comes back in no error', async () => {
    const server = await startWireServer()
    try {
      const plain = 'a key of no known form'
      const model = createAnthropic({ apiKey: plain, baseUrl: server.url, runtime, deadlineMs: 600_000 }).chatModel('claude-haiku-5-5')
      server.answerWith(json(errorBody('authentication_error', `invalid bearer token ${plain}`), { status: 401 }))
      const refused = await failure(model.complete(chatRequest(), { signal: never }))
      server.answerWith(stream([`event: error\ndata: ${JSON.stringify(errorBody('api_error', `lost ${plain}`))}\n\n`]))
      const broken = await failure(model.complete(chatRequest(), { signal: never }))
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${plain}`, `Bearer ${plain}`])
      expect(JSON.stringify(server.requests.map(({ body, path }) => [body, path]))).not.toContain(plain)
      for (const error of [refused, broken]) {
        expect(error.message).toContain('[redacted]')
        expect(`${error.message}${error.stack}${String(error.cause)}`).not.toContain(plain)
      }
    } finally {
      await server.stop()
    }
  })

  it('that no header can carry is not repeated either', async () => {
    const broken = 'line one\nline two of the key'
    const model = createAnthropic({ apiKey: broken, baseUrl: 'http://127.0.0.1:9', runtime, deadlineMs: 600_000 }).chatModel(
      'claude-haiku-5-5',
    )
    const error = await failure(model.complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false })
    expect(`${error.message}${String(error.cause)}`).not.toContain('line two of the key')
  })
})

describe('the address of Anthropic', () => {
  it.each(['', '/', '/v1', '/v1/'])('may end in "%s"', async (end) => {
    const server = await startWireServer()
    try {
      server.answerWith(json(message()))
      const model = createAnthropic({ apiKey, baseUrl: `${server.url}${end}`, runtime, deadlineMs: 600_000 }).chatModel('claude-haiku-5-5')
      await model.complete(chatRequest(), { signal: never })
      expect(server.requests.map(({ path }) => path)).toEqual(['/v1/messages'])
    } finally {
      await server.stop()
    }
  })

  it('that is none ends in an error that names the variable', async () => {
    const model = createAnthropic({ apiKey, baseUrl: 'http://[', runtime, deadlineMs: 600_000 }).chatModel('claude-haiku-5-5')
    const error = await failure(model.complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false, message: expect.stringContaining('ANTHROPIC_BASE_URL') })
  })
})

describe('the list of Claude models', () => {
  it('holds what aimock serves', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' })
    await mock.start()
    try {
      mock.on({ model: 'claude-haiku-5-5' }, { content: '{}' })
      const models = await createAnthropic({ apiKey, baseUrl: mock.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      expect(models).toEqual([{ name: 'claude-haiku-5-5', sizeBytes: null, parameterSize: null }])
    } finally {
      await mock.stop()
    }
  })

  // aimock answers /v1/models in OpenAI's form whatever the query.
  it('is asked for in one page, and refused where it is none', async () => {
    const server = await startWireServer()
    try {
      const list = () => createAnthropic({ apiKey, baseUrl: server.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      const listed = { type: 'model', id: 'claude-opus-5-5', display_name: 'Claude Opus 5.5', created_at: '2026-09-22T00:00:00Z' }
      server.answerWith(json({ data: [listed], has_more: false, first_id: 'claude-opus-5-5', last_id: 'claude-opus-5-5' }))
      expect(await list()).toEqual([{ name: 'claude-opus-5-5', sizeBytes: null, parameterSize: null }])
      expect(server.requests).toMatchObject([{ method: 'GET', path: '/v1/models?limit=1000' }])
      server.answerWith(json({ models: [] }))
      expect(await failure(list())).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    } finally {
      await server.stop()
    }
  })
})
