import { z } from 'zod'
import { most } from '../../contracts/limits.js'
import type { ServerSlots } from '../provider.js'
import { type Asking, answerAt } from './pages.js'

/** llama.cpp's `GET /props` and `GET /slots`, as far as they are used (`tools/server/README.md` in ggml-org/llama.cpp). */
const propsSchema = z.object({ total_slots: z.int().positive() })
const slotsSchema = z
  .array(z.object({ is_processing: z.boolean() }))
  .min(1)
  .max(most.members)

/**
 * The slots of llama.cpp's server, which answers this while it works; null from a server that knows no slots, as vLLM, which takes as many
 * calls as its memory holds. Throws `ProviderError` when nothing answers, or while the model is loaded.
 */
export async function readSlots(asking: Asking, { signal }: { signal: AbortSignal }): Promise<ServerSlots | null> {
  const props = await answerAt('props', asking, signal)
  // `--slots` and `--no-slots` decide whether it says which of them work.
  const each = slotsSchema.safeParse(await answerAt('slots', asking, signal)).data
  const total = propsSchema.safeParse(props).data?.total_slots ?? each?.length
  return total === undefined ? null : { total, busy: each?.filter((slot) => slot.is_processing).length ?? null }
}
