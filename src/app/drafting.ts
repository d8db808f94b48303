import type { LedgerClient, ProcessorDependencies } from '../../queue/draft-and-keep.js'
import type { CallIdentity } from '../contracts/model-call.js'
import { createHeartbeat } from '../panels/ledger/heartbeat.js'
import type { Ledger } from '../panels/ledger/ledger.js'
import { createLiveLedger, type ModelCallStore, type Payer, type ProviderTerms } from '../panels/ledger/live-ledger.js'
import { createReplayLedger } from '../panels/ledger/replay-ledger.js'
import type { PanelStore } from '../panels/store/panels.js'
import { askerName } from '../panels/store/seats.js'
import type { Runtime } from '../platform/runtime.js'
import type { Catalog } from '../providers/catalog/catalog.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import type { ChatModel } from '../providers/chat-model.js'
import type { ModelRegistry } from '../providers/registry.js'
import { telemetryNameOf } from '../providers/setup.js'
import type { Config } from './config.js'
import type { Metrics } from './observe/metrics.js'
import { traceChatModel } from './observe/trace-chat-model.js'
import type { Tracing } from './observe/tracing.js'

/** What drafts seats: the app has it. */
export type DraftingParts = {
  config: Config
  runtime: Runtime
  metrics: Metrics | null
  tracing: Tracing | null
  panels: PanelStore
  calls: ModelCallStore
  registry: ModelRegistry
  catalog: Catalog
}
/** What a seat is drafted with, but for its ledger. */
export function drafting({ runtime, panels, registry, metrics }: DraftingParts): Omit<ProcessorDependencies, 'ledgerFor'> {
  const observe = {
    seatEnded: (seat: Parameters<Metrics['seatEnded']>[0]) => metrics?.seatEnded(seat),
    panelEnded: (panel: Parameters<Metrics['panelEnded']>[0]) => metrics?.panelEnded(panel),
  }
  return { runtime, panels, reader: registry.reader, observe }
}

export type LimitsOf = (provider: string) => ProviderTerms['limits']

/** What a live ledger is for: who pays for its calls, and what tells them apart in traces. */
export type LiveClient = { payer: Payer; asker?: string; attributes: Record<string, string> }

/** Ledgers that call models, measured and traced. */
export function createLiveLedgers(
  { config, runtime, metrics, tracing, calls, registry, catalog }: Omit<DraftingParts, 'panels'>,
  limitsOf: LimitsOf,
): (client: LiveClient) => Ledger {
  const termsOf = (identity: CallIdentity): ProviderTerms => {
    const { provider } = parseModelId(identity.model)
    return { provider, limits: limitsOf(provider), expectedTokens: catalog.expectedTokens(identity) }
  }
  const heartbeat = createHeartbeat({ runtime, store: calls })
  const telemetryName = (provider: string) => telemetryNameOf(provider, config)
  return ({ attributes, ...client }) => {
    const model = (id: string): ChatModel => {
      const measured = metrics?.observeChatModel(registry.chatModel(id), catalog) ?? registry.chatModel(id)
      return tracing === null ? measured : traceChatModel(measured, { tracer: tracing.tracer, attributes, telemetryName })
    }
    const ledger = createLiveLedger({ runtime, store: calls, heartbeat, model, ...catalog, termsOf, ...client })
    return metrics?.observeLedger(ledger) ?? ledger
  }
}

/** The ledger that a seat's calls go through, measured and traced: live, or a replay of its panel's recordings. */
export function createLedgers(parts: DraftingParts, limitsOf: LimitsOf) {
  const { metrics, panels, registry } = parts
  const liveFor = createLiveLedgers(parts, limitsOf)
  return ({ panelId, seatId, run, recordingSet }: LedgerClient): Ledger => {
    if (recordingSet === null) {
      const attributes = { 'ship_panel.panel.id': panelId, 'ship_panel.seat.id': seatId }
      return liveFor({ payer: { panelId }, asker: askerName({ seatId, run }), attributes })
    }
    const ledger = createReplayLedger({
      find: (key) => panels.findRecording({ setSha256: recordingSet, key }),
      all: () => panels.recordingsOf(recordingSet),
      reader: registry.reader,
    })
    return metrics?.observeLedger(ledger) ?? ledger
  }
}
