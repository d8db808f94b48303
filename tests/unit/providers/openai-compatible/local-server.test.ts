import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { failure } from '../../../support/providers/conformance.js'
import { model, reply } from '../../../support/providers/openai-compatible/wire-reply.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json } from '../../../support/providers/wire-server.js'

const never = new AbortController().signal
const grammar = {
  type: 'object',
  properties: { quote: { type: 'string', pattern: '^a$', maxLength: 3 }, call: { enum: ['ship'] } },
  required: ['quote', 'call'],
}
const replySchema = { ...chatRequest().replySchema, grammar }

/** The adapter for a server of one's own, which says of itself what `pages` has. */
describe('a local server', () => {
  const server = useWireServer()
  const props = (slots: number, contextTokens: number) => ({
    '/props': json({ total_slots: slots, default_generation_settings: { n_ctx: contextTokens } }),
  })
  const chat = (local = true) =>
    createOpenAiCompatible({
      ...{ name: 'llama', baseUrl: `${server.url}/v1`, apiKey: 'sk-own-key', local, structuredOutput: 'json-schema' as const },
      ...{ runtime: { fetch: globalThis.fetch }, deadlineMs: 20_000 },
    }).chatModel(model)
  const sent = async (request: ChatRequest, { affinity, local }: { affinity?: number; local?: boolean } = {}) => {
    server.answerWith(json(reply()))
    await chat(local).complete(request, { signal: never, affinity })
    return server.requests.at(-1)?.body as Record<string, unknown>
  }
  const sentSchema = async (options: { local?: boolean } = {}) =>
    (await sent(chatRequest({ replySchema }), options)).response_format as { json_schema: { schema: object } }

  it('of llama.cpp decodes by the request’s own grammar, whole', async () => {
    server.havePages(props(1, 32_768))
    expect((await sentSchema()).json_schema.schema).toEqual(grammar)
  })

  it('of another kind gets it without lengths and patterns', async () => {
    const { schema } = (await sentSchema()).json_schema
    expect(schema).toEqual({ ...grammar, properties: { quote: { type: 'string' }, call: { enum: ['ship'] } } })
  })

  it('that is hosted gets the schema that all requests share', async () => {
    const { schema } = (await sentSchema({ local: false })).json_schema
    expect(schema).toHaveProperty('properties.deadline')
  })

  it.each([
    ['four slots', 4, 6, 2],
    ['one slot', 1, 6, undefined],
    ['no number', 4, undefined, undefined],
  ])('is asked for the slot that a number falls to: %s', async (_, slots, affinity, expected) => {
    server.havePages(props(slots, 32_768))
    expect((await sent(chatRequest(), affinity === undefined ? {} : { affinity })).id_slot).toBe(expected)
  })

  it('is told what a model’s maker recommends, and a hosted one only what its API has', async () => {
    const sampling = { temperature: 0.7, maxOutputTokens: 10, topP: 0.8, topK: 20, minP: 0.05, repeatPenalty: 1.1, presencePenalty: 0.5 }
    const shared = { temperature: 0.7, top_p: 0.8, presence_penalty: 0.5 }
    const own = { top_k: 20, min_p: 0.05, repeat_penalty: 1.1, repetition_penalty: 1.1 }
    expect(await sent(chatRequest({ sampling }))).toMatchObject({ ...shared, ...own })
    const hosted = await sent(chatRequest({ sampling }), { local: false })
    expect(hosted).toMatchObject(shared)
    for (const field of Object.keys(own)) expect(hosted).not.toHaveProperty(field)
  })

  describe('with a window', () => {
    const long = chatRequest({ messages: [{ role: 'user', parts: [{ text: 'word '.repeat(2000), cacheable: false }] }] })
    const counting = (tokens: number) => ({
      '/apply-template': json({ prompt: '<|im_start|>user…' }),
      '/tokenize': json({ tokens: Array.from({ length: tokens }, (_, index) => index) }),
    })
    const refused = async (pages: Record<string, ReturnType<typeof json>>) => {
      server.havePages(pages)
      server.answerWith(json(reply()))
      const error = await failure(chat().complete(long, { signal: never }))
      expect(server.requests).toEqual([])
      return error
    }

    it('too small is not sent the call: the error says the command that mends it', async () => {
      const error = await refused({ ...props(1, 2048), ...counting(1500) })
      expect(error).toMatchObject({ kind: 'context-too-long', provider: 'llama', isRetryable: false })
      expect(error.message).toContain('the prompt has 1500 tokens, its reply needs up to 700 more, and llama gives a call 2048.')
      expect(error.message).toContain('Start it again with: llama-server -c 3072;')
    })

    it('that slots share is named for all of them', async () => {
      const error = await refused({ ...props(4, 2048), ...counting(1500) })
      expect(error.message).toContain('llama-server -c 12288 -np 4, which its 4 slots share (or -c 3072 -np 1)')
    })

    it('is compared with what the model’s own tokenizer counts, of the prompt as it is sent', async () => {
      server.havePages({ ...props(1, 4096), ...counting(1500) })
      await sent(long)
      const [asked, template, tokenized] = server.pageRequests
      expect(asked).toMatchObject({ path: '/props', headers: { authorization: 'Bearer sk-own-key' } })
      const { messages } = (server.requests[0]?.body ?? {}) as { messages?: unknown }
      expect(template?.body).toEqual({ messages })
      expect(tokenized?.body).toEqual({ content: '<|im_start|>user…', add_special: true, parse_special: true })
    })

    it('far larger than the prompt is not counted against', async () => {
      server.havePages(props(1, 131_072))
      await sent(long)
      expect(server.pageRequests.map(({ path }) => path)).toEqual(['/props'])
    })

    it('of a server that counts nothing refuses what is sure to be too long', async () => {
      expect((await refused(props(1, 1000))).message).toContain('at least 1')
      server.havePages(props(1, 1400))
      expect(await sent(long)).toHaveProperty('messages')
    })

    it('is asked for once in a while, not before each call', async () => {
      server.havePages(props(1, 131_072))
      server.answerWith(json(reply()))
      const model = chat()
      for (let call = 0; call < 3; call += 1) await model.complete(chatRequest(), { signal: never })
      expect(server.pageRequests).toHaveLength(1)
    })
  })
})
