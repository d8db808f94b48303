import { describe, expect, it } from 'vitest'
import { costUsd, findModel } from '../../../../src/providers/catalog/catalog-data.js'

describe('the catalog of Mistral’s models', () => {
  it('knows what a model can do, and what it cost on the day someone read it', () => {
    expect(findModel('mistral:mistral-small-latest')).toEqual({
      vendor: 'Mistral AI',
      family: 'Mistral',
      contextTokens: 256_000,
      price: {
        kind: 'metered',
        usdPerMillionTokens: { input: 0.15, cachedInput: 0.015, output: 0.6 },
        readOn: '2026-08-21',
        source: 'https://docs.mistral.ai/inference/pricing',
      },
      structuredOutput: 'json-schema',
      thinking: 'off',
    })
  })

  it('prices cached input at a tenth', () => {
    // mistral-large: 5 × 0.5 + 1,008 × 0.05 + 30 × 1.5 = 97.9 millionths.
    const usage = { inputTokens: 1013, cachedInputTokens: 1008, cacheWriteInputTokens: null, outputTokens: 30 }
    expect(costUsd({ model: 'mistral:mistral-large-latest', usage })).toBeCloseTo(0.000_097_9, 12)
  })

  it.each(['mistral:magistral-medium-2509', 'mistral:mistral-large-2407', 'mistral:ft:my-own'])('makes no price up for %s', (model) => {
    expect(findModel(model)).toMatchObject({ vendor: 'Mistral AI', price: { kind: 'unknown' }, structuredOutput: 'json-schema' })
  })

  it('distinguishes who made a model from who hosts it', () => {
    expect(findModel('mistral:zai-glm-5-2')).toMatchObject({ vendor: 'Z.ai', family: 'GLM', contextTokens: 1_000_000 })
  })
})
