import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { catalogEntries, costUsd, findModel, formOf, worstCaseCostUsd } from '../../../../src/providers/catalog/catalog-data.js'
import { catalogEntrySchema } from '../../../../src/providers/catalog/catalog-entry.js'
import { chatRequest } from '../../../support/providers/requests.js'

const readOn = { readOn: '2026-11-22', source: 'https://acme.example/pricing' }
const catalog = createCatalog([
  {
    match: 'acme:*',
    vendor: 'Acme',
    price: { kind: 'metered', usdPerMillionTokens: { input: 3, cachedInput: 0.25, output: 15 }, ...readOn },
  },
  { match: 'acme:flat', price: { kind: 'metered', usdPerMillionTokens: { input: 2, cachedInput: null, output: 8 }, ...readOn } },
  { match: 'acme:v1.5*', family: 'One and a half', contextTokens: 9000 },
  {
    match: 'acme:tiered',
    price: {
      kind: 'metered',
      usdPerMillionTokens: { input: 2, cachedInput: 0.5, cacheWrite: 2.5, output: 8 },
      longPrompt: { aboveInputTokens: 2000, usdPerMillionTokens: { input: 4, cachedInput: 1, cacheWrite: 5, output: 16 } },
      ...readOn,
    },
  },
])

describe('the catalog that comes with the package', () => {
  it('holds only entries of the form that users write too', () => {
    expect(() => z.array(catalogEntrySchema).parse(catalogEntries)).not.toThrow()
  })

  it.each([
    [
      'ollama:llama3.1:8b',
      {
        vendor: 'Meta',
        family: 'Llama',
        contextTokens: 131_072,
        price: { kind: 'local' },
        structuredOutput: 'json-schema',
        thinking: 'off',
      },
    ],
    ['ollama:mistral-nemo', { vendor: 'Mistral AI', contextTokens: null, price: { kind: 'local' } }],
    ['ollama:someone/fine-tune:7b', { vendor: 'unknown', family: 'unknown', price: { kind: 'local' }, structuredOutput: 'json-schema' }],
    ['ollama:gpt-oss:20b', { vendor: 'OpenAI', thinking: 'low', price: { kind: 'local' } }],
    [
      'anthropic:claude-opus-5-5',
      { vendor: 'Anthropic', family: 'Claude Opus', contextTokens: 1_000_000, structuredOutput: 'json-schema', thinking: 'low' },
    ],
    ['anthropic:claude-haiku-4-5-20251001', { family: 'Claude Haiku', contextTokens: 200_000, thinking: 'off' }],
    ['anthropic:claude-sonnet-4-20250514', { family: 'Claude Sonnet', price: { kind: 'unknown' }, structuredOutput: 'none' }],
    ['anthropic:claude-sonnet-9', { vendor: 'Anthropic', price: { kind: 'unknown' }, structuredOutput: 'json-schema' }],
    ['ollama:gpt-oss:120b-cloud', { vendor: 'OpenAI', thinking: 'low', price: { kind: 'unknown' }, structuredOutput: 'none' }],
  ])('%s', (model, expected) => {
    expect(findModel(model)).toMatchObject(expected)
  })

  it('answers "unknown" for a model that no one described', () => {
    expect(findModel('newcomer:x')).toEqual({
      vendor: 'unknown',
      family: 'unknown',
      contextTokens: null,
      price: { kind: 'unknown' },
      structuredOutput: 'none',
      thinking: 'off',
    })
  })

  it('prices a local model at 0 even when it did not count, and an unknown one not at all', () => {
    const usage = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null }
    expect(costUsd({ model: 'ollama:llama3.1:8b', usage })).toBe(0)
    expect(
      costUsd({ model: 'newcomer:x', usage: { inputTokens: 1, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens: 1 } }),
    ).toBeNull()
    expect(worstCaseCostUsd({ model: 'ollama:llama3.1:8b', request: chatRequest() })).toBe(0)
    expect(worstCaseCostUsd({ model: 'newcomer:x', request: chatRequest() })).toBeNull()
  })
})

