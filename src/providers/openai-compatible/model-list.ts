import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import type { ListedModel } from '../provider.js'
import { unreadableEndpoint } from './reply.js'

const countSchema = z.int().positive().nullable().default(null).catch(null)

/** llama.cpp's server: the size of the weights, and the context of one slot; `n_ctx_train` is only what the model could have (`tools/server/README.md`). */
const metaSchema = z.object({ size: countSchema, n_ctx: countSchema })
const noMeta = { size: null, n_ctx: null }

/**
 * How servers call the context that a model runs with, the most telling first: vLLM and SGLang `max_model_len`; LM Studio, in its own list,
 * `loaded_context_length` and `max_context_length`; Groq `context_window`; OpenRouter, Together and Fireworks `context_length`.
 */
const contextFields = ['max_model_len', 'loaded_context_length', 'context_window', 'context_length', 'max_context_length'] as const
const contextSchema = z.object({
  max_model_len: countSchema,
  loaded_context_length: countSchema,
  context_window: countSchema,
  context_length: countSchema,
  max_context_length: countSchema,
})

/** The reply of `GET /v1/models`, as far as it is used. */
const modelListSchema = z.object({
  data: z
    .array(z.object({ id: z.string().max(longest.id), meta: metaSchema.default(noMeta).catch(noMeta), ...contextSchema.shape }))
    .max(most.members),
})

/** Pure. Throws `ProviderError` of kind `unreadable-reply`. */
export function readModelList(name: string, raw: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(raw)
  if (!parsed.success) throw unreadableEndpoint(name, raw, 'list of models')
  return parsed.data.data.map(({ id, meta, ...rest }) => {
    const contextTokens = meta.n_ctx ?? contextFields.map((field) => rest[field]).find((tokens) => tokens !== null)
    return { name: id, sizeBytes: meta.size, parameterSize: null, ...(contextTokens ? { contextTokens } : {}) }
  })
}

/** The models with the contexts that a list in the same form gives beside the API, as LM Studio's own `GET /api/v0/models` does. Pure. */
export function withContexts(models: readonly ListedModel[], name: string, ownList: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(ownList)
  const ownWindows = new Map(parsed.success ? readModelList(name, ownList).map((model) => [model.name, model.contextTokens]) : [])
  return models.map((model) => {
    const contextTokens = model.contextTokens ?? ownWindows.get(model.name)
    return { ...model, ...(contextTokens ? { contextTokens } : {}) }
  })
}
