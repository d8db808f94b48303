import type { QueueBackend } from '../../queue/backend.js'
import { hostedLeading, type Leading } from '../../queue/leading.js'
import { type PanelWorker, startWorker } from '../../queue/worker.js'
import { createCallSlots } from '../panels/ledger/call-slots.js'
import type { PanelRun } from '../panels/store/reopen-panel.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import { limitsOf as providerLimits } from '../providers/setup.js'
import { createLedgers, type DraftingParts, drafting } from './drafting.js'
import { createLocalLimits } from './local-limits.js'

/** How long a local leader may take to begin before the others go on: a slow machine reads a long prompt for minutes. */
const localTimeoutMs = 15 * 60_000

type WorkerParts = DraftingParts & {
  backend: QueueBackend
  enqueue: (run: PanelRun) => Promise<void>
  cleanUpWhenDue: (signal: AbortSignal) => Promise<object | null>
}

/** Works on panels, on replays, and on the seats of these providers. */
export async function openWorker(
  { backend, enqueue, cleanUpWhenDue, ...parts }: WorkerParts,
  served: readonly string[],
): Promise<PanelWorker> {
  const { config, runtime, metrics, registry } = parts
  const { limitsOf, learn, keepsToSlots } = createLocalLimits({ registry, limits: providerLimits(config), runtime })
  const callsAtOnce = (name: string) => {
    const { perWorker = config.concurrency, concurrency = perWorker } = limitsOf(name)
    // More than the fleet may do would only wait.
    return Math.min(perWorker, concurrency)
  }
  const leadingOf = (provider: string): Leading => {
    if (registry.localServer(provider) === undefined) return hostedLeading
    const { concurrency: toolsAtOnce = null } = limitsOf(provider)
    return { timeoutMs: localTimeoutMs, untilItsEnd: keepsToSlots(provider), toolsAtOnce }
  }
  /**
   * A quarter more seats than calls, for the time around each call. With few calls none more, nor on a server of one's own: their calls are long, and a
   * seat that waits here could be drafted by another worker.
   */
  const seatsAtOnce = (provider: string) => {
    const calls = callsAtOnce(provider)
    return registry.localServer(provider) === undefined ? calls + Math.floor(calls / 4) : calls
  }
  await Promise.all(served.map(learn))
  const inSlots = createCallSlots({ callsAtOnce, providerOf: (model) => parseModelId(model).provider })
  const ledgerFor = createLedgers(parts, limitsOf)
  return startWorker({
    backend,
    runtime,
    concurrency: config.concurrency,
    providers: served.map((name) => ({
      name,
      concurrency: seatsAtOnce(name),
      learnConcurrency: () => learn(name).then(() => seatsAtOnce(name)),
    })),
    dependencies: {
      ...drafting(parts),
      ledgerFor: (client) => (client.recordingSet === null ? inSlots(ledgerFor(client)) : ledgerFor(client)),
      leading: (model) => leadingOf(parseModelId(model).provider),
    },
    enqueue,
    cleanUpWhenDue,
    jobWaited: (job) => metrics?.jobWaited(job),
  })
}
