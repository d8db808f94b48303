import type { ProviderLimits } from '../contracts/provider-limits.js'
import type { Runtime } from '../platform/runtime.js'
import type { ModelRegistry } from '../providers/registry.js'

/** How long a server may take to say what slots it has, in milliseconds. */
const askDeadlineMs = 2_000
/** How long its answer holds: a server may be started again with other slots. */
const holdsMs = 5 * 60_000

export type LocalLimits = {
  /**
   * What may be asked of a provider: what the configuration says; and of a local one of which it does not say how many calls it takes at once,
   * as many as it has slots, one while that is not known. Counted over all workers.
   */
  limitsOf: (provider: string) => ProviderLimits
  /** Asks a local provider for its slots, where they are needed and not known, or no longer for sure. Never throws. */
  learn: (provider: string) => Promise<void>
  /** Whether a call's slot keeps what it read to itself, until it ends: then others can share it no sooner. */
  keepsToSlots: (provider: string) => boolean
}

/** The limits of the configuration, and of local servers those that they have by themselves. */
export function createLocalLimits({
  registry,
  limits,
  runtime,
}: {
  registry: Pick<ModelRegistry, 'localServer'>
  limits: Readonly<Partial<Record<string, ProviderLimits>>>
  runtime: Pick<Runtime, 'monotonicMs'>
}): LocalLimits {
  const slots = new Map<string, number>()
  const asked = new Map<string, { atMs: number; answer: Promise<void> }>()
  const isConfigured = (provider: string) =>
    limits[provider]?.concurrency !== undefined || limits[provider]?.perWorker !== undefined || registry.localServer(provider) === undefined
  const callsAtOnce = (provider: string) => (registry.localServer(provider)?.takesOneAtATime() ? 1 : (slots.get(provider) ?? 1))
  const ask = async (provider: string): Promise<void> => {
    try {
      const reported = await registry.localServer(provider)?.slots({ signal: AbortSignal.timeout(askDeadlineMs) })
      slots.set(provider, reported?.total ?? 1)
    } catch {
      // It is away, too busy to say or loads its model: what was known holds, and the next seat asks again.
      asked.delete(provider)
    }
  }
  return {
    limitsOf: (provider) => ({ ...(isConfigured(provider) ? {} : { concurrency: callsAtOnce(provider) }), ...limits[provider] }),
    learn: async (provider) => {
      if (registry.localServer(provider) === undefined) return
      const last = asked.get(provider)
      if (last !== undefined && runtime.monotonicMs() - last.atMs < holdsMs) return last.answer
      const answer = ask(provider)
      asked.set(provider, { atMs: runtime.monotonicMs(), answer })
      await answer
    },
    keepsToSlots: (provider) => (slots.get(provider) ?? 1) > 1,
  }
}
