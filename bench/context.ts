import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runtime } from '../src/platform/runtime.js'
import type { Child } from './child.js'
import { type CpuSeconds, readCpu, readMemory, readTreeCpu } from './processes.js'
import type { Provider } from './provider.js'
import type { Backend, CpuSplit } from './results.js'
import type { Servers } from './servers.js'

/** What every measure runs in. */
export type BenchContext = {
  runtime: Runtime
  folder: string
  provider: Provider
  servers: Servers
  backends: readonly Backend[]
  /** Tells those who wait what is being measured. */
  say: (line: string) => void
}

/** Makes a folder for one contender's files, and says where it is. */
export async function makeFolder({ folder }: Pick<BenchContext, 'folder'>, name: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  return path
}

/** Notes the processor time everyone has used; the function it returns says what came on top since. */
export async function startMeter(context: BenchContext, workers: readonly Child[]): Promise<() => Promise<CpuSplit>> {
  const before = await readAll(context, workers)
  return async () => {
    const after = await readAll(context, workers)
    const since = (who: keyof CpuSplit): CpuSeconds => difference(after[who], before[who])
    return {
      workers: since('workers'),
      database: since('database'),
      redis: since('redis'),
      kickOff: since('kickOff'),
      provider: since('provider'),
    }
  }
}

/** The most memory that one of the workers has held so far. */
export async function peakOf(workers: readonly Child[]): Promise<number | null> {
  const peaks = await Promise.all(workers.map(async ({ pid }) => (await readMemory(pid))?.peakBytes ?? null))
  return peaks.some((peak) => peak === null) ? null : Math.max(...peaks.map((peak) => peak ?? 0))
}

async function readAll({ servers, provider }: BenchContext, workers: readonly Child[]): Promise<CpuSplit> {
  const { user, system } = process.cpuUsage()
  const [database, redis, asked, ...used] = await Promise.all([
    readTreeCpu(servers.postgresPid),
    servers.redisPid === null ? 0 : readTreeCpu(servers.redisPid),
    readCpu(provider.pid),
    ...workers.map(({ pid }) => readCpu(pid)),
  ])
  return {
    workers: used.reduce<CpuSeconds>((sum, seconds) => (sum === null || seconds === null ? null : sum + seconds), 0),
    database: database ?? null,
    redis: redis ?? null,
    kickOff: (user + system) / 1e6,
    provider: asked ?? null,
  }
}

function difference(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  return after === null || before === null ? null : Math.round((after - before) * 1e6) / 1e6
}
