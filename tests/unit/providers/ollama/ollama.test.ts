import { readFileSync } from 'node:fs'
import { LLMock } from '@copilotkit/aimock'
import { Ollama } from 'ollama'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { findModel } from '../../../../src/providers/catalog/catalog-data.js'
import { createOllama } from '../../../../src/providers/ollama/ollama.js'
import { describeConformance, failure } from '../../../support/providers/conformance.js'
import { catchOutput } from '../../../support/providers/http/silence.js'
import { chatRequest, replyJsonSchema } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json, startWireServer } from '../../../support/providers/wire-server.js'

const runtime = { fetch: globalThis.fetch }
const reply = { model: 'llama3.1:8b', message: { role: 'assistant', content: '{}' }, done: true, done_reason: 'stop' }
const never = new AbortController().signal

describeConformance({
  provider: 'ollama',
  model: 'llama3.1:8b',
  connect: ({ baseUrl, deadlineMs }) => createOllama({ host: baseUrl, runtime, deadlineMs }).chatModel('llama3.1:8b'),
  reply: ({ text, finish = 'stop', usage }) => ({
    ...reply,
    created_at: '2026-11-22T09:00:00.000Z',
    message: { role: 'assistant', content: text },
    done_reason: finish,
    ...(usage === null ? {} : { prompt_eval_count: usage.inputTokens, eval_count: usage.outputTokens }),
  }),
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    ['a reason of next year', 'other'],
  ],
  sentSchema: {
    in: (body) => z.object({ format: z.unknown() }).parse(body).format,
    expected: { ...replyJsonSchema, properties: { ...replyJsonSchema.properties, deadline: { type: 'string', format: 'date' } } },
  },
  requestIdHeader: 'x-request-id',
  failures: [
    {
      name: 'a model that is not installed',
      status: 404,
      body: { error: "model 'llama3.1:8b' not found" },
      kind: 'unknown-model',
      isRetryable: false,
      says: /model 'llama3\.1:8b' not found\. Run: ollama pull llama3\.1:8b\.$/,
    },
    {
      name: 'a server that is no Ollama',
      status: 404,
      body: { detail: 'Not Found' },
      kind: 'bad-request',
      isRetryable: false,
      says: /OLLAMA_HOST/,
    },
    {
      name: 'a prompt above the model’s context',
      status: 400,
      body: { error: 'the prompt is longer than the context length currently available to the model' },
      kind: 'context-too-long',
      isRetryable: false,
      says: /Shorten the dossier/,
    },
    {
      name: 'a prompt above the context, in the words of llama.cpp',
      status: 400,
      body: { error: '{"error":{"message":"request (9000 tokens) exceeds the available context size (8192 tokens)"}}' },
      kind: 'context-too-long',
      isRetryable: false,
      says: /longer context/,
    },
    {
      name: 'a model that cannot chat',
      status: 400,
      body: { error: '"nomic-embed-text" does not support chat' },
      kind: 'bad-request',
      isRetryable: false,
      says: /does not support chat/,
    },
    {
      name: 'a cloud model without an account',
      status: 401,
      body: { error: 'unauthorized', signin_url: 'https://ollama.example/connect' },
      kind: 'authentication',
      isRetryable: false,
      says: /Run: ollama signin/,
    },
    {
      name: 'a full queue',
      status: 503,
      body: { error: 'server busy, please try again.  maximum pending requests exceeded' },
      kind: 'overloaded',
      isRetryable: true,
      says: /server busy, please try again\. maximum/,
    },
    {
      name: 'a model larger than the memory',
      status: 500,
      body: { error: 'model requires more system memory (10.0 GiB) than is available (6.1 GiB)' },
      kind: 'server',
      isRetryable: false,
      says: /smaller quantization/,
    },
  ],
  unreachableFix: /Start Ollama \(ollama serve\), or set OLLAMA_HOST/,
})

