import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnthropicReply } from '../../../../src/providers/anthropic/reply.js'
import { message } from '../../../support/providers/anthropic/messages.js'

const nothingCounted = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null }

describe('readAnthropicReply', () => {
  it('counts what was read from the cache and what was written to it as input', () => {
    // 20 + 300 + 4,000.
    expect(readAnthropicReply(message())).toEqual({
      text: '{"call":"skip"}',
      finishReason: 'stop',
      usage: { inputTokens: 4320, cachedInputTokens: 4000, cacheWriteInputTokens: 300, outputTokens: 120 },
    })
  })

  it.each([
    [
      { input_tokens: 9, output_tokens: 3 },
      { inputTokens: 9, cachedInputTokens: 0, cacheWriteInputTokens: 0, outputTokens: 3 },
    ],
    [
      { input_tokens: 9, cache_read_input_tokens: null, cache_creation_input_tokens: null, output_tokens: 3 },
      { inputTokens: 9, cachedInputTokens: 0, cacheWriteInputTokens: 0, outputTokens: 3 },
    ],
    [
      { input_tokens: 9, cache_read_input_tokens: -1, output_tokens: 3 },
      { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: 0, outputTokens: 3 },
    ],
    [{ input_tokens: '9', cache_read_input_tokens: 5, output_tokens: 2.5 }, nothingCounted],
    [{ output_tokens: 3 }, { ...nothingCounted, outputTokens: 3 }],
    [null, nothingCounted],
    ['many', nothingCounted],
  ])('reads the usage %j', (usage, expected) => {
    expect(readAnthropicReply(message({ usage })).usage).toEqual(expected)
  })

  it('never counts more from the cache than in all', () => {
    const count = fc.option(fc.nat(1_000_000))
    fc.assert(
      fc.property(count, count, count, (input_tokens, cache_read_input_tokens, cache_creation_input_tokens) => {
        const { usage } = readAnthropicReply(message({ usage: { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } }))
        expect(usage.cachedInputTokens ?? 0).toBeLessThanOrEqual(usage.inputTokens ?? 0)
      }),
    )
  })

  it('joins the text of its blocks and leaves thinking, tools and the unknown out', () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'redacted_thinking', data: 'x' },
      { type: 'text', text: '{"call":' },
      { type: 'block_of_next_year', text: 7 },
      { type: 'text', text: '"ship"}', citations: null },
    ]
    expect(readAnthropicReply(message({ content })).text).toBe('{"call":"ship"}')
  })

  it('reads a refusal, which may have no content', () => {
    const refusal = message({
      content: [],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', category: 'cyber', explanation: 'no' },
    })
    expect(readAnthropicReply(refusal)).toMatchObject({ text: '', finishReason: 'refusal' })
  })

  it('takes an end that is missing, or named like a property of every object, for an unknown one', () => {
    expect(readAnthropicReply({ content: [] })).toMatchObject({ finishReason: 'other', usage: nothingCounted })
    expect(readAnthropicReply(message({ stop_reason: 'constructor' })).finishReason).toBe('other')
  })

  it.each([null, 'text', [], {}, { content: 'text' }, { content: [{ text: 'no type' }] }, { type: 'error', error: { type: 'api_error' } }])(
    'says what there is instead of a reply, by name alone: %j',
    (raw) => {
      expect(() => readAnthropicReply(raw)).toThrow(
        expect.objectContaining({
          kind: 'unreadable-reply',
          isRetryable: false,
          message: expect.stringMatching(/holds no .+, but (only [\w, ]+|text|nothing|undefined|null|a list of \d+)\. Check that/),
        }),
      )
    },
  )
})
