import { z } from 'zod'
import { ProviderError } from '../../errors.js'
import { callProvider, type Fetch, type ProviderEndpoint } from '../http.js'
import type { ServerSlots } from '../provider.js'

/** llama.cpp's `GET /props` and `GET /slots`, as far as they are used (`tools/server/README.md` in ggml-org/llama.cpp). */
const propsSchema = z.object({ total_slots: z.int().positive() })
const slotsSchema = z.array(z.object({ is_processing: z.boolean() })).min(1)

type Asking = { baseUrl: string; apiKey: string | null; endpoint: ProviderEndpoint }

/**
 * The slots of llama.cpp's server, which answers this while it works; null from a server that knows no slots, as vLLM, which takes as many
 * calls as its memory holds. Throws `ProviderError` when nothing answers, or while the model is loaded.
 */
export async function readSlots(asking: Asking, { signal }: { signal: AbortSignal }): Promise<ServerSlots | null> {
  const props = await answerAt('props', asking, signal)
  // `--slots` and `--no-slots` decide whether it is told which of them work.
  const each = slotsSchema.safeParse(await answerAt('slots', asking, signal)).data
  const total = propsSchema.safeParse(props).data?.total_slots ?? each?.length
  return total === undefined ? null : { total, busy: each?.filter((slot) => slot.is_processing).length ?? null }
}

/** The body of an answer; null from a server that has no such page, or answers it with something else. */
async function answerAt(page: string, { baseUrl, apiKey, endpoint }: Asking, signal: AbortSignal): Promise<unknown> {
  const url = `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/${page}`
  const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }
  const send = async (fetch: Fetch) => await (await fetch(url, { headers })).text()
  try {
    return await callProvider(endpoint, { signal, send })
  } catch (error) {
    if (error instanceof ProviderError && error.statusCode !== null && error.kind !== 'loading') return null
    throw error
  }
}
