import { describe, expect, it } from 'vitest'
import { readOllamaReply } from '../../../../src/providers/ollama/reply.js'

describe('readOllamaReply', () => {
  it('reads a reply as Ollama writes it', () => {
    const raw = {
      model: 'llama3.1:8b',
      created_at: '2026-11-22T09:00:00.123456789Z',
      message: { role: 'assistant', content: '{"call":"skip"}', thinking: 'hm' },
      done: true,
      done_reason: 'length',
      total_duration: 5_043_500_667,
      prompt_eval_count: 26,
      eval_count: 290,
    }
    expect(readOllamaReply(raw)).toEqual({
      text: '{"call":"skip"}',
      finishReason: 'length',
      usage: { inputTokens: 26, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 290 },
    })
  })

  it('reads the text of a reply that says nothing else', () => {
    expect(readOllamaReply({ message: { content: '' } })).toEqual({
      text: '',
      finishReason: 'other',
      usage: { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null },
    })
  })

  it.each([-1, 2.5, '26', null])('takes a count of %s for an unknown one', (count) => {
    expect(readOllamaReply({ message: { content: 'x' }, prompt_eval_count: count, eval_count: 3 }).usage).toEqual({
      inputTokens: null,
      cachedInputTokens: null,
      cacheWriteInputTokens: null,
      outputTokens: 3,
    })
  })

  it.each([null, 'text', [], {}, { error: 'llama runner process has terminated' }, { message: { content: 7 } }])(
    'says what there is instead of a reply, by name alone: %j',
    (raw) => {
      expect(() => readOllamaReply(raw)).toThrow(
        expect.objectContaining({
          kind: 'unreadable-reply',
          isRetryable: false,
          message: expect.stringMatching(/holds no .+, but (only [\w, ]+|text|nothing|undefined|null|a list of \d+)\. Check that/),
        }),
      )
    },
  )
})
