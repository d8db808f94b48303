import { describe, expect, it } from 'vitest'
import { ProviderError, UsageError } from '../../../src/platform/errors.js'
import { parseModelId } from '../../../src/providers/catalog/model-id.js'
import { createOllama } from '../../../src/providers/ollama/ollama.js'
import { readOllamaReply } from '../../../src/providers/ollama/reply.js'
import type { Provider } from '../../../src/providers/provider.js'
import { createModelRegistry } from '../../../src/providers/registry.js'

const fetch = () => Promise.reject(new Error('a replay reached the network'))
const ollama = createOllama({ host: 'http://[not an address', runtime: { fetch }, deadlineMs: 1000 })
const vllm: Provider = { ...ollama, name: 'vllm', listModels: async () => [{ name: 'qwen3', sizeBytes: null, parameterSize: null }] }
const registry = createModelRegistry({ providers: [ollama, vllm] })

describe('parseModelId', () => {
  it.each([
    ['ollama:llama3.1:8b', 'ollama', 'llama3.1:8b'],
    ['ollama:hf.co/org/Model-GGUF:Q4_K_M', 'ollama', 'hf.co/org/Model-GGUF:Q4_K_M'],
    ['my-vllm:m', 'my-vllm', 'm'],
  ])('%s', (id, provider, model) => {
    expect(parseModelId(id)).toEqual({ provider, model })
  })

  it.each(['llama3.1', 'ollama:', ':8b', 'Ollama:m', 'ollama:a b', ''])('"%s" is refused with the form to write', (id) => {
    expect(() => parseModelId(id)).toThrow(new UsageError(`"${id}" is no model id. Write provider:model, e.g. ollama:llama3.1:8b`))
  })
})

describe('a model registry', () => {
  it('finds a model by its provider', () => {
    expect(registry.chatModel('ollama:llama3.1:8b').id).toBe('ollama:llama3.1:8b')
    expect(registry.providers).toEqual(['ollama', 'vllm'])
  })

  it('reads replies without touching address, network or key', () => {
    const raw = { message: { content: 'x' }, done_reason: 'stop' }
    expect(registry.reader('ollama:anything').read(raw)).toEqual(readOllamaReply(raw))
  })

  it('names the providers it knows when asked for another', () => {
    const refusal = new UsageError('no provider is called "openai" (in the model id "openai:gpt"). Known here: ollama, vllm')
    expect(() => registry.chatModel('openai:gpt')).toThrow(refusal)
    expect(() => registry.reader('openai:gpt')).toThrow(refusal)
  })

  it('refuses two providers of one name', () => {
    expect(() => createModelRegistry({ providers: [ollama, ollama] })).toThrow('two model providers have the same name: ollama, ollama')
  })

  it('lists what each provider has, and why another cannot say', async () => {
    const listings = await registry.listModels({ signal: new AbortController().signal })
    expect(listings).toEqual([
      { provider: 'ollama', error: expect.any(ProviderError) },
      { provider: 'vllm', models: [{ name: 'qwen3', sizeBytes: null, parameterSize: null }] },
    ])
  })
})
