import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { QueueGauges } from './scrape.js'

/** A model call takes from 50 ms (a refusal) to 10 minutes (a local model that writes on a slow machine, up to its deadline). */
const callSecondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600]
/** A job waits for some milliseconds when workers are idle, and for hours when there are none. */
const waitSecondsBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60, 300, 900, 3600, 14_400]

export type Instruments = ReturnType<typeof createInstruments>

/**
 * What one process counts of its own work, on the given registry. Names end in their unit, counters in `_total`
 * (https://prometheus.io/docs/practices/naming/).
 */
export function createInstruments(registry: Registry) {
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter<L>({ name: `ship_panel_${name}`, help, labelNames, registers })
  const histogram = <L extends string>(name: string, help: string, of: { labelNames: readonly L[]; buckets: number[] }) =>
    new Histogram<L>({ name: `ship_panel_${name}`, help, ...of, registers })
  return {
    ledgerReplies: counter('ledger_replies_total', 'Replies the ledger handed out, by where each came from: call, ledger or recording.', [
      'model',
      'source',
    ]),
    budgetRefusals: counter('budget_refusals_total', 'Model calls not made because a budget did not cover them.', ['model']),
    recordingMisses: counter('recording_misses_total', 'Requests of a replay that no recording answered.', ['model']),
    callSeconds: histogram('model_call_duration_seconds', 'How long a model call took, by outcome: ok, error or aborted.', {
      labelNames: ['model', 'outcome'],
      buckets: callSecondsBuckets,
    }),
    tokens: counter(
      'model_tokens_total',
      'Tokens as providers counted them. The kinds never overlap: input was not read from a prompt cache, cached_input was; output.',
      ['model', 'kind'],
    ),
    costUsd: counter('model_cost_usd_total', 'US dollars that finished model calls cost, at the prices of the catalog.', ['model']),
    unpricedCalls: counter('model_calls_without_cost_total', 'Finished model calls whose cost is not known and not in the cost counter.', [
      'model',
    ]),
    callErrors: counter('model_errors_total', 'Model calls that broke, by kind of error.', ['model', 'kind']),
    seatsEnded: counter('seats_ended_total', 'Seats that ended; kind says why one has no call, and is none for a drafted one.', [
      'status',
      'kind',
      'persona',
      'model',
    ]),
    panelsEnded: counter('panels_ended_total', 'Panels that ended, by outcome.', ['outcome']),
    jobWaitSeconds: histogram('job_wait_seconds', 'How long a job was in its queue before a worker took it.', {
      labelNames: ['queue'],
      buckets: waitSecondsBuckets,
    }),
  }
}

type Collectors = { panels: (gauge: Gauge<'status'>) => Promise<void>; queues: (gauges: QueueGauges) => Promise<void> }

/**
 * The gauges that are read when someone scrapes, and the counter of reads that failed, which a scrape shows for
 * those before it. Each process reads the same database and queue: over
 * several processes take the maximum, not the sum.
 */
export function createScrapedGauges(registry: Registry, collect: Collectors): Counter<'what'> {
  const registers = [registry]
  new Gauge({
    name: 'ship_panel_panels',
    help: 'Panels in the database, by status.',
    labelNames: ['status'],
    registers,
    collect() {
      return collect.panels(this)
    },
  })
  // A registry writes each metric down once its own collect is done, so each waits for the one read that fills them all.
  const queues = (): Promise<void> => collect.queues(gauges)
  const queueGauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge<L>({ name: `ship_panel_queue_${name}`, help, labelNames, registers, collect: queues })
  const gauges: QueueGauges = {
    jobs: queueGauge('jobs', 'Jobs by queue and state.', ['queue', 'state']),
    workers: queueGauge('workers', 'Workers connected to a queue.', ['queue']),
    pausedSeconds: queueGauge(
      'paused_seconds',
      'How long no one may begin a job of the queue, because its provider asked to wait; 0 when it did not.',
      ['queue'],
    ),
  }
  return new Counter({
    name: 'ship_panel_scrape_failures_total',
    help: 'Reads of database and queue that failed, so that their gauges are missing from a scrape.',
    labelNames: ['what'],
    registers,
  })
}
