import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { catalogEntrySchema } from '../../../../src/providers/catalog/catalog-entry.js'
import { endpointCatalogEntry } from '../../../../src/providers/openai-compatible/catalog-entry.js'

const usage = { inputTokens: 1000, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 100 }

describe('what the config says of an endpoint', () => {
  it('costs nothing only when it says that it is local', () => {
    const entries = [endpointCatalogEntry({ name: 'vllm', local: true }), endpointCatalogEntry({ name: 'gateway', local: false })]
    const { costUsd } = createCatalog(entries)
    expect(costUsd({ model: 'vllm:Qwen/Qwen3-32B', usage })).toBe(0)
    expect(costUsd({ model: 'gateway:Qwen/Qwen3-32B', usage })).toBeNull()
  })

  it.each([
    [undefined, 'json-schema'],
    ['none', 'none'],
  ] as const)('holds its models to a schema unless it says otherwise: %s', (structuredOutput, expected) => {
    const { find } = createCatalog([endpointCatalogEntry({ name: 'vllm', local: true, structuredOutput })])
    expect(find('vllm:m')).toMatchObject({ structuredOutput: expected, vendor: 'unknown' })
  })

  it('is an entry like those that users write', () => {
    const entry = endpointCatalogEntry({ name: 'lm-studio', local: true })
    expect(catalogEntrySchema.parse(entry)).toEqual({ match: 'lm-studio:*', structuredOutput: 'json-schema', price: { kind: 'local' } })
  })
})
