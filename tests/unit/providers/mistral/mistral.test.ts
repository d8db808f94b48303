import { LLMock } from '@copilotkit/aimock'
import { Mistral } from '@mistralai/mistralai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createMistral } from '../../../../src/providers/mistral/mistral.js'
import { failure } from '../../../support/providers/conformance.js'
import { catchOutput, expectSilence } from '../../../support/providers/http/silence.js'
import { model, reply } from '../../../support/providers/mistral/wire-reply.js'
import { chatRequest, replyJsonSchema } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json, startWireServer } from '../../../support/providers/wire-server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const key = 'key-4711-of-the-test'
const never = new AbortController().signal

// Against a bare server what aimock 1.43 lacks: it keeps only some of a request and none of its headers, counts no cached tokens, answers
// with text alone, and chooses its own headers.
describe('the Mistral adapter', () => {
  expectSilence()
  const server = useWireServer()
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const provider = (changes: Partial<Parameters<typeof createMistral>[0]> = {}) =>
    createMistral({ apiKey: key, baseUrl: server.url, runtime, deadlineMs: 600_000, ...changes })
  const read = async (body: unknown) => {
    server.answerWith(json(body))
    const chat = provider().chatModel(model)
    return chat.read(await chat.complete(chatRequest(), { signal: never }))
  }

  it('asks for an unstreamed chat under its key, and names the cache that holds the shared prefix', async () => {
    await read(reply())
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        headers: expect.objectContaining({ authorization: `Bearer ${key}`, 'content-type': 'application/json' }),
        body: expect.objectContaining({
          model,
          messages: [
            { role: 'system', content: 'You review tools.' },
            { role: 'user', content: '<dossier>Acme</dossier>\n\nShip or skip?' },
          ],
          stream: false,
          temperature: 0.25,
          max_tokens: 700,
          prompt_cache_key: expect.stringMatching(/^[0-9a-f]{32}$/),
        }),
      },
    ])
  })

  it('says of sampling what its API takes, and no more', async () => {
    server.answerWith(json(reply()))
    const sampling = {
      temperature: 0.15,
      maxOutputTokens: 10,
      topP: 0.9,
      topK: 5,
      minP: 0.1,
      repeatPenalty: 1.1,
      presencePenalty: 0.2,
      frequencyPenalty: 0.3,
    }
    await provider().chatModel(model).complete(chatRequest({ sampling }), { signal: new AbortController().signal })
    const body = server.requests[0]?.body
    expect(body).toMatchObject({ temperature: 0.15, max_tokens: 10, top_p: 0.9, presence_penalty: 0.2, frequency_penalty: 0.3 })
    for (const field of ['top_k', 'min_p', 'repeat_penalty']) expect(body).not.toHaveProperty(field)
  })

  it('names the same cache for what shares a prefix, another for what does not, and none without a prefix to share', async () => {
    const asking = (dossier: string, cacheable: boolean, brief: string) =>
      chatRequest({
        messages: [
          {
            role: 'user',
            parts: [
              { text: dossier, cacheable },
              { text: brief, cacheable: false },
            ],
          },
        ],
      })
    server.answerWith(json(reply()))
    for (const request of [asking('A', true, 'x'), asking('A', true, 'y'), asking('B', true, 'x'), asking('A', false, 'x')]) {
      await provider().chatModel(model).complete(request, { signal: never })
    }
    const [first, second, third, fourth] = server.requests.map(
      ({ body }) => z.object({ prompt_cache_key: z.string().optional() }).parse(body).prompt_cache_key,
    )
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(fourth).toBeUndefined()
  })

  it.each([
    ['json-object', { type: 'json_object' }],
    ['none', undefined],
  ] as const)('puts the schema into the prompt of a model whose structured output is %s', async (structuredOutput, format) => {
    server.answerWith(json(reply()))
    const find = () => ({ ...unknownModel, structuredOutput })
    await provider({ find }).chatModel(model).complete(chatRequest(), { signal: never })
    const { response_format, messages } = z
      .object({ response_format: z.unknown().optional(), messages: z.array(z.object({ content: z.string() })) })
      .parse(server.requests[0]?.body)
    expect(response_format).toEqual(format)
    expect(messages[0]?.content).toContain(JSON.stringify(replyJsonSchema))
  })

  it('lets a model think that the catalog says should, and says nothing of it to one that cannot', async () => {
    server.answerWith(json(reply()))
    await provider({ find: () => ({ ...unknownModel, thinking: 'low' }) })
      .chatModel(model)
      .complete(chatRequest(), { signal: never })
    await provider().chatModel('mistral-large-latest').complete(chatRequest(), { signal: never })
    const efforts = server.requests.map(({ body }) => z.object({ reasoning_effort: z.unknown().optional() }).parse(body).reasoning_effort)
    expect(efforts).toEqual(['high', undefined])
  })

  it('takes an address with /v1 at its end for the same as without', async () => {
    server.answerWith(json(reply()))
    await provider({ baseUrl: `${server.url}/v1/` })
      .chatModel(model)
      .complete(chatRequest(), { signal: never })
    expect(server.requests[0]?.path).toBe('/v1/chat/completions')
  })

  it('counts the tokens that came from the cache', async () => {
    const usage = { prompt_tokens: 1013, completion_tokens: 30, total_tokens: 1043, prompt_tokens_details: { cached_tokens: 1008 } }
    expect((await read(reply({ usage }))).usage).toEqual({
      inputTokens: 1013,
      cachedInputTokens: 1008,
      cacheWriteInputTokens: null,
      outputTokens: 30,
    })
  })

  it('takes a cache that it does not mention for one that held nothing', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 }
    expect((await read(reply({ usage }))).usage).toEqual({
      inputTokens: 10,
      cachedInputTokens: 0,
      cacheWriteInputTokens: null,
      outputTokens: 3,
    })
  })

  it('reads the answer of a model that thought aloud, without the thoughts', async () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
      { type: 'text', text: '{"call":' },
      { type: 'text', text: '"ship"}' },
    ]
    expect((await read(reply({ content }))).text).toBe('{"call":"ship"}')
  })

  it.each([
    [{ 'ratelimitbysize-reset': '28', 'ratelimitbysize-remaining': '0' }, 28_000],
    [{ 'ratelimitbysize-reset': '28', 'ratelimitbysize-remaining': '499900' }, null],
    [{ 'ratelimit-reset': '3' }, 3000],
    [{ 'retry-after': '2', 'ratelimit-reset': '30' }, 2000],
    [{ 'x-ratelimit-remaining-req-minute': '0' }, null],
  ])('waits after a rate limit with the headers %j for %s ms', async (headers, retryAfterMs) => {
    server.answerWith(json({ message: 'Rate limit exceeded' }, { status: 429, headers: Object.fromEntries(Object.entries(headers)) }))
    const error = await failure(provider().chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true, retryAfterMs })
  })

  it('does not wait for a limit of no requests at all', async () => {
    const headers = { 'x-ratelimit-limit-req-minute': '0', 'x-ratelimit-remaining-req-minute': '0' }
    server.answerWith(json({ message: 'Rate limit exceeded' }, { status: 429, headers }))
    const error = await failure(provider().chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'billing', isRetryable: false })
    expect(error.message).toContain('change the plan')
  })

  it('repeats the key in no error, whatever the answer says', async () => {
    server.answerWith(json({ detail: `no such key: ${key}` }, { status: 401 }))
    const error = await failure(provider().chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error.message).toContain('no such key: [redacted]')
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(key)
  })

  it.each([null, ''])('sends nothing without a key (%j), and says which variable to set', async (apiKey) => {
    vi.stubEnv('MISTRAL_API_KEY', 'a key that no one handed down')
    const error = await failure(provider({ apiKey }).chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'authentication', isRetryable: false })
    expect(error.message).toBe('there is no key for mistral. Set MISTRAL_API_KEY to a key from console.mistral.ai.')
    expect(server.requests).toEqual([])
  })

  it('keeps the SDK from printing a model’s retirement', async () => {
    server.answerWith(json(reply(), { headers: { 'x-model-deprecation-timestamp': '2026-12-31T00:00:00Z' } }))
    await provider().chatModel(model).complete(chatRequest(), { signal: never })
    expect(server.requests).toHaveLength(1)
  })

  it('ends in an error that names MISTRAL_BASE_URL when that is no address', async () => {
    const error = await failure(provider({ baseUrl: 'http://[' }).chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false })
    expect(error.message).toContain('MISTRAL_BASE_URL')
  })
})

