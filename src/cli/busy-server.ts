import type { ModelRegistry } from '../providers/registry.js'
import type { ProviderAnswer } from './ask-providers.js'

/** What the doctor saw of a provider: its answer, or that it has none to give now because it works. */
export type SeenProvider = ProviderAnswer | { provider: string; status: 'busy'; reason: string }

type Look = {
  registry: Pick<ModelRegistry, 'localServer'>
  /** How many calls of ours are under way at each provider. */
  callsUnderWay: () => Promise<Readonly<Record<string, number>>>
  deadlineMs: number
}

/**
 * A local server that does not answer in time is well where it works at something: it says so itself (llama.cpp's slots), or calls of this
 * installation are under way there. Any other answer is left as it is. Never throws.
 */
export async function busyInstead(answer: ProviderAnswer, { registry, callsUnderWay, deadlineMs }: Look): Promise<SeenProvider> {
  const { provider } = answer
  const server = registry.localServer(provider)
  if (answer.status !== 'failed' || answer.mayBeBusy !== true || server === undefined) return answer
  const slots = await server.slots({ signal: AbortSignal.timeout(deadlineMs) }).catch(() => null)
  if (slots !== null && slots.busy !== null && slots.busy > 0)
    return { provider, status: 'busy', reason: `busy: ${slots.busy} of its ${slots.total} slots ${slots.busy === 1 ? 'works' : 'work'}` }
  const calls = (await callsUnderWay().catch(() => null))?.[provider] ?? 0
  if (calls === 0) return answer
  return {
    provider,
    status: 'busy',
    reason: `busy: ${calls === 1 ? 'a call of a panel is' : `${calls} calls of panels are`} under way there`,
  }
}
