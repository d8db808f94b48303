import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import { describe, expect, it, vi } from 'vitest'
import type { ChatRequest, Message } from '../../../../src/contracts/model-call.js'
import { buildRepairRequest, replyJsonSchema } from '../../../../src/panels/prompt/build-request.js'
import { createAnthropic } from '../../../../src/providers/anthropic/anthropic.js'
import { toOutputSchema } from '../../../../src/providers/anthropic/output-schema.js'
import { toAnthropicRequest } from '../../../../src/providers/anthropic/request.js'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { catalogEntries } from '../../../../src/providers/catalog/catalog-data.js'
import { message } from '../../../support/providers/anthropic/messages.js'
import { catchOutput } from '../../../support/providers/http/silence.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json } from '../../../support/providers/wire-server.js'

const { find } = createCatalog(catalogEntries)
const ephemeral = { cache_control: { type: 'ephemeral' } }
const format = { type: 'json_schema', schema: toOutputSchema(chatRequest().replySchema.schema) }

function mapped(model: string, request = chatRequest()) {
  return toAnthropicRequest({ model, request, known: find(`anthropic:${model}`) })
}

/** One user message of as many parts. */
function inParts(parts: readonly Message['parts'][number][]): ChatRequest {
  return chatRequest({ messages: [{ role: 'user', parts: [...parts] }] })
}

// aimock keeps neither blocks nor cache_control nor output_config of a request; what goes over the wire takes a bare server.
describe('an Anthropic request', () => {
  const server = useWireServer()
  const sent = async (model: string, request = chatRequest()) => {
    server.answerWith(json(message()))
    const provider = createAnthropic({ apiKey: 'key', baseUrl: server.url, runtime: { fetch: globalThis.fetch }, deadlineMs: 600_000 })
    await provider.chatModel(model).complete(request, { signal: new AbortController().signal })
    return server.requests.at(-1)
  }

  it('carries the cache marks at the end of the rules and of the dossier, and no temperature', async () => {
    expect(await sent('claude-sonnet-4-6')).toMatchObject({ method: 'POST', path: '/v1/messages' })
    expect(server.requests[0]?.body).toEqual({
      model: 'claude-sonnet-4-6',
      max_tokens: 700,
      system: [{ type: 'text', text: 'You review tools.', ...ephemeral }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: '<dossier>Acme</dossier>', ...ephemeral },
            { type: 'text', text: '\n\nShip or skip?' },
          ],
        },
      ],
      output_config: { format },
      stream: true,
    })
  })

  it('needs no beta header, and is marked as a first attempt', async () => {
    const request = await sent('claude-sonnet-4-6')
    expect(request?.headers).toMatchObject({ 'anthropic-version': '2026-10-21', 'x-stainless-retry-count': '0' })
    expect(request?.headers).not.toHaveProperty('anthropic-beta')
  })

  it('takes nothing that matters from the SDK’s own variables: neither address, nor key, nor a wish to log', async () => {
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9')
    vi.stubEnv('ANTHROPIC_API_KEY', 'another')
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'a token')
    vi.stubEnv('ANTHROPIC_LOG', 'debug')
    const output = catchOutput()
    try {
      expect((await sent('claude-sonnet-4-6'))?.headers).toMatchObject({ authorization: 'Bearer key' })
      expect(output.lines()).toEqual([])
    } finally {
      output.release()
      vi.unstubAllEnvs()
    }
  })

  it('prints nothing, even for a model near its retirement, of which the SDK’s own methods warn at each call', async () => {
    const output = catchOutput()
    try {
      await sent('claude-sonnet-4-5')
      expect(output.lines()).toEqual([])
    } finally {
      output.release()
    }
  })
})

