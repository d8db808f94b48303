import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import { unreadableBody } from '../http/unreadable-body.js'
import type { ListedModel } from '../provider.js'

/** The reply of `GET /v1/models`, as far as it is used. */
const modelListSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(longest.id) })).max(most.members) })

const addressFix = 'Check that ANTHROPIC_BASE_URL is the address of the Anthropic API'

/** Pure. Throws `ProviderError` of kind `unreadable-reply`. */
export function readModelList(raw: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(raw)
  if (!parsed.success) throw unreadableBody({ provider: 'anthropic', raw, missing: 'list of models', fix: addressFix })
  return parsed.data.data.map(({ id }) => ({ name: id, sizeBytes: null, parameterSize: null }))
}
