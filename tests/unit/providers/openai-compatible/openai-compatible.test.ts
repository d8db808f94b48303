import { LLMock } from '@copilotkit/aimock'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { model, reply } from '../../../support/providers/openai-compatible/wire-reply.js'
import { chatRequest, replyJsonSchema } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json, startWireServer } from '../../../support/providers/wire-server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const key = 'sk-4711-of-the-test'
const never = new AbortController().signal

// Against a bare server what aimock 1.43 lacks: it keeps only some of a request and none of its headers, counts no cached tokens, refuses
// nothing, and chooses its own headers.
describe('the adapter for OpenAI-compatible servers', () => {
  expectSilence()
  const server = useWireServer()
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const provider = (changes: Partial<Parameters<typeof createOpenAiCompatible>[0]> = {}) =>
    createOpenAiCompatible({
      name: 'gateway',
      baseUrl: `${server.url}/v1`,
      apiKey: key,
      structuredOutput: 'json-schema',
      runtime,
      deadlineMs: 600_000,
      ...changes,
    })
  const sent = async (changes: Partial<Parameters<typeof createOpenAiCompatible>[0]> = {}) => {
    server.answerWith(json(reply()))
    await provider(changes).chatModel(model).complete(chatRequest(), { signal: never })
    return server.requests[0]
  }
  const read = async (body: unknown) => {
    server.answerWith(json(body))
    const chat = provider().chatModel(model)
    return chat.read(await chat.complete(chatRequest(), { signal: never }))
  }
  const answeredWith = (...answer: Parameters<typeof json>) => {
    server.answerWith(json(...answer))
    return failure(provider().chatModel(model).complete(chatRequest(), { signal: never }))
  }

  it('shows the schema to the model of a local server, which constrains the reply without doing so', async () => {
    const shown = {
      body: {
        messages: [{ role: 'system', content: expect.stringContaining('<reply-schema>') }, { role: 'user' }],
        response_format: { type: 'json_schema' },
      },
    }
    expect(await sent({ local: true })).toMatchObject(shown)
    server.reset()
    expect(await sent({ local: false })).not.toMatchObject(shown)
  })

  it('asks for an unstreamed chat, under the key of the endpoint', async () => {
    expect(await sent()).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: {
        model,
        messages: [
          { role: 'system', content: 'You review tools.' },
          { role: 'user', content: '<dossier>Acme</dossier>\n\nShip or skip?' },
        ],
        stream: false,
        temperature: 0.25,
        max_tokens: 700,
      },
    })
  })

  it('sends no key to a server that asks for none', async () => {
    expect((await sent({ apiKey: null }))?.headers).not.toHaveProperty('authorization')
  })

  it.each([null, key])('sends nothing that the environment holds for OpenAI (own key: %s)', async (apiKey) => {
    vi.stubEnv('OPENAI_API_KEY', 'key-of-the-environment')
    vi.stubEnv('OPENAI_ADMIN_KEY', 'admin-key-of-the-environment')
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment')
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-the-environment')
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'X-Tenant: tenant-of-the-environment\nAuthorization: Bearer other-of-the-environment')
    vi.stubEnv('OPENAI_LOG', 'debug')
    const headers = (await sent({ apiKey }))?.headers
    expect(headers?.authorization).toBe(apiKey === null ? undefined : `Bearer ${key}`)
    expect(JSON.stringify(headers)).not.toContain('of-the-environment')
  })

  it.each([
    ['json-object', { type: 'json_object' }],
    ['none', undefined],
  ] as const)('puts the schema into the prompt of an endpoint whose structured output is %s', async (structuredOutput, format) => {
    const { response_format, messages } = z
      .object({ response_format: z.unknown().optional(), messages: z.array(z.object({ content: z.string() })) })
      .parse((await sent({ structuredOutput }))?.body)
    expect(response_format).toEqual(format)
    expect(messages[0]?.content).toContain(JSON.stringify(replyJsonSchema))
  })

  it('leaves the structured output to the catalog when the endpoint does not say', async () => {
    const find = () => ({ ...unknownModel, structuredOutput: 'json-object' as const })
    expect(await sent({ structuredOutput: undefined, find })).toMatchObject({ body: { response_format: { type: 'json_object' } } })
  })

  it('asks a model that thinks in the form that such models take', async () => {
    const { body } = z
      .object({ body: z.record(z.string(), z.unknown()) })
      .parse(await sent({ find: () => ({ ...unknownModel, thinking: 'low' }) }))
    expect(body).toMatchObject({ max_completion_tokens: 700, reasoning_effort: 'low' })
    expect(body).not.toHaveProperty('max_tokens')
    expect(body).not.toHaveProperty('temperature')
  })

  it('counts the tokens that came from the cache', async () => {
    const usage = { prompt_tokens: 2006, completion_tokens: 300, prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 } }
    expect((await read(reply({ usage }))).usage).toEqual({
      inputTokens: 2006,
      cachedInputTokens: 1920,
      cacheWriteInputTokens: null,
      outputTokens: 300,
    })
  })

  it.each([
    ['no details', { prompt_tokens: 10, completion_tokens: 3 }],
    ['null for details, as vLLM does', { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: null }],
    ['more from the cache than there was', { prompt_tokens: 10, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 11 } }],
  ])('takes the cache for unknown when the server tells %s', async (_, usage) => {
    expect((await read(reply({ usage }))).usage).toEqual({
      inputTokens: 10,
      cachedInputTokens: null,
      cacheWriteInputTokens: null,
      outputTokens: 3,
    })
  })

  it('reads a refusal as one, with its words', async () => {
    expect(await read(reply({ message: { content: null, refusal: 'I cannot help with that.' } }))).toMatchObject({
      text: 'I cannot help with that.',
      finishReason: 'refusal',
    })
  })

  it('reads an answer without content as an empty one', async () => {
    const message = { content: null, reasoning_content: 'Let me think…' }
    expect(await read(reply({ message, finish: 'length' }))).toMatchObject({ text: '', finishReason: 'length' })
  })

  it.each([
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s' }, 1000],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [{ 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1h0m0s', 'x-ratelimit-reset-tokens': '20ms' }, 20],
    [{ 'x-ratelimit-reset-requests': '1.5s', 'x-ratelimit-reset-tokens': '1m2.5s' }, 62_500],
    [{ 'retry-after': '7', 'x-ratelimit-reset-requests': '1m0s' }, 7000],
    [{ 'x-ratelimit-reset-requests': '1722556800' }, null],
    [{ 'x-ratelimit-reset-requests': 'soon' }, null],
  ])('waits after a rate limit with the headers %j for %s ms', async (headers, retryAfterMs) => {
    const error = await answeredWith(
      { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } },
      { status: 429, headers: Object.fromEntries(Object.entries(headers)) },
    )
    expect(error).toMatchObject({ kind: 'rate-limited', isRetryable: true, retryAfterMs })
  })

  it.each([
    [
      'LM Studio, a prompt above the context',
      { error: { message: 'Input does not fit in context length.' }, message: 'Input does not fit in context length.' },
      { kind: 'context-too-long', isRetryable: false },
      'gateway answered 200 with an error: Input does not fit in context length. Shorten the dossier',
    ],
    [
      'LM Studio, a wrong path',
      { error: 'Unexpected endpoint or method. (POST /chat/completions). Returning 200 anyway' },
      { kind: 'bad-request', isRetryable: false },
      'it usually ends in /v1',
    ],
    [
      'OpenRouter, a provider that is busy',
      { error: { code: 429, message: 'Provider returned error' }, user_id: 'u' },
      { kind: 'rate-limited', isRetryable: true },
      'Provider returned error',
    ],
    ['anything else', { error: { message: 'something broke' } }, { kind: 'server', isRetryable: true }, 'something broke'],
  ])('takes an error that comes with status 200 for one: %s', async (_, body, expected, words) => {
    const error = await answeredWith(body)
    expect(error).toMatchObject({ ...expected, statusCode: 200 })
    expect(error.message).toContain(words)
  })

  it('tells a server that asks for a key from one that refuses it', async () => {
    server.answerWith(json({ error: 'Unauthorized' }, { status: 401 }))
    const without = await failure(provider({ apiKey: null }).chatModel(model).complete(chatRequest(), { signal: never }))
    expect(without.message).toBe(
      'gateway answered 401: Unauthorized. The endpoint "gateway" asks for a key: put it into a variable, and name that as apiKeyEnv in panel.config.yaml.',
    )
    const wrong = await failure(provider().chatModel(model).complete(chatRequest(), { signal: never }))
    expect(wrong.message).toContain('Check the key of the endpoint "gateway"')
  })

  it('repeats the key in no error, whatever the answer says', async () => {
    const error = await answeredWith(
      { error: { message: `Incorrect API key provided: ${key}.`, code: 'invalid_api_key' } },
      { status: 401 },
    )
    expect(error.message).toContain('Incorrect API key provided: [redacted]')
    expect(`${error.stack} ${String(error.cause)}`).not.toContain(key)
    const inBody = await answeredWith({ error: { message: `the key ${key} ran out` } })
    expect(inBody.message).toContain('the key [redacted] ran out')
  })

  it('ends in an error that names the endpoint when its address is none', async () => {
    const error = await failure(provider({ baseUrl: 'http://[' }).chatModel(model).complete(chatRequest(), { signal: never }))
    expect(error).toMatchObject({ kind: 'unreachable', isRetryable: false })
    expect(error.message).toContain('"gateway"')
  })

  it('names the endpoint in a reply that it cannot read', () => {
    expect(() => provider().reader.read({ choices: [] })).toThrow(
      expect.objectContaining({ kind: 'unreadable-reply', message: expect.stringContaining("gateway's reply holds no message") }),
    )
  })
})

describe('the list of an endpoint’s models', () => {
  it('holds what aimock serves', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' })
    await mock.start()
    try {
      mock.on({ model }, { content: '{}' })
      const endpoint = createOpenAiCompatible({ name: 'vllm', baseUrl: `${mock.url}/v1`, apiKey: null, runtime, deadlineMs: 600_000 })
      expect(await endpoint.listModels({ signal: never })).toEqual([{ name: model, sizeBytes: null, parameterSize: null }])
    } finally {
      await mock.stop()
    }
  })

  it('holds the size where the server says it, and refuses what is no list', async () => {
    const server = await startWireServer()
    try {
      const endpoint = createOpenAiCompatible({ name: 'llamacpp', baseUrl: `${server.url}/v1`, apiKey: null, runtime, deadlineMs: 600_000 })
      server.answerWith(json({ object: 'list', data: [{ id: 'gemma-3-4b', meta: { n_params: 3_880_263_168, size: 2_489_757_856 } }] }))
      expect(await endpoint.listModels({ signal: never })).toEqual([{ name: 'gemma-3-4b', sizeBytes: 2_489_757_856, parameterSize: null }])
      server.answerWith(json({ models: [] }))
      expect(await failure(endpoint.listModels({ signal: never }))).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
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
