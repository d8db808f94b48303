import pLimit from 'p-limit'
import type { Dossier } from '../../src/contracts/dossier.js'
import type { Child } from '../child.js'
import { type BenchContext, peakOf, startMeter } from '../context.js'
import { benchPersonas, dossiersForSeats } from '../inputs.js'
import { type Panels, withPanels } from '../panels.js'
import { readMemory } from '../processes.js'
import type { GrowthPoint } from '../results.js'
import { type Place, queryDatabase, withRedis } from '../servers.js'

export type GrowthPlan = { seats: readonly number[]; concurrency: number }

const firstThousand = 1_000
const seatsPerPanel = 100
/** As many panels wait or run at a time. */
const panelsAtOnce = 10
const pollMs = 50

/** So many seats in panels of a hundred, on a model that answers at once, by one worker: what a seat costs when there are many of them. */
export async function measureGrowth(context: BenchContext, { seats: counts, concurrency }: GrowthPlan): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = []
  for (const backend of context.backends) {
    for (const seats of counts) {
      context.say(`growth: ${seats} seats on ${backend}`)
      const options = { backend, workers: 1, concurrency, endpoint: 'free' } as const
      points.push(await withPanels(context, options, (panels) => measurePoint(context, panels, { backend, seats })))
    }
  }
  return points
}

async function measurePoint(
  context: BenchContext,
  { place, workers, run }: Panels,
  { backend, seats }: Pick<GrowthPoint, 'backend' | 'seats'>,
): Promise<GrowthPoint> {
  const { runtime, provider } = context
  const [worker] = workers
  if (worker === undefined) throw new Error('there is no worker to measure')
  const panels = panelsOf(dossiersForSeats(seats, 'growth'))
  await provider.set({ latencyMs: 0 })
  const used = await startMeter(context, [worker])
  const startedMs = runtime.monotonicMs()
  const stop = new AbortController()
  const atFirstThousand = watchFirstThousand(context, worker, stop.signal)
  // Whatever becomes of the panel, the watch ends.
  const limit = pLimit(panelsAtOnce)
  await Promise.all(panels.map((dossiers) => limit(() => run({ dossiers })))).finally(() => stop.abort())
  const seconds = (runtime.monotonicMs() - startedMs) / 1000
  return {
    backend,
    seats,
    seconds,
    cpu: await used(),
    workerBytesAtFirstThousand: await atFirstThousand,
    workerBytesAtEnd: (await readMemory(worker.pid))?.residentBytes ?? null,
    workerPeakBytes: await peakOf([worker]),
    ...(await readStores(place)),
  }
}

function panelsOf(dossiers: readonly Dossier[]): Dossier[][] {
  const toolsPerPanel = seatsPerPanel / benchPersonas.length
  return Array.from({ length: Math.ceil(dossiers.length / toolsPerPanel) }, (_, index) =>
    dossiers.slice(index * toolsPerPanel, (index + 1) * toolsPerPanel),
  )
}

/** The worker's memory once a thousand replies have been given; null when there are fewer. */
async function watchFirstThousand({ runtime, provider }: BenchContext, worker: Child, signal: AbortSignal): Promise<number | null> {
  for (;;) {
    if ((await provider.stats()).replies >= firstThousand) return (await readMemory(worker.pid))?.residentBytes ?? null
    if (signal.aborted) return null
    await runtime.sleep(pollMs, signal).catch(() => undefined)
  }
}

/** What the stores hold afterwards. BullMQ keeps a job in a hash under its queue's key on Redis, and in a row on PostgreSQL. */
async function readStores({ connectionString, redisUrl }: Place): Promise<Pick<GrowthPoint, 'databaseBytes' | 'redisBytes' | 'jobsLeft'>> {
  const [size] = await queryDatabase<{ bytes: string }>(connectionString, 'select pg_database_size(current_database()) as bytes')
  const databaseBytes = Number(size?.bytes)
  if (redisUrl === null) {
    const [left] = await queryDatabase<{ jobs: number }>(connectionString, 'select count(*)::int as jobs from bullmq.job')
    return { databaseBytes, redisBytes: null, jobsLeft: left?.jobs ?? 0 }
  }
  return withRedis(redisUrl, async (client) => {
    const keys = await client.keys('*:*:seat_*')
    const memory = await client.info('memory')
    return { databaseBytes, redisBytes: Number(/used_memory:(\d+)/.exec(memory)?.[1]), jobsLeft: keys.length }
  })
}
