import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Usage } from '../../contracts/model-call.js'
import type { Ledger } from '../../panels/ledger/ledger.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ChatModel } from '../../providers/chat-model.js'
import { createInstruments, createScrapedGauges } from './instruments.js'
import { boundedLabel } from './label-values.js'
import { observeChatModel } from './observe-chat-model.js'
import { observeLedger } from './observe-ledger.js'
import { createCollectors, type ScrapeSources } from './scrape.js'

/** Of models and of personas, so many each get time series of their own; the names of both come from outside. */
const modelLimit = 100
const personaLimit = 50

export type SeatEnd = {
  status: 'drafted' | 'compared' | 'unscored'
  /** Why a seat is unscored; null for any other. */
  kind: string | null
  persona: string
  model: string
}

export type Metrics = {
  /** The content type of `exposition`, with its version. */
  contentType: string
  /** Everything in Prometheus' text format. A gauge that cannot be read is missing from it, and counted; the rest is there. */
  exposition: () => Promise<string>
  /** The same ledger, counted. */
  observeLedger: (ledger: Ledger) => Ledger
  /** The same model, measured. */
  observeChatModel: (model: ChatModel, options: { costUsd: (call: { model: string; usage: Usage }) => number | null }) => ChatModel
  seatEnded: (end: SeatEnd) => void
  panelEnded: (end: { outcome: string }) => void
  /** A job was taken that long after it could first have been. */
  jobWaited: (wait: { queue: string; waitMs: number }) => void
  /** Where gauges are read from at each scrape; may come later than the metrics themselves, and in parts. */
  readFrom: (sources: ScrapeSources) => void
}

export type MetricsOptions = { version: string; runtime: Pick<Runtime, 'monotonicMs' | 'sleep' | 'log'>; sources?: ScrapeSources }

/**
 * The metrics of one process, on a registry of their own: what it did itself, what database and queue hold, and Node's own figures.
 * Models beyond the first 100 and personas beyond the first 50 are counted as `other`, so that the number of time series stays in bounds.
 */
export function createMetrics({ version, runtime, sources = {} }: MetricsOptions): Metrics {
  const registry = new Registry()
  const instruments = createInstruments(registry)
  let readFrom = sources
  const failures = createScrapedGauges(
    registry,
    createCollectors({ sources: () => readFrom, runtime, failed: (what) => failures.inc({ what }) }),
  )
  new Gauge({
    name: 'ship_panel_build_info',
    help: 'Always 1; the version is in the label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1)
  collectDefaultMetrics({ register: registry })
  const modelLabel = boundedLabel({ limit: modelLimit })
  const personaLabel = boundedLabel({ limit: personaLimit })
  return {
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
    observeLedger: (ledger) => observeLedger(ledger, instruments, modelLabel),
    observeChatModel: (model, { costUsd }) => observeChatModel(model, { instruments, runtime, modelLabel, costUsd }),
    seatEnded: ({ status, kind, persona, model }) =>
      instruments.seatsEnded.inc({ status, kind: kind ?? 'none', persona: personaLabel(persona), model: modelLabel(model) }),
    panelEnded: ({ outcome }) => instruments.panelsEnded.inc({ outcome }),
    // Clocks of producer and worker may differ by some milliseconds.
    jobWaited: ({ queue, waitMs }) => instruments.jobWaitSeconds.observe({ queue }, Math.max(0, waitMs) / 1000),
    readFrom: (more) => {
      readFrom = { ...readFrom, ...more }
    },
  }
}
