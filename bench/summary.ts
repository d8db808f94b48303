import type { ContenderRun, CpuSplit, WindowCell } from './results.js'

/** The contenders that are set against another. */
export type Contender = 'bare' | 'panels'

/** How one contender did against another: the best window of each, and the lowest and highest ratio of runs of the same round. */
export type Ratio = { value: number; lowest: number; highest: number }

/** The best of a few rounds, because noise only ever slows a run down. Pure. */
export function ratioOf(cell: WindowCell, contender: Contender, over: 'floor' | 'bare'): Ratio | null {
  const [ours, others] = [cell[contender], cell[over]]
  const pairs = ours.flatMap(({ windowMs }, round) => {
    const other = others[round]
    return other === undefined ? [] : [windowMs / other.windowMs]
  })
  if (pairs.length === 0) return null
  return { value: bestWindowMs(ours) / bestWindowMs(others), lowest: Math.min(...pairs), highest: Math.max(...pairs) }
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
