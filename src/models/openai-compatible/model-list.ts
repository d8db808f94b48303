import { z } from 'zod'
import type { ListedModel } from '../provider.js'
import { unreadableEndpoint } from './reply.js'

/** The reply of `GET /v1/models`, as far as it is used. llama.cpp's server adds the size of the weights (its `tools/server/README.md`). */
const modelListSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      meta: z
        .object({ size: z.int().positive().nullable().default(null).catch(null) })
        .default({ size: null })
        .catch({ size: null }),
    }),
  ),
})

/** Pure. Throws `ProviderError` of kind `unreadable-reply`. */
export function readModelList(name: string, raw: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(raw)
  if (!parsed.success) throw unreadableEndpoint(name, raw, 'list of models')
  return parsed.data.data.map(({ id, meta }) => ({ name: id, sizeBytes: meta.size, parameterSize: null }))
}
