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
  const leadingOf = (provider: string): Leading =>
    registry.localServer(provider) === undefined ? hostedLeading : { timeoutMs: localTimeoutMs, untilItsEnd: keepsToSlots(provider) }
  await Promise.all(served.map(learn))
  const inSlots = createCallSlots({ callsAtOnce, providerOf: (model) => parseModelId(model).provider })
  const ledgerFor = createLedgers(parts, limitsOf)
  return startWorker({
    backend,
    runtime,
    concurrency: config.concurrency,
    providers: served.map((name) => ({
      name,
      concurrency: seatsAtOnce(callsAtOnce(name)),
      learnConcurrency: () => learn(name).then(() => seatsAtOnce(callsAtOnce(name))),
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

/**
 * How many seats a worker takes that has slots for so many calls: a quarter more, for the time around each call. With few slots none more:
 * their calls are long, as a local model's are, and a seat that waits here could be drafted by another worker.
 */
function seatsAtOnce(calls: number): number {
  return calls + Math.floor(calls / 4)
}
