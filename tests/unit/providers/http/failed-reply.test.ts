import { describe, expect, it } from 'vitest'
import { type AdapterName, adapterNames, connect, type ReplyParts, replyBody, testKey } from '../../../support/providers/adapters.js'
import { message } from '../../../support/providers/anthropic/messages.js'
import { eventsOf, stream } from '../../../support/providers/anthropic/sse.js'
import { askAdapters } from '../../../support/providers/ask-adapters.js'
import { failure } from '../../../support/providers/conformance.js'
import { expectSilence } from '../../../support/providers/http/silence.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'

const server = useWireServer()
const { broken, complete, read } = askAdapters(server)

expectSilence()

const usage: Readonly<Record<AdapterName, object>> = {
  anthropic: { input_tokens: 900, output_tokens: 7 },
  mistral: { prompt_tokens: 900, completion_tokens: 7, total_tokens: 907 },
  ollama: { prompt_eval_count: 900, eval_count: 7 },
  gateway: { prompt_tokens: 900, completion_tokens: 7, total_tokens: 907 },
}

const everywhere = (cases: readonly (readonly [string, ReplyParts])[]) =>
  adapterNames.flatMap((name) => cases.map(([what, parts]) => [name, what, replyBody[name]({ ...parts, usage: usage[name] })] as const))

const emptyReplies: readonly (readonly [AdapterName, string, unknown])[] = [
  ...everywhere([
    ['no text', { text: '' }],
    ['null for its text', { text: null }],
    ['white space alone', { text: ' \n\t\u00a0' }],
    ['an end of next year and no text', { text: '', ending: 'a reason of next year' }],
    ['no end and no text', { text: '', ending: null }],
    ['nothing but the marks of thinking', { text: '<think>\n\n</think>\n' }],
  ]),
  ['anthropic', 'no blocks', replyBody.anthropic({ text: [], usage: usage.anthropic })],
  [
    'anthropic',
    'a tool call without input',
    replyBody.anthropic({ text: [{ type: 'tool_use', id: 't', name: 'x', input: {} }], ending: 'tool_use', usage: usage.anthropic }),
  ],
  ['ollama', 'a model that was only unloaded', replyBody.ollama({ ending: 'unload', usage: usage.ollama })],
  ...(['mistral', 'gateway'] as const).flatMap((name) => [
    [name, 'an error that says nothing', replyBody[name]({ text: '{"call":', ending: 'error', usage: usage[name] })] as const,
    [name, 'an empty list of parts', replyBody[name]({ text: [], usage: usage[name] })] as const,
    [
      name,
      'an empty call of a tool',
      replyBody[name]({ text: null, message: { tool_calls: [{ function: { name: 'x', arguments: '' } }] }, usage: usage[name] }),
    ] as const,
    [name, 'no choice', { choices: [], usage: usage[name] }] as const,
    [name, 'null for its choices', { choices: null, usage: usage[name] }] as const,
    [name, 'no message in its choice', { choices: [{ index: 0, finish_reason: 'stop' }], usage: usage[name] }] as const,
    [name, 'null for its message', { choices: [{ message: null }], usage: usage[name] }] as const,
    [name, 'an interruption', replyBody[name]({ text: '{"ca', ending: 'insufficient_system_resource', usage: usage[name] })] as const,
  ]),
]

