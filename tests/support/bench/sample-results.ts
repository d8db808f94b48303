import type { BenchResults, ContenderRun, CpuSplit, JuryCell, JuryResult, WindowCell } from '../../../bench/results.js'

const cpu: CpuSplit = { workers: 2, database: 1, redis: 0.5, kickOff: 0.25, provider: 9 }

/** A run of that window, in milliseconds. */
export function sampleRun(windowMs: number): ContenderRun {
  return { windowMs, totalMs: windowMs + 100, cpu, workerPeakBytes: 120e6 }
}

/** Two rounds in which the panels took 1.1 and 1.3 of bare BullMQ, and that 2 and 1.5 of the floor. */
export function sampleCell(cell: Partial<WindowCell> = {}): WindowCell {
  return {
    latencyMs: 0,
    workers: 1,
    backend: 'redis',
    floor: [100, 200].map((windowMs) => ({ windowMs, cpuSeconds: 0.3, peakBytes: 90e6 })),
    bare: [200, 300].map(sampleRun),
    panels: [220, 390].map(sampleRun),
    ...cell,
  }
}

/** A run that measured nothing but what is given. */
export function sampleResults(measured: Partial<BenchResults> = {}): BenchResults {
  return {
    schema: 'panel.benchmark/1',
    date: '2026-11-22',
    mode: 'quick',
    version: '0.1.0',
    machine: {
      cores: 2,
      processor: 'Sample',
      memoryGiB: 8,
      system: 'Linux 6',
      node: 'v20.19.0',
      servers: { postgres: '18.4', fsync: 'on', synchronousCommit: 'on', redis: '7.0.15' },
    },
    ...measured,
  }
}

export const sampleWindow = (cells: WindowCell[]) => ({ seats: 400, concurrency: 32, warmUp: 64, requestBytes: 10_000, cells })

const floorOf = (windowMs: number) => ({ windowMs, cpuSeconds: 0.3, peakBytes: 90e6 })

/** Two rounds on Redis with no prompt cache, in which the panel took 1.04 and 1.2 of the floor. */
export function sampleJuryCell(cell: Partial<JuryCell> = {}): JuryCell {
  return {
    backend: 'redis',
    endpoint: 'free',
    floor: [5_000, 5_500].map(floorOf),
    panels: [5_200, 6_600].map((totalMs) => ({ windowMs: totalMs - 100, totalMs, cacheReads: null })),
    ...cell,
  }
}

export function sampleJury(cells: JuryCell[]): JuryResult {
  const design = { personas: 4, jurors: 5, tools: 2, repeat: 2, seats: 8, drafts: 80, calls: 80 }
  return { ...design, latencyMs: 500, concurrency: 8, warmUp: 16, cells }
}
