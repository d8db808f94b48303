import type { Backend, ContenderRun, CpuSplit, WindowCell } from './results.js'

export const backendNames: Readonly<Record<Backend, string>> = { redis: 'Redis', postgres: 'PostgreSQL' }

/** The contenders that are set against another. */
export type Contender = 'bare' | 'panels'

/** How one contender did against another: the best window of each, and the lowest and highest ratio of runs of the same round. */
export type Ratio = { value: number; lowest: number; highest: number }

/** The best of a few rounds, because noise only ever slows a run down. Pure. */
export function ratioOf(cell: WindowCell, contender: Contender, over: 'floor' | 'bare'): Ratio | null {
  const [ours, others] = [cell[contender], cell[over]].map((runs) => runs.map(({ windowMs }) => windowMs))
  return ratioOfTimes(ours ?? [], others ?? [])
}

/** The best of ours over the best of others, and the ratios of the same round; null for no round. Pure. */
export function ratioOfTimes(ours: readonly number[], others: readonly number[]): Ratio | null {
  const pairs = ours.flatMap((time, round) => {
    const other = others[round]
    return other === undefined ? [] : [time / other]
  })
  if (pairs.length === 0) return null
  return { value: Math.min(...ours) / Math.min(...others), lowest: Math.min(...pairs), highest: Math.max(...pairs) }
}

/** As tables show it: `1.05 (1.04–1.07)`. Pure. */
export function spread(ratio: Ratio | null): string {
  return ratio === null ? '–' : `${ratio.value.toFixed(2)} (${ratio.lowest.toFixed(2)}–${ratio.highest.toFixed(2)})`
}

/** Pure. Infinity for no run. */
export function bestWindowMs(runs: readonly { windowMs: number }[]): number {
  return Math.min(...runs.map(({ windowMs }) => windowMs))
}

/** What the panels themselves used, everything they need included: workers, database, Redis and the process that kicked them off. Null where unknown. */
export function cpuOf({ workers, database, redis, kickOff }: CpuSplit): number | null {
  const parts = [workers, database, redis, kickOff]
  return parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
}

/** The lowest of those runs; null where the system does not tell. Pure. */
export function bestCpu(runs: readonly Pick<ContenderRun, 'cpu'>[]): number | null {
  const known = runs.map(({ cpu }) => cpuOf(cpu)).filter((seconds) => seconds !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** The value below which that share of the values lies, by the nearest rank; NaN for none. Pure. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}
