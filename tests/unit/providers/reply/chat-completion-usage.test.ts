import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { createOfflineReaders } from '../../../../src/providers/offline-readers.js'
import { readChatUsage } from '../../../../src/providers/reply/chat-completion-usage.js'

const thinking = (reasoning_tokens: unknown) => ({ completion_tokens_details: { reasoning_tokens } })

describe('the output of a chat completion', () => {
  it.each([
    // 1500 − 1000, and 20 + 480.
    [
      'counts thinking beside completion_tokens, in the total',
      { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1500, ...thinking(480) },
      500,
    ],
    ['counts thinking that the total alone tells', { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1500 }, 500],
    [
      'counts thinking inside completion_tokens once (OpenAI)',
      { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500, ...thinking(480) },
      500,
    ],
    ['counts thinking that no total tells', { prompt_tokens: 1000, completion_tokens: 20, ...thinking(480) }, 500],
    [
      'counts thinking that the total leaves out',
      { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1020, ...thinking(480) },
      500,
    ],
    ['counts thinking inside where no total tells otherwise', { prompt_tokens: 1000, completion_tokens: 500, ...thinking(480) }, 500],
    ['counts xAI’s', { prompt_tokens: 32, completion_tokens: 9, total_tokens: 135, ...thinking(94) }, 103],
    [
      'counts DeepSeek’s',
      { prompt_tokens: 20, completion_tokens: 320, total_tokens: 340, ...thinking(300), prompt_cache_hit_tokens: 0 },
      320,
    ],
    [
      'counts OpenRouter’s, which tells a cost too',
      { prompt_tokens: 20, completion_tokens: 320, total_tokens: 340, cost: 0.01, ...thinking(300) },
      320,
    ],
    [
      'counts vLLM’s, which tells null for details',
      { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27, completion_tokens_details: null },
      7,
    ],
    ['counts thinking at the top', { prompt_tokens: 100, completion_tokens: 20, reasoning_tokens: 480 }, 500],
    ['is known by the names of OpenAI’s newer API', { input_tokens: 100, output_tokens: 20, total_tokens: 120 }, 20],
    ['is known from prompt and total', { prompt_tokens: 100, total_tokens: 120 }, 20],
    ['takes a total of 0 for one that is not reported', { prompt_tokens: 100, completion_tokens: 20, total_tokens: 0 }, 20],
    ['is 0 where nothing was written', { prompt_tokens: 100, completion_tokens: 0, total_tokens: 100 }, 0],
    ['is not known where the total is below the prompt', { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 500 }, null],
    ['is not known where completion_tokens is negative', { prompt_tokens: 1000, completion_tokens: -1, total_tokens: 1500 }, null],
    ['is not known where completion_tokens is a text', { prompt_tokens: 1000, completion_tokens: '20', total_tokens: 1020 }, null],
    ['is not known where completion_tokens is no whole number', { prompt_tokens: 1000, completion_tokens: 2.5, total_tokens: 1020 }, null],
    ['is not known where completion_tokens has no bounds', { prompt_tokens: 1000, completion_tokens: 1e300, total_tokens: 1020 }, null],
    ['leaves a total that is nonsense out', { prompt_tokens: 1000, completion_tokens: 20, total_tokens: '1500' }, 20],
    ['leaves thinking that is nonsense out', { prompt_tokens: 1000, completion_tokens: 20, ...thinking(-480) }, 20],
    ['leaves details that are nonsense out', { prompt_tokens: 1000, completion_tokens: 20, completion_tokens_details: 'many' }, 20],
    ['is not known where thinking alone is reported', { prompt_tokens: 1000, ...thinking(480) }, null],
    ['is not known without usage', undefined, null],
    ['is not known where usage is a text', 'many', null],
    ['is not known where usage is a list', [1, 2], null],
  ])('%s', (_, usage, expected) => {
    expect(readChatUsage(usage).completionTokens).toBe(expected)
  })

  it('is paid for, thinking included, whatever server runs the model', () => {
    const raw = {
      choices: [{ message: { content: '{}' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1500, ...thinking(480) },
    }
    const rates = { input: 1, cachedInput: null, output: 10 }
    const price = { kind: 'metered', usdPerMillionTokens: rates, readOn: '2026-11-20', source: 'https://example.com/prices' } as const
    const { costUsd } = createCatalog([{ match: '*', price }])
    for (const model of ['mistral:x', 'gateway:x']) {
      // 1,000 × 1 + 500 × 10 millionths of a dollar.
      expect(costUsd({ model, usage: createOfflineReaders()(model).read(raw).usage })).toBeCloseTo(0.006, 10)
    }
  })

  it('is a whole number or not known, whatever a server writes', () => {
    const count = fc.option(fc.oneof(fc.nat(), fc.integer(), fc.double(), fc.string(), fc.constant({})), { nil: undefined })
    const names = [
      'prompt_tokens',
      'completion_tokens',
      'total_tokens',
      'reasoning_tokens',
      'prompt_tokens_details',
      'prompt_cache_hit_tokens',
    ]
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map((name) => [name, count]))), (usage) => {
        for (const tokens of Object.values(readChatUsage(usage)))
          expect(tokens === null || (Number.isSafeInteger(tokens) && tokens >= 0)).toBe(true)
      }),
    )
  })
})

describe('the cached input of a chat completion', () => {
  it.each([
    ['OpenAI’s', { prompt_tokens: 100, prompt_tokens_details: { cached_tokens: 60 } }, 60],
    ['DeepSeek’s', { prompt_tokens: 100, prompt_cache_hit_tokens: 60, prompt_cache_miss_tokens: 40 }, 60],
    ['Moonshot’s', { prompt_tokens: 100, cached_tokens: 60 }, 60],
    ['more than the prompt', { prompt_tokens: 100, cached_tokens: 160 }, null],
    ['none told', { prompt_tokens: 100 }, null],
  ])('%s', (_, usage, expected) => {
    expect(readChatUsage(usage).cachedTokens).toBe(expected)
  })
})
