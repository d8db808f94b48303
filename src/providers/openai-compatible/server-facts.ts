import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { type Asking, answerAt } from './pages.js'

/** What llama.cpp's server says of itself. */
export type LlamaServer = {
  /** How many calls it works at together, each in a slot of its own. */
  slots: number
  /** What a slot takes, prompt and reply together, in tokens. */
  contextTokens: number
}

/** llama.cpp's `GET /props`, as far as it is used (`tools/server/README.md` in ggml-org/llama.cpp). */
const propsSchema = z.object({
  total_slots: z.int().positive(),
  default_generation_settings: z.object({ n_ctx: z.int().positive() }),
})

/** How long the server may take to answer: it does so while it works. */
const deadlineMs = 5_000
/** How long an answer holds: a server may be started again with other settings. */
const holdsMs = 30_000

/**
 * Asks a server once in half a minute whether it is llama.cpp's, and what it has; null for any other. While it does not answer, what it said before
 * holds: the request must not change with it.
 */
export function createServerFacts(asking: Asking): (signal: AbortSignal) => Promise<LlamaServer | null> {
  const known = new LRUCache<'server', { server: LlamaServer | null }>({ max: 1, ttl: holdsMs })
  let last: LlamaServer | null = null
  return async (signal) => {
    const before = known.get('server')
    if (before !== undefined) return before.server
    try {
      const { data } = propsSchema.safeParse(await answerAt('props', asking, AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])))
      const server = data === undefined ? null : { slots: data.total_slots, contextTokens: data.default_generation_settings.n_ctx }
      known.set('server', { server })
      last = server
      return server
    } catch {
      // A server that is away fails the call itself, which says why.
      signal.throwIfAborted()
      return last
    }
  }
}
