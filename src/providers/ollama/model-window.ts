import { LRUCache } from 'lru-cache'
import type { Ollama } from 'ollama'
import { z } from 'zod'
import { longest, most, recordOfAtMost } from '../../contracts/limits.js'
import { ProviderError, type ProviderErrorKind } from '../../platform/errors.js'

/** The reply of `POST /api/show`, as far as it is used: `<architecture>.context_length` is what the model was trained with. */
const showSchema = z.object({ model_info: recordOfAtMost(z.record(z.string().max(longest.id), z.unknown()), most.members) })
const tokensSchema = z.int().positive()

/** How long an answer holds: a model may be made again under its name. */
const holdsMs = 60_000
const mostModels = 1_000

const surelyMet: readonly ProviderErrorKind[] = ['unknown-model', 'unreachable', 'connection', 'timeout']

type Ask = (use: (client: Ollama) => Promise<unknown>) => Promise<unknown>

/**
 * Asks once a minute how long a context a model has, in tokens; null where Ollama does not say. What is asked for above it Ollama lowers in silence
 * (`NewLlamaServer` in `llm/server.go`). Throws `ProviderError` for a model that is not there.
 */
export function createModelWindows() {
  const known = new LRUCache<string, { tokens: number | null }>({ max: mostModels, ttl: holdsMs })
  return async (model: string, ask: Ask): Promise<number | null> => {
    const before = known.get(model)
    if (before !== undefined) return before.tokens
    try {
      const tokens = windowOf(await ask((client) => client.show({ model })))
      known.set(model, { tokens })
      return tokens
    } catch (error) {
      // A proxy may let no one ask this and pass the call itself: only what the call is sure to meet as well ends it here.
      if (error instanceof ProviderError && !surelyMet.includes(error.kind)) return null
      throw error
    }
  }
}

function windowOf(raw: unknown): number | null {
  const { data } = showSchema.safeParse(raw)
  const field = Object.entries(data?.model_info ?? {}).find(([name]) => name.endsWith('.context_length'))
  return tokensSchema.safeParse(field?.[1]).data ?? null
}
