import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'
import { waitAtMost } from '../src/platform/wait-at-most.js'

/** How often sources are looked for that are due, at most and at least: where they are read again every few seconds, as a test may, more often. */
const mostMs = 60_000
const leastMs = 1_000
const stopDeadlineMs = 5_000
const dayMs = 24 * 3_600_000

export type FreshnessOptions = {
  runtime: Pick<Runtime, 'log' | 'sleep'>
  /** How often the sources of published tools are read again, in days; 0 for never. */
  refreshDays: number
  /** Watches the sources of what is published now, and reads those that are due, to the end or until the signal aborts. */
  readDue: (signal: AbortSignal) => Promise<{ read: number; changed: number; failed: number }>
}

/**
 * Reads the sources of published tools again as they become due, until stopped. Any number of processes may do so at once: each takes what no other
 * has. It needs no queue: what is due is in the database, and who takes it holds it there.
 */
export function startFreshness({ runtime, refreshDays, readDue }: FreshnessOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  if (refreshDays === 0) return { stop: async () => undefined }
  const everyMs = Math.min(mostMs, Math.max(leastMs, (refreshDays * dayMs) / 10))
  const reading = runEvery(runtime, { everyMs, signal, what: 'read sources of published tools again' }, async () => {
    const round = await readDue(signal)
    if (round.read + round.failed > 0) runtime.log.info(round, 'read sources of published tools again')
  })
  return {
    stop: async () => {
      stopping.abort()
      await waitAtMost(reading, stopDeadlineMs, runtime)
    },
  }
}