describe('a reply of 200 without an answer', () => {
  it.each(emptyReplies)('of %s, with %s, is a failure to try again, and what it used is known', async (name, _, body) => {
    const error = await broken(name, body, { 'x-request-id': 'req_42' })
    expect(error).toMatchObject({ kind: 'server', isRetryable: true, statusCode: 200, provider: name, requestId: 'req_42' })
    expect(error.message).toMatch(/answered 200 with a reply that holds no answer: it /)
    expect(error.usage).toMatchObject({ inputTokens: 900, outputTokens: 7 })
  })

  it('names the provider’s own word for its end', async () => {
    const error = await broken('ollama', replyBody.ollama({ ending: 'unload' }))
    expect(error.message).toBe('ollama answered 200 with a reply that holds no answer: it is empty and ended with "unload".')
  })

  it('of Ollama that only had its model loaded is waited for like any server that loads', async () => {
    const error = await broken('ollama', replyBody.ollama({ ending: 'load', usage: usage.ollama }))
    expect(error).toMatchObject({ kind: 'loading', isRetryable: true, statusCode: 200 })
    expect(error.message).toContain('it is empty and ended with "load"')
  })

  it.each(emptyReplies)('of %s, with %s, was kept by older versions, and can still be read or refused as before', (name, _, body) => {
    const reader = connect[name](server.url)
    try {
      expect(reader.read(body).text.trim()).not.toContain('}')
    } catch (error) {
      expect(error).toMatchObject({ name: 'ProviderError', kind: 'unreadable-reply' })
    }
  })

  it.each(everywhere([['empty', { text: '' }]]).map(([name, _, body]) => [name, body] as const))(
    'of %s may still be a refusal, or all thinking at the limit',
    async (name, body) => {
      const cut = { anthropic: { stop_reason: 'max_tokens' }, ollama: { done_reason: 'length' }, mistral: {}, gateway: {} }[name]
      const choice = { message: { content: null, reasoning: 'Hm' }, finish_reason: 'length' }
      expect(await read(name, 'choices' in body ? { ...body, choices: [choice] } : { ...body, ...cut })).toMatchObject({
        text: '',
        finishReason: 'length',
      })
      if (name === 'ollama') return
      const filtered = { ...body, choices: [{ message: { content: null }, finish_reason: 'content_filter' }] }
      const refused =
        name === 'anthropic'
          ? { ...body, content: [], stop_reason: 'refusal' }
          : { ...body, choices: [{ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' }] }
      expect((await read(name, refused)).finishReason).toBe('refusal')
      if (name !== 'anthropic') expect((await read(name, filtered)).finishReason).toBe('content-filter')
    },
  )
})

describe('JSON that is no object', () => {
  it.each(adapterNames.flatMap((name) => ['[]', '7', '"ok"', 'true', 'null'].map((body) => [name, body] as const)))(
    'from %s is no reply, and not asked for again: %s',
    async (name, body) => {
      const error = await failure(complete(name, (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body)))
      expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false, statusCode: 200 })
      expect(error.message).toContain('instead of a reply')
    },
  )
})

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

describe('a reply nested deeper than the stack', () => {
  it.each(adapterNames)('of %s is read as far as it is used', async (name) => {
    const body = JSON.stringify(replyBody[name]({ text: '{"call":"ship"}', body: { of_next_year: 'deep' } })).replace('"deep"', deep)
    const raw = await complete(name, (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
    expect(connect[name](server.url).read(raw).text).toBe('{"call":"ship"}')
  })

  it.each(adapterNames)('of %s is a failure like any other where it holds an error', async (name) => {
    const body = `{"error":{"message":"it broke","details":${deep}},"detail":${deep}}`
    const error = await failure(complete(name, (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body)))
    expect(error.message).toContain('it broke')
  })

  it('in an Anthropic stream is not asked for again', async () => {
    const events = eventsOf({ ...message(), content: [{ type: 'tool_use' }] }).map((line) =>
      line.replace('{"type":"tool_use"}', `{"type":"tool_use","input":${deep}}`),
    )
    expect(await failure(complete('anthropic', stream(events)))).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
  })
})

describe('a body that is not of the API', () => {
  it.each(adapterNames)('of %s is named by its fields, without what may be a key, and not asked for again', async (name) => {
    const error = await broken(name, { hello: 'world', [testKey]: 1, 'a b': 2 })
    expect(error).toMatchObject({ kind: 'unreadable-reply', isRetryable: false })
    expect(error.message).toContain('but only hello, …, …. Check')
  })
})
