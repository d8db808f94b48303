import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import { unreadableBody } from '../http/unreadable-body.js'
import type { ListedModel } from '../provider.js'
import { addressFix } from './reply.js'

const detailsSchema = z.object({ parameter_size: z.string().min(1).max(longest.id).nullable().default(null).catch(null) })

/** The reply of `GET /api/tags`, as far as it is used. */
const modelListSchema = z.object({
  models: z
    .array(
      z.object({
        name: z.string().max(longest.id),
        size: z.int().positive().nullable().default(null).catch(null),
        details: detailsSchema.default({ parameter_size: null }).catch({ parameter_size: null }),
      }),
    )
    .max(most.members),
})

/** Pure. Throws `ProviderError` of kind `unreadable-reply`. */
export function readModelList(raw: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'ollama', raw, missing: 'list of models', fix: addressFix })
  return parsed.data.models.map(({ name, size, details }) => ({ name, sizeBytes: size, parameterSize: details.parameter_size }))
}
