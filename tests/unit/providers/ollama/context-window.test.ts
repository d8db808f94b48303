import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../../../src/contracts/model-call.js'
import { contextWindowTokens } from '../../../../src/providers/ollama/context-window.js'
import { chatRequest } from '../../../support/providers/requests.js'

/** A request of one message that long; the schema adds the two bytes of `{}`, the message 16 tokens, the reply 1,000. */
function ofLength(text: string): ChatRequest {
  return chatRequest({
    messages: [{ role: 'user', parts: [{ text, cacheable: false }] }],
    replySchema: { name: 'verdict', schema: {} },
    sampling: { temperature: 0, maxOutputTokens: 1000 },
  })
}

describe('contextWindowTokens', () => {
  it.each([
    // (21,526 + 2) bytes ÷ 3 = 7,176 tokens; 7,176 + 16 + 1,000 = 8,192.
    ['a prompt and reply of 8,192 tokens', 21_526, 8192],
    ['one token more', 21_529, 16_384],
    // (46,102 + 2) ÷ 3 = 15,368; 15,368 + 1,016 = 16,384.
    ['16,384 tokens', 46_102, 16_384],
    ['one token more than that', 46_105, 32_768],
  ])('%s', (_, characters, expected) => {
    expect(contextWindowTokens(ofLength('a'.repeat(characters)), null)).toBe(expected)
  })

  it('counts bytes, not characters: a Chinese character has three', () => {
    expect(contextWindowTokens(ofLength('文'.repeat(7176)), null)).toBe(16_384)
    expect(contextWindowTokens(ofLength('a'.repeat(7176)), null)).toBe(8192)
  })

  it('never exceeds what the model has', () => {
    expect(contextWindowTokens(ofLength('a'.repeat(100_000)), 32_768)).toBe(32_768)
    expect(contextWindowTokens(ofLength('a'), 4096)).toBe(4096)
  })

  it('leaves room for the reply, whatever the prompt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 32_768 }), (bytes, maxOutputTokens) => {
        const request = { ...ofLength('a'.repeat(bytes)), sampling: { temperature: 0, maxOutputTokens } }
        expect(contextWindowTokens(request, null) * 3).toBeGreaterThanOrEqual(bytes + maxOutputTokens * 3)
      }),
    )
  })
})
