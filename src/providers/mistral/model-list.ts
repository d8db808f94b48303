import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import type { ListedModel } from '../provider.js'
import { unreadableMistral } from './reply.js'

/** The reply of `GET /v1/models`, as far as it is used. Models that cannot chat (embeddings, OCR, moderation) say so. */
const modelListSchema = z.object({
  data: z
    .array(
      z.object({
        id: z.string().max(longest.id),
        capabilities: z
          .object({ completion_chat: z.boolean().default(true).catch(true) })
          .default({ completion_chat: true })
          .catch({ completion_chat: true }),
      }),
    )
    .max(most.members),
})

/** The models that chat. Pure. Throws `ProviderError` of kind `unreadable-reply`. */
export function readModelList(raw: unknown): ListedModel[] {
  const parsed = modelListSchema.safeParse(raw)
  if (!parsed.success) throw unreadableMistral(raw, 'list of models')
  return parsed.data.data
    .filter(({ capabilities }) => capabilities.completion_chat)
    .map(({ id }) => ({ name: id, sizeBytes: null, parameterSize: null }))
}
