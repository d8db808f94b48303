import type { Gauge } from 'prom-client'
import { withDeadline } from '../../platform/observe/with-deadline.js'
import type { Runtime } from '../../platform/runtime.js'

/** The state of a queue: its jobs by state, who works on it, and how long its provider has asked everyone to wait still (0 when it has not). */
export type QueueReading = {
  queue: string
  waiting: number
  active: number
  delayed: number
  failed: number
  workers: number
  pausedForMs: number
}

const jobStates = ['waiting', 'active', 'delayed', 'failed'] as const

/** What is read from database and queue when someone scrapes. A source that is not given has no series. */
export type ScrapeSources = {
  /** How many panels have which status. */
  panels?: () => Promise<Readonly<Record<string, number>>>
  queues?: () => Promise<readonly QueueReading[]>
}

/** Prometheus gives a scrape ten seconds by default, and a database that hangs must not take the other metrics with it. */
const readDeadlineMs = 3_000

type CollectorOptions = {
  sources: () => ScrapeSources
  runtime: Pick<Runtime, 'sleep' | 'log'>
  failed: (what: 'panels' | 'queues') => void
}

/** The gauges that one read of the queues fills. */
export type QueueGauges = { jobs: Gauge<'queue' | 'state'>; workers: Gauge<'queue'>; pausedSeconds: Gauge<'queue'> }

/** Fills the gauges for one scrape. Gauges that are filled from one read share it, as do scrapes that come together. */
export function createCollectors({ sources, runtime, failed }: CollectorOptions) {
  const read = <T>(what: 'panels' | 'queues', source: () => (() => Promise<T>) | undefined) =>
    shared(async (): Promise<T | null> => {
      const from = source()
      if (from === undefined) return null
      try {
        return await withDeadline(from(), { runtime, deadlineMs: readDeadlineMs })
      } catch (error) {
        failed(what)
        runtime.log.warn({ what, err: error }, 'a gauge could not be read')
        return null
      }
    })
  const panels = read('panels', () => sources().panels)
  const queues = read('queues', () => sources().queues)
  return {
    panels: async (gauge: Gauge<'status'>): Promise<void> => {
      const reading = await panels()
      gauge.reset()
      for (const [status, count] of Object.entries(reading ?? {})) gauge.set({ status }, count)
    },
    queues: async ({ jobs, workers, pausedSeconds }: QueueGauges): Promise<void> => {
      const readings = await queues()
      for (const gauge of [jobs, workers, pausedSeconds]) gauge.reset()
      for (const reading of readings ?? []) {
        const { queue } = reading
        for (const state of jobStates) jobs.set({ queue, state }, reading[state])
        workers.set({ queue }, reading.workers)
        pausedSeconds.set({ queue }, reading.pausedForMs / 1000)
      }
    },
  }
}

/** The same function, whose callers share a run that is under way. */
function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= work().finally(() => {
      running = null
    })
    return running
  }
}
