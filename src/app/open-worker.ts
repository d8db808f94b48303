import type { QueueBackend } from '../../queue/backend.js'
import { hostedLeading, type Leading } from '../../queue/leader.js'
import type { LedgerClient, ProcessorDependencies } from '../../queue/processors.js'
import { replayHere } from '../../queue/replay-here.js'
import { type PanelWorker, startWorker } from '../../queue/worker.js'
import type { CallIdentity } from '../contracts/model-call.js'
import type { Plan } from '../contracts/plan.js'
import { createCallSlots } from '../panels/ledger/call-slots.js'
import type { Ledger } from '../panels/ledger/ledger.js'
import { createLiveLedger, type ModelCallStore, type ProviderTerms } from '../panels/ledger/live-ledger.js'
import { createReplayLedger } from '../panels/ledger/replay-ledger.js'
import type { PanelStore } from '../panels/store/panels.js'
import type { PanelRun } from '../panels/store/reopen-panel.js'
import { askerName } from '../panels/store/seats.js'
import type { Runtime } from '../platform/runtime.js'
import type { Catalog } from '../providers/catalog/catalog.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import type { ChatModel } from '../providers/chat-model.js'
import type { ModelRegistry } from '../providers/registry.js'
import { limitsOf as providerLimits, telemetryNameOf } from '../providers/setup.js'
import type { Config } from './config.js'
import { createLocalLimits } from './local-limits.js'
import type { Metrics } from './observe/metrics.js'
import { traceChatModel } from './observe/trace-chat-model.js'
import type { Tracing } from './observe/tracing.js'

/** How long a local leader may take to begin before the others go on: a slow machine reads a long prompt for minutes. */
const localTimeoutMs = 15 * 60_000

/** What drafts seats: the app has it. */
type DraftingParts = {
  config: Config
  runtime: Runtime
  metrics: Metrics | null
  tracing: Tracing | null
  panels: PanelStore
  calls: ModelCallStore
  registry: ModelRegistry
  catalog: Catalog
}
type WorkerParts = DraftingParts & { backend: QueueBackend; enqueue: (run: PanelRun) => Promise<void> }

/** Works on panels, on replays, and on the seats of these providers. */
export async function openWorker({ backend, enqueue, ...parts }: WorkerParts, served: readonly string[]): Promise<PanelWorker> {
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
    jobWaited: (job) => metrics?.jobWaited(job),
  })
}

/** Works on a replay in this process, to its end: see `replayHere`. */
export function replayPanel(parts: DraftingParts, plan: Plan, signal: AbortSignal): Promise<void> {
  const limits = providerLimits(parts.config)
  const ledgerFor = createLedgers(parts, (provider) => limits[provider] ?? {})
  return replayHere({ ...drafting(parts), ledgerFor }, plan, { run: 1, concurrency: parts.config.concurrency, signal })
}

function drafting({ runtime, panels, registry, metrics }: DraftingParts): Omit<ProcessorDependencies, 'ledgerFor'> {
  const observe = {
    seatEnded: (seat: Parameters<Metrics['seatEnded']>[0]) => metrics?.seatEnded(seat),
    panelEnded: (panel: Parameters<Metrics['panelEnded']>[0]) => metrics?.panelEnded(panel),
  }
  return { runtime, panels, reader: registry.reader, observe }
}

type LimitsOf = (provider: string) => ProviderTerms['limits']

/** The ledger that a seat's calls go through, measured and traced: live, or a replay of its panel's recordings. */
function createLedgers({ config, runtime, metrics, tracing, panels, calls, registry, catalog }: DraftingParts, limitsOf: LimitsOf) {
  const termsOf = (identity: CallIdentity): ProviderTerms => {
    const { provider } = parseModelId(identity.model)
    return { provider, limits: limitsOf(provider), expectedTokens: catalog.expectedTokens(identity) }
  }
  const telemetryName = (provider: string) => telemetryNameOf(provider, config)
  return ({ panelId, seatId, run, recordingSet }: LedgerClient): Ledger => {
    const model = (id: string): ChatModel => {
      const measured = metrics?.observeChatModel(registry.chatModel(id), catalog) ?? registry.chatModel(id)
      const attributes = { 'ship_panel.panel.id': panelId, 'ship_panel.seat.id': seatId }
      return tracing === null ? measured : traceChatModel(measured, { tracer: tracing.tracer, attributes, telemetryName })
    }
    const ledger =
      recordingSet === null
        ? createLiveLedger({ runtime, store: calls, model, ...catalog, termsOf, panelId, asker: askerName({ seatId, run }) })
        : createReplayLedger({
            find: (key) => panels.findRecording({ setSha256: recordingSet, key }),
            all: () => panels.recordingsOf(recordingSet),
            reader: registry.reader,
          })
    return metrics?.observeLedger(ledger) ?? ledger
  }
}

/**
 * How many seats a worker takes that has slots for so many calls: a quarter more, for the time around each call. With few slots none more:
 * their calls are long, as a local model's are, and a seat that waits here could be drafted by another worker.
 */
function seatsAtOnce(calls: number): number {
  return calls + Math.floor(calls / 4)
}