describe('the Mistral SDK', () => {
  it('prints a model’s retirement when it is named, which is why it is not named here', async () => {
    const server = await startWireServer()
    const output = catchOutput()
    try {
      server.answerWith(json(reply({ usage: {} }), { headers: { 'x-model-deprecation-timestamp': '2026-12-31T00:00:00Z' } }))
      const client = new Mistral({ apiKey: key, serverURL: server.url })
      await client.chat.complete({ model, messages: [{ role: 'user', content: 'Hi' }] })
      await expect.poll(() => output.lines()).toEqual([expect.stringContaining('is deprecated')])
    } finally {
      output.release()
      await server.stop()
    }
  })
})

describe('the list of Mistral’s models', () => {
  it('holds what aimock serves', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' })
    await mock.start()
    try {
      mock.on({ model }, { content: '{}' })
      const models = await createMistral({ apiKey: key, baseUrl: mock.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      expect(models).toEqual([{ name: model, sizeBytes: null, parameterSize: null }])
    } finally {
      await mock.stop()
    }
  })

  it('leaves out what cannot chat, and refuses what is no list', async () => {
    const server = await startWireServer()
    try {
      const list = () => createMistral({ apiKey: key, baseUrl: server.url, runtime, deadlineMs: 600_000 }).listModels({ signal: never })
      const chats = { id: model, object: 'model', capabilities: { completion_chat: true } }
      server.answerWith(json({ object: 'list', data: [chats, { id: 'mistral-embed', capabilities: { completion_chat: false } }] }))
      expect(await list()).toEqual([{ name: model, sizeBytes: null, parameterSize: null }])
      server.answerWith(json({ models: [] }))
      expect(await failure(list())).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    } finally {
      await server.stop()
    }
  })
})

const unknownModel = {
  vendor: 'unknown',
  family: 'unknown',
  contextTokens: null,
  price: { kind: 'unknown' as const },
  structuredOutput: 'json-schema' as const,
  thinking: 'off' as const,
}