describe('an Ollama request', () => {
  const server = useWireServer()
  const provider = () => createOllama({ host: server.url, runtime, deadlineMs: 600_000 })
  const sent = async (model: string, request: ChatRequest) => {
    server.answerWith(json(reply))
    await provider().chatModel(model).complete(request, { signal: never })
    return server.requests.at(-1)
  }

  it('is a streamed chat that may lose neither its beginning nor its reply', async () => {
    expect(await sent('llama3.1:8b', chatRequest())).toMatchObject({
      method: 'POST',
      path: '/api/chat',
      body: {
        model: 'llama3.1:8b',
        messages: [
          // Ollama holds the reply to the schema without showing it to the model, so the prompt does.
          { role: 'system', content: expect.stringMatching(/^You review tools\.\n\nReply with one JSON object[\s\S]*<reply-schema>/) },
          { role: 'user', content: '<dossier>Acme</dossier>\n\nShip or skip?' },
        ],
        format: { type: 'object' },
        stream: true,
        think: false,
        truncate: false,
        shift: false,
        options: { temperature: 0.25, num_predict: 700, num_ctx: 8192 },
      },
    })
  })

  it('asks for a larger context when the prompt is long', async () => {
    const request = chatRequest({ messages: [{ role: 'user', parts: [{ text: 'abc'.repeat(20_000), cacheable: false }] }] })
    expect(await sent('llama3.1:8b', request)).toMatchObject({ body: { options: { num_ctx: 32_768 } } })
  })

  it('asks for no more context than the model has', async () => {
    const request = chatRequest({ messages: [{ role: 'user', parts: [{ text: 'abc'.repeat(20_000), cacheable: false }] }] })
    expect(await sent('gemma2:9b', request)).toMatchObject({ body: { options: { num_ctx: 8192 } } })
  })

  it('lets a model think that cannot do without', async () => {
    expect(await sent('gpt-oss:20b', chatRequest())).toMatchObject({ body: { think: 'low' } })
  })

  it.each([
    ['json-object', 'json'],
    ['none', undefined],
  ] as const)('puts the schema into the prompt of a model whose structured output is %s', async (structuredOutput, format) => {
    server.answerWith(json(reply))
    const find = (id: string) => ({ ...findModel(id), structuredOutput })
    const model = createOllama({ host: server.url, runtime, deadlineMs: 600_000, find }).chatModel('llama3.1:8b')
    await model.complete(chatRequest(), { signal: never })
    const sentSchema = z.object({ format: z.unknown().optional(), messages: z.array(z.object({ content: z.string() })) })
    const body = sentSchema.parse(server.requests[0]?.body)
    expect(body.format).toBe(format)
    expect(body.messages[0]?.content).toContain(JSON.stringify(replyJsonSchema))
  })

  it('survives a bare server that answers an error in HTML', async () => {
    server.answerWith((response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>'))
    const error = await failure(provider().chatModel('llama3.1:8b').complete(chatRequest(), { signal: never }))
    expect(error.message).toBe('ollama answered 502: an HTML page.')
  })
})

/** What Ollama 0.17.4 answered, see the folder's README. */
const captured = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../support/providers/ollama/${name}.json`, import.meta.url), 'utf8')) as Record<string, unknown>

describe('the context of an Ollama model', () => {
  const server = useWireServer()
  const model = () => createOllama({ host: server.url, runtime, deadlineMs: 600_000 }).chatModel('smollm2:135m')
  const asking = (text: string) => chatRequest({ messages: [{ role: 'user', parts: [{ text, cacheable: false }] }] })
  const shows = (tokens: number) => server.havePages({ '/api/show': json({ model_info: { 'llama.context_length': tokens } }) })

  it('is asked of the server, and no more of it asked for than there is', async () => {
    server.havePages({ '/api/show': json(captured('show')) })
    server.answerWith(json({ ...reply, prompt_eval_count: 6010 }))
    await model().complete(asking('word '.repeat(6000)), { signal: never })
    expect(server.pageRequests).toMatchObject([{ path: '/api/show', body: { model: 'smollm2:135m' } }])
    expect(server.requests).toMatchObject([{ body: { options: { num_ctx: 8192 } } }])
  })

  it('that is sure to be too small is not sent the prompt', async () => {
    shows(2048)
    const error = await failure(model().complete(asking('word '.repeat(6000)), { signal: never }))
    expect(error).toMatchObject({ kind: 'context-too-long', isRetryable: false, provider: 'ollama' })
    expect(error.message).toContain('seat a model with a longer context than smollm2:135m (ollama show smollm2:135m).')
    expect(server.requests).toEqual([])
  })

  it('that turns out too small is an error of the server’s, with what to do', async () => {
    shows(4096)
    server.answerWith(json(captured('too-long'), { status: 400 }))
    const error = await failure(model().complete(asking('word '.repeat(6000)), { signal: never }))
    expect(error).toMatchObject({ kind: 'context-too-long', statusCode: 400 })
    expect(error.message).toContain('the input length exceeds the context length')
  })

  it('that a prompt was cut to in silence makes the reply one to another prompt', async () => {
    shows(2048)
    server.answerWith(json(captured('cut-in-silence')))
    const error = await failure(model().complete(asking('word '.repeat(2000)), { signal: never }))
    expect(error).toMatchObject({ kind: 'context-too-long', isRetryable: false, usage: { inputTokens: 2048 } })
    expect(error.message).toContain('ollama cut the prompt to the 2048 tokens of its window in silence')
  })

  it('that the oldest messages were dropped for is found by a count below what the prompt can have', async () => {
    shows(8192)
    server.answerWith(json({ ...reply, prompt_eval_count: 900 }))
    const error = await failure(model().complete(asking('word '.repeat(4000)), { signal: never }))
    expect(error).toMatchObject({ kind: 'context-too-long', usage: { inputTokens: 900 } })
  })

  it('that a proxy lets no one ask for does not keep the call from being made', async () => {
    server.havePages({ '/api/show': json({ error: 'forbidden' }, { status: 403 }) })
    server.answerWith(json(reply))
    await model().complete(chatRequest(), { signal: never })
    expect(server.requests).toHaveLength(1)
  })

  it('is asked for once, not before each call', async () => {
    shows(8192)
    server.answerWith(json(reply))
    const asked = model()
    for (let call = 0; call < 3; call += 1) await asked.complete(chatRequest(), { signal: never })
    expect(server.pageRequests).toHaveLength(1)
  })

  it('of a model that is not there says so before the call', async () => {
    server.havePages({ '/api/show': json(captured('no-model'), { status: 404 }) })
    const error = await failure(model().complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unknown-model' })
    expect(error.message).toContain('Run: ollama pull smollm2:135m')
    expect(server.requests).toEqual([])
  })
})

describe('what an Ollama request samples with', () => {
  const server = useWireServer()
  it('is what the request says, and the grammar is the request’s own', async () => {
    server.answerWith(json(reply))
    const sampling = { temperature: 0.2, maxOutputTokens: 10, topP: 0.9, topK: 20, minP: 0.05, repeatPenalty: 1.1, frequencyPenalty: 0.1 }
    const grammar = { type: 'object', properties: { call: { enum: ['ship'] }, quote: { type: 'string', pattern: '^a$' } } }
    const request = chatRequest({ sampling, replySchema: { ...chatRequest().replySchema, grammar } })
    await createOllama({ host: server.url, runtime, deadlineMs: 600_000 }).chatModel('m').complete(request, { signal: never })
    expect(server.requests[0]?.body).toMatchObject({
      format: grammar,
      options: { temperature: 0.2, num_predict: 10, top_p: 0.9, top_k: 20, min_p: 0.05, repeat_penalty: 1.1, frequency_penalty: 0.1 },
    })
  })
})

describe('the ollama package', () => {
  it('prints when it meets an error answer, which is why it never meets one here', async () => {
    const server = await startWireServer()
    const output = catchOutput()
    try {
      server.answerWith((response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('broken'))
      const client = new Ollama({ host: server.url, fetch: globalThis.fetch })
      await expect(client.chat({ model: 'm', messages: [], stream: false })).rejects.toThrow('broken')
      expect(output.lines()).toEqual(['Getting text from response'])
    } finally {
      output.release()
      await server.stop()
    }
  })
})

describe('the list of installed models', () => {
  it('holds what aimock serves', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' })
    await mock.start()
    try {
      mock.on({ model: 'llama3.1:8b' }, { content: '{}' })
      const models = await createOllama({ host: mock.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      expect(models).toEqual([{ name: 'llama3.1:8b', sizeBytes: null, parameterSize: null }])
    } finally {
      await mock.stop()
    }
  })

  it('holds size and parameters where the server tells them, and refuses what is no list', async () => {
    const server = await startWireServer()
    try {
      const list = () => createOllama({ host: server.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      server.answerWith(
        json({ models: [{ name: 'gemma3:4b', size: 3_338_801_804, details: { parameter_size: '4.3B', families: ['gemma3'] } }] }),
      )
      expect(await list()).toEqual([{ name: 'gemma3:4b', sizeBytes: 3_338_801_804, parameterSize: '4.3B' }])
      server.answerWith(json({ data: [] }))
      expect(await failure(list())).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    } finally {
      await server.stop()
    }
  })
})

describe('the address of Ollama', () => {
  it.each(['http://[', 'ftp://127.0.0.1'])('%s ends in an error that names OLLAMA_HOST', async (host) => {
    const model = createOllama({ host, runtime, deadlineMs: 600_000 }).chatModel('m')
    const error = await failure(model.complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false })
    expect(error.message).toContain('OLLAMA_HOST')
  })

  it('never shows a password that is in it, nor in what a logger prints of the cause', async () => {
    const model = createOllama({ host: 'http://editor:hunter22@127.0.0.1:9', runtime, deadlineMs: 600_000 }).chatModel('m')
    const error = await failure(model.complete(chatRequest(), { signal: never }))
    expect(error.message).toContain('[redacted]')
    expect(`${error.message}${String(error.cause)}`).not.toContain('hunter22')
  })
})