describe('an entry', () => {
  it('refines what entries above it say, field by field', () => {
    expect(catalog.find('acme:v1.5-large')).toMatchObject({
      vendor: 'Acme',
      family: 'One and a half',
      contextTokens: 9000,
      price: { kind: 'metered' },
    })
  })

  it('takes a dot for a dot, and fits the whole id', () => {
    expect(catalog.find('acme:v1x5')).toMatchObject({ vendor: 'Acme', family: 'unknown' })
    expect(catalog.find('big-acme:v1.5')).toMatchObject({ vendor: 'unknown' })
  })
})

describe('how a model is asked', () => {
  const usual = { temperature: 0.4, maxOutputTokens: 4096 }
  it('is as usual for a hosted model, whatever its schema', () => {
    expect(formOf('anthropic:claude-haiku-4-5')).toEqual({ brief: 'full', grammar: false, sampling: usual })
    expect(formOf('nowhere:unheard-of')).toEqual({ brief: 'full', grammar: false, sampling: usual })
  })

  it('is by a grammar of the seat’s own where the server is one’s own, and as its maker recommends', () => {
    expect(formOf('ollama:llama3.1:8b')).toEqual({ brief: 'full', grammar: true, sampling: { ...usual, temperature: 0.6, topP: 0.9 } })
    expect(formOf('ollama:qwen3:8b').sampling).toEqual({ ...usual, temperature: 0.7, topP: 0.8, topK: 20 })
    expect(formOf('ollama:gemma3:4b').sampling).toEqual({ ...usual, topP: 0.95, topK: 64 })
    expect(formOf('ollama:deepseek-v3.1:671b-cloud').grammar).toBe(false)
  })

  it('is in few words where the context is small', () => {
    const small = { temperature: 0.2, maxOutputTokens: 2048, topP: 0.9, repeatPenalty: 1.1 }
    expect(formOf('ollama:smollm2:135m')).toEqual({ brief: 'compact', grammar: true, sampling: small })
    expect(formOf('ollama:gemma2:9b').brief).toBe('compact')
    // Without a grammar nothing ends the reply earlier.
    const hosted = createCatalog([{ match: 'own:*', contextTokens: 8192 }]).formOf('own:a')
    expect(hosted).toMatchObject({ brief: 'compact', grammar: false, sampling: { maxOutputTokens: 4096 } })
  })

  it('is what the configuration says', () => {
    const local = { match: 'own:*', price: { kind: 'local' as const }, structuredOutput: 'json-schema' as const }
    const own = createCatalog([local, { match: 'own:a', contextTokens: 4096 }, { match: 'own:b', brief: 'compact', sampling: { topK: 5 } }])
    expect(own.formOf('own:a')).toMatchObject({ brief: 'compact', grammar: true })
    expect(own.formOf('own:b')).toMatchObject({ brief: 'compact', sampling: { temperature: 0.4, topK: 5 } })
    expect(own.formOf('own:c').brief).toBe('full')
    const refined = createCatalog([
      local,
      { match: 'own:*', sampling: { temperature: 0.2, topP: 0.9 } },
      { match: 'own:a', sampling: { topP: 0.8 } },
    ])
    expect(refined.formOf('own:a').sampling).toEqual({ temperature: 0.2, topP: 0.8, maxOutputTokens: 4096 })
  })
})

