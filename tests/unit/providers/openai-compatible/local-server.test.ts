import { describe, expect, it, vi } from 'vitest'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { llamaFile } from '../../../support/flow/llama-server.js'
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
  const provider = (local = true) =>
    createOpenAiCompatible({
      ...{ name: 'llama', baseUrl: `${server.url}/v1`, apiKey: 'sk-own-key', local, structuredOutput: 'json-schema' as const },
      ...{ runtime: { fetch: globalThis.fetch }, deadlineMs: 20_000 },
    })
  const chat = (local = true) => provider(local).chatModel(model)
  const sent = async (request: ChatRequest, { local, asked = chat(local) }: { local?: boolean; asked?: ReturnType<typeof chat> } = {}) => {
    server.answerWith(json(reply()))
    await asked.complete(request, { signal: never })
    return server.requests.at(-1)?.body as Record<string, unknown>
  }
  const sentSchema = async (options: Parameters<typeof sent>[1] = {}) =>
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

  it('is told what a model’s maker recommends, and a hosted one only what its API has', async () => {
    const sampling = { temperature: 0.7, maxOutputTokens: 10, topP: 0.8, topK: 20, minP: 0.05, repeatPenalty: 1.1, presencePenalty: 0.5 }
    const shared = { temperature: 0.7, top_p: 0.8, presence_penalty: 0.5 }
    const own = { top_k: 20, min_p: 0.05 }
    const fieldsOf = async (local: boolean) => {
      const { top_k, min_p, repeat_penalty, repetition_penalty, ...rest } = await sent(chatRequest({ sampling }), { local })
      expect(rest).toMatchObject(shared)
      return { top_k, min_p, repeat_penalty, repetition_penalty }
    }
    expect(await fieldsOf(true)).toEqual({ ...own, repetition_penalty: 1.1 })
    expect(await fieldsOf(false)).toEqual({})
    server.havePages(props(1, 32_768))
    expect(await fieldsOf(true)).toEqual({ ...own, repeat_penalty: 1.1 })
  })

  it('that does not answer about itself for a while is asked as before', async () => {
    const now = performance.now.bind(performance)
    let laterMs = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + laterMs)
    try {
      server.havePages(props(1, 32_768))
      const asked = chat()
      const schemaSent = async () => (await sentSchema({ asked })).json_schema.schema
      expect(await schemaSent()).toEqual(grammar)
      laterMs = 60_000
      server.havePages({ '/props': json({ error: 'busy' }, { status: 500 }) })
      expect(await schemaSent()).toEqual(grammar)
      expect(server.pageRequests).toHaveLength(2)
    } finally {
      clock.mockRestore()
    }
  })

  it('whose slots share one context says so once calls have ended each other, and is then one that takes one at a time', async () => {
    const endedBy = async (slots: number) => {
      server.havePages(props(slots, 8192))
      server.answerWith((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(llamaFile('shared-context.txt')))
      const { chatModel, local } = provider()
      const error = await failure(chatModel(model).complete(chatRequest(), { signal: never }))
      return { error, takesOneAtATime: local?.takesOneAtATime() }
    }
    expect(await endedBy(1)).toMatchObject({ error: { kind: 'context-too-long', isRetryable: false }, takesOneAtATime: false })
    const { error, takesOneAtATime } = await endedBy(4)
    expect(error).toMatchObject({ kind: 'overloaded', isRetryable: true, retryAfterMs: null })
    expect(error.message).toMatch(/its 4 slots share 8192 tokens.* llama-server -c 32768 -np 4\./)
    expect(takesOneAtATime).toBe(true)
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
      expect(error.message).toContain('the prompt has 1500 tokens, its reply needs 700 more at least, and llama gives a call 2048 tokens.')
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