describe('the messages of a request', () => {
  it('show the model its own reply in the repair round, with the marks where they were', () => {
    const repair = buildRepairRequest(chatRequest(), { text: '{"call":"maybe"}', problems: ['call: ship, skip or abstain'] })
    const { system, messages } = mapped('claude-sonnet-4-6', repair)
    expect(system).toEqual([{ type: 'text', text: 'You review tools.', ...ephemeral }])
    expect(messages).toMatchObject([
      { role: 'user', content: [{ text: '<dossier>Acme</dossier>', ...ephemeral }, { text: '\n\nShip or skip?' }] },
      { role: 'assistant', content: [{ type: 'text', text: '{"call":"maybe"}' }] },
      { role: 'user', content: [{ type: 'text', text: expect.stringContaining('1. call: ship, skip or abstain') }] },
    ])
    expect(JSON.stringify(messages.slice(1))).not.toContain('cache_control')
  })

  it('hold four cache marks at most, the last of them', () => {
    const parts = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => ({ text, cacheable: text !== 'e' }))
    const [only] = mapped('claude-sonnet-4-6', inParts(parts)).messages
    const marked = [only?.content ?? []].flat().filter((block) => typeof block !== 'string' && 'cache_control' in block)
    expect(marked).toEqual(['\n\nb', '\n\nc', '\n\nd', '\n\nf'].map((text) => ({ type: 'text', text, ...ephemeral })))
  })

  it('hold no block without text, which the API refuses', () => {
    const [only] = mapped('claude-sonnet-4-6', inParts([{ text: ' \n', cacheable: false }])).messages
    expect(only?.content).toEqual([{ type: 'text', text: '(empty)' }])
  })

  it('leave system out where there are no rules', () => {
    expect(mapped('claude-sonnet-4-6', inParts([{ text: 'Hello', cacheable: false }]))).not.toHaveProperty('system')
  })

  it('hold the schema where the model cannot be held to it, in the shared prefix', () => {
    const { output_config, messages, system } = mapped('claude-3-haiku-20240307')
    expect(output_config).toBeUndefined()
    const schema = { type: 'text', text: expect.stringContaining(JSON.stringify(chatRequest().replySchema.schema)), ...ephemeral }
    expect(system).toEqual([{ type: 'text', text: 'You review tools.', ...ephemeral }, schema])
    expect(messages).toMatchObject([
      { role: 'user', content: [{ text: '<dossier>Acme</dossier>', ...ephemeral }, { text: '\n\nShip or skip?' }] },
    ])
  })
})

describe('thinking', () => {
  it.each([
    ['claude-haiku-4-5', undefined, { format }],
    ['claude-opus-4-8', undefined, { format }],
    ['claude-haiku-5-5', { type: 'disabled' }, { format }],
    ['claude-opus-5', { type: 'disabled' }, { format }],
    ['claude-sonnet-5-5', { type: 'between_tools' }, { format }],
    ['claude-opus-5-5', { type: 'adaptive' }, { effort: 'low', format }],
    ['claude-fable-5-2', { type: 'adaptive' }, { effort: 'low', format }],
    ['claude-next-9', undefined, { format }],
  ])('of %s is kept as low as the model lets', (model, thinking, output_config) => {
    const request = mapped(model)
    expect(request.thinking).toEqual(thinking)
    expect(request.output_config).toEqual(output_config)
  })

  it('is what an entry of the user’s own asks for', () => {
    const own = createCatalog([...catalogEntries, { match: 'anthropic:claude-sonnet-5-5', thinking: 'high', structuredOutput: 'none' }])
    const request = toAnthropicRequest({
      model: 'claude-sonnet-5-5',
      request: chatRequest(),
      known: own.find('anthropic:claude-sonnet-5-5'),
    })
    expect(request).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } })
    expect(request.output_config).not.toHaveProperty('format')
  })
})

describe('the schema that Anthropic gets', () => {
  it('loses the keywords that end in a 400, and keeps the order of fields', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        z: { type: 'number', exclusiveMinimum: 0, maximum: 1, multipleOf: 0.1, description: 'A share.' },
        a: {
          type: 'array',
          minItems: 1,
          maxItems: 4,
          uniqueItems: true,
          items: { type: 'string', minLength: 1, maxLength: 9, pattern: '^x' },
        },
        maximum: { type: 'array', minItems: 2, items: { $ref: '#/$defs/day' } },
      },
      required: ['z', 'a', 'maximum'],
      additionalProperties: false,
      minProperties: 3,
      $defs: { day: { anyOf: [{ type: 'string', format: 'date', default: 'x' }, { type: 'string', format: 'iri' }, { type: 'null' }] } },
    }
    expect(JSON.stringify(toOutputSchema(schema))).toBe(
      JSON.stringify({
        type: 'object',
        properties: {
          z: { type: 'number', description: 'A share.' },
          a: { type: 'array', minItems: 1, items: { type: 'string' } },
          maximum: { type: 'array', items: { $ref: '#/$defs/day' } },
        },
        required: ['z', 'a', 'maximum'],
        additionalProperties: false,
        $defs: { day: { anyOf: [{ type: 'string', format: 'date' }, { type: 'string' }, { type: 'null' }] } },
      }),
    )
  })

  it('holds of our own reply schema nothing that the SDK would have to move out of the way', () => {
    const ours = toOutputSchema(replyJsonSchema)
    // Beside an enum the SDK drops the type, which says no more; what it cannot send at all it writes into the description, in braces.
    expect(JSON.stringify(transformJSONSchema(replyJsonSchema))).toContain('{exclusiveMinimum: 0, exclusiveMaximum: 1}')
    expect(transformJSONSchema(ours)).toEqual(JSON.parse(JSON.stringify(ours).replace('"type":"string","enum"', '"enum"')))
  })
})