describe('the cost of a call', () => {
  it.each([
    // (1,000 − 400) × 3 + 400 × 0.25 + 200 × 15 = 4,900 millionths.
    ['acme:m', { inputTokens: 1000, cachedInputTokens: 400, cacheWriteInputTokens: null, outputTokens: 200 }, 0.0049],
    // 1,000 × 2 + 200 × 8 = 3,600 millionths: cached input costs like any other.
    ['acme:flat', { inputTokens: 1000, cachedInputTokens: 400, cacheWriteInputTokens: null, outputTokens: 200 }, 0.0036],
    ['acme:flat', { inputTokens: 1000, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 200 }, 0.0036],
    // 1,500 × 2 + 500 × 0.5 + 100 × 8 = 4,050 millionths; one token of input more, and every token costs twice that.
    ['acme:tiered', { inputTokens: 2000, cachedInputTokens: 500, cacheWriteInputTokens: 0, outputTokens: 100 }, 0.00405],
    ['acme:tiered', { inputTokens: 2001, cachedInputTokens: 500, cacheWriteInputTokens: 0, outputTokens: 100 }, 0.008104],
    // 500 × 2 + 500 × 0.5 + 1,000 × 2.5 + 100 × 8 = 4,550 millionths.
    ['acme:tiered', { inputTokens: 2000, cachedInputTokens: 500, cacheWriteInputTokens: 1000, outputTokens: 100 }, 0.00455],
    // Where writing to the cache has a price of its own, a count that was not told makes the cost unknown.
    ['acme:tiered', { inputTokens: 2000, cachedInputTokens: 500, cacheWriteInputTokens: null, outputTokens: 100 }, null],
    ['acme:tiered', { inputTokens: null, cachedInputTokens: 500, cacheWriteInputTokens: null, outputTokens: 100 }, null],
    ['acme:m', { inputTokens: 1000, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 200 }, null],
    ['acme:m', { inputTokens: null, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens: 200 }, null],
    ['acme:m', { inputTokens: 1000, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens: null }, null],
  ])('%s with %j', (model, usage, expected) => {
    expect(catalog.costUsd({ model, usage })).toBe(expected)
  })
})

test('a grammar of the request’s own is no part of the prompt, and counts in no estimate of it', () => {
  const { expectedTokens } = createCatalog([])
  const grammar = { type: 'object', description: 'x'.repeat(10_000) }
  const held = chatRequest({ replySchema: { ...chatRequest().replySchema, grammar } })
  expect(expectedTokens({ request: held })).toBe(expectedTokens({ request: chatRequest() }))
})

describe('the worst case of a call', () => {
  it('takes a token for each byte, and all the output that is allowed', () => {
    const request = chatRequest({
      messages: [{ role: 'user', parts: [{ text: 'née', cacheable: false }] }],
      replySchema: { name: 'v', schema: {} },
      sampling: { temperature: 0, maxOutputTokens: 100 },
    })
    // 4 bytes of text + 24 of {"name":"v","schema":{}} + 1,024 = 1,052 tokens × 3 + 100 × 15 = 4,656 millionths.
    expect(catalog.worstCaseCostUsd({ model: 'acme:m', request })).toBe(0.004656)
  })

  it.each([
    // 4 + 24 + 1,024 = 1,052 tokens × 2.5 + 100 × 8 = 3,430 millionths: all of the prompt written to the cache.
    ['née', 0.00343],
    // 2,000 + 24 + 1,024 = 3,048 tokens × 5 + 100 × 16 = 16,840 millionths: above the limit, at the dearer rates.
    ['a'.repeat(2000), 0.01684],
  ])('prices input as dear as it can become', (text, expected) => {
    const request = chatRequest({
      messages: [{ role: 'user', parts: [{ text, cacheable: true }] }],
      replySchema: { name: 'v', schema: {} },
      sampling: { temperature: 0, maxOutputTokens: 100 },
    })
    expect(catalog.worstCaseCostUsd({ model: 'acme:tiered', request })).toBe(expected)
  })

  it('is never below the cost of what was really used', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), fc.nat(700), (text, outputTokens) => {
        const request = chatRequest({ messages: [{ role: 'user', parts: [{ text, cacheable: false }] }] })
        const inputTokens = Buffer.byteLength(text)
        const spent = catalog.costUsd({
          model: 'acme:m',
          usage: { inputTokens, cachedInputTokens: 0, cacheWriteInputTokens: null, outputTokens },
        })
        expect(catalog.worstCaseCostUsd({ model: 'acme:m', request })).toBeGreaterThanOrEqual(spent ?? Number.POSITIVE_INFINITY)
      }),
    )
  })
})
