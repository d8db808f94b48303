import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeModels } from '../../../../src/cli/models.js'
import { createCatalog } from '../../../../src/providers/catalog/catalog.js'
import { readModelList, withContexts } from '../../../../src/providers/openai-compatible/model-list.js'

const listed = (model: object) => readModelList('lab', { object: 'list', data: [{ id: 'm', object: 'model', ...model }] })[0]

it('reads the context of one slot of llama.cpp, and not what the model was trained for', () => {
  const raw = JSON.parse(readFileSync(new URL('../../../support/providers/llama-cpp/models.json', import.meta.url), 'utf8'))
  expect(readModelList('lab', raw)).toEqual([{ name: 'smollm2', sizeBytes: 96_576_768, parameterSize: null, contextTokens: 256 }])
})

it.each([
  ['vLLM and SGLang', { max_model_len: 32_768 }, 32_768],
  ['LM Studio, of a model that is loaded', { state: 'loaded', max_context_length: 131_072, loaded_context_length: 4096 }, 4096],
  ['LM Studio, of one that is not', { state: 'not-loaded', max_context_length: 131_072 }, 131_072],
  ['Groq', { context_window: 8192 }, 8192],
  ['OpenRouter', { context_length: 200_000 }, 200_000],
  ['an older llama.cpp, which tells only what the model was trained for', { meta: { n_ctx_train: 8192 } }, undefined],
  ['a server that says nothing', {}, undefined],
  ['a server that says nonsense', { max_model_len: '4096', context_length: -1, meta: 'x' }, undefined],
])('reads the context from %s', (_, model, contextTokens) => {
  expect(listed(model)?.contextTokens).toBe(contextTokens)
})

it('fills in what LM Studio’s own list has on the same models', () => {
  const models = readModelList('lab', { data: [{ id: 'a' }, { id: 'b' }] })
  const own = { data: [{ id: 'a', max_context_length: 32_768, loaded_context_length: 8192 }] }
  expect(withContexts(models, 'lab', own).map(({ contextTokens }) => contextTokens)).toEqual([8192, undefined])
  for (const other of [null, 'Not found', { error: 'no such page' }]) expect(withContexts(models, 'lab', other)).toEqual(models)
})

it('is shown instead of what the catalog knows of the model', () => {
  const catalog = createCatalog([{ match: 'lab:*', contextTokens: 131_072 }])
  const models = readModelList('lab', { data: [{ id: 'told', max_model_len: 4096 }, { id: 'untold' }] })
  const { providers } = describeModels([{ provider: 'lab', status: 'listed', models }], { catalog, defaultJurors: [] })
  expect(providers).toMatchObject([{ models: [{ contextTokens: 4096 }, { contextTokens: 131_072 }] }])
})
