import pLimit from 'p-limit'
import type { Child } from '../child.js'
import { type BenchContext, peakOf, startMeter } from '../context.js'
import { benchDossiers, benchPersonas } from '../inputs.js'
import { type Panels, withPanels } from '../panels.js'
import { readMemory } from '../processes.js'
import type { Backend, GrowthPoint, GrowthRun, GrowthWave, TableSize } from '../results.js'
import { type Place, queryDatabase, withRedis } from '../servers.js'
import { cpuOf } from '../summary.js'

/** `marks`: at how many seats the figures are taken, ascending. */
export type GrowthPlan = { marks: readonly number[]; concurrency: number }

const firstThousand = 1_000
const seatsPerPanel = 100
/** As many panels run at a time, and between two waves none does: so all that is read then is at rest. */
const panelsPerWave = 10
/** What a seat costs at a mark is what those of the last tenth before it did. */
const shareAtMark = 0.1

/**
 * So many seats in panels of a hundred, on a model that answers at once, by one worker, in one database: what a seat costs when there are many of
 * them. Every seat is about a tool that no one before was about, so that no call is in the ledger yet. Throws for marks that are not whole panels.
 */
export async function measureGrowth(context: BenchContext, { marks, concurrency }: GrowthPlan): Promise<GrowthRun[]> {
  const runs: GrowthRun[] = []
  for (const backend of context.backends) {
    const options = { backend, workers: 1, concurrency, endpoint: 'free' } as const
    runs.push(await withPanels(context, options, (panels) => measureRun(context, panels, { backend, marks })))
  }
  return runs
}

/** How many seats each wave ends at: whole waves of a thousand, cut at the marks. Pure. Throws for a mark that is not a whole number of panels. */
export function waveEnds(marks: readonly number[]): number[] {
  const ends: number[] = []
  for (const mark of marks) {
    if (mark % seatsPerPanel !== 0) throw new Error(`${mark} seats are not whole panels of ${seatsPerPanel}`)
    for (let last = ends.at(-1) ?? 0; last < mark; last = ends.at(-1) ?? mark) {
      const wholeWave = (Math.floor(last / (seatsPerPanel * panelsPerWave)) + 1) * seatsPerPanel * panelsPerWave
      ends.push(Math.min(mark, wholeWave))
    }
  }
  return ends
}

async function measureRun(
  context: BenchContext,
  panels: Panels,
  { backend, marks }: { backend: Backend; marks: readonly number[] },
): Promise<GrowthRun> {
  const [worker] = panels.workers
  if (worker === undefined) throw new Error('there is no worker to measure')
  await context.provider.set({ latencyMs: 0 })
  const used = await startMeter(context, [worker])
  const waves: GrowthWave[] = []
  const points: GrowthPoint[] = []
  for (const seats of waveEnds(marks)) {
    const wave = await runWave(context, panels, { worker, from: waves.at(-1)?.seats ?? 0, seats })
    waves.push(wave)
    context.say(`growth on ${backend}: ${describeWave(wave, waves.at(-2)?.seats ?? 0)}`)
    if (!marks.includes(seats)) continue
    const cpu = await used()
    points.push({
      backend,
      seats,
      seconds: waves.reduce((sum, one) => sum + one.seconds, 0),
      cpu,
      atMark: costAtMark(waves),
      workerBytesAtFirstThousand: waves.find((one) => one.seats >= firstThousand)?.workerBytes ?? null,
      workerBytesAtEnd: wave.workerBytes,
      workerPeakBytes: await peakOf([worker]),
      ...(await readStores(panels.place)),
    })
  }
  return { backend, points, waves }
}

/** Runs the panels of one wave together, and waits for the record of each. Its dossiers are made here, and not kept. */
async function runWave(
  context: BenchContext,
  { run }: Panels,
  { worker, from, seats }: { worker: Child; from: number; seats: number },
): Promise<GrowthWave> {
  const { runtime } = context
  const used = await startMeter(context, [worker])
  const startedMs = runtime.monotonicMs()
  const limit = pLimit(panelsPerWave)
  const panels = Array.from({ length: (seats - from) / seatsPerPanel }, (_, index) => from / seatsPerPanel + index)
  const toolsPerPanel = seatsPerPanel / benchPersonas.length
  await Promise.all(panels.map((panel) => limit(() => run({ dossiers: benchDossiers(toolsPerPanel, { tag: `growth-${panel}` }) }))))
  const seconds = (runtime.monotonicMs() - startedMs) / 1000
  const workerBytes = (await readMemory(worker.pid))?.residentBytes ?? null
  return { seats, seconds, cpu: await used(), workerBytes, kickOffBytes: process.memoryUsage.rss() }
}

/** What the waves of the last tenth cost together; of the whole, where the last wave is more than that. Pure. */
export function costAtMark(waves: readonly GrowthWave[]): NonNullable<GrowthPoint['atMark']> {
  const end = waves.at(-1)?.seats ?? 0
  const begin = waves.findLast((wave, index) => index < waves.length - 1 && wave.seats <= end * (1 - shareAtMark))?.seats ?? 0
  const last = waves.filter((wave) => wave.seats > begin)
  const cpus = last.map(({ cpu }) => cpuOf(cpu))
  return {
    seats: end - begin,
    seconds: last.reduce((sum, { seconds }) => sum + seconds, 0),
    cpuSeconds: cpus.some((cpu) => cpu === null) ? null : cpus.reduce<number>((sum, cpu) => sum + (cpu ?? 0), 0),
  }
}

function describeWave({ seats, seconds, cpu, workerBytes, kickOffBytes }: GrowthWave, from: number): string {
  const milliseconds = (part: number | null) => (part === null ? '?' : ((part / (seats - from)) * 1000).toFixed(2))
  const split = `worker ${milliseconds(cpu.workers)}, database ${milliseconds(cpu.database)}, Redis ${milliseconds(cpu.redis)}, kick-off ${milliseconds(cpu.kickOff)}`
  const memory = `worker ${Math.round((workerBytes ?? 0) / 1e6)} MB, kick-off ${Math.round(kickOffBytes / 1e6)} MB`
  return `${seats} seats, ${Math.round((seats - from) / seconds)} a second, ${milliseconds(cpuOf(cpu))} ms of processor a seat (${split}); ${memory}`
}

type Stores = Pick<GrowthPoint, 'databaseBytes' | 'redisBytes' | 'jobsLeft' | 'tables'>

/** What the stores hold when nothing runs. BullMQ keeps a job in a hash under its queue's key on Redis, and in a row on PostgreSQL. */
async function readStores({ connectionString, redisUrl }: Place): Promise<Stores> {
  const [size] = await queryDatabase<{ bytes: string }>(connectionString, 'select pg_database_size(current_database()) as bytes')
  const databaseBytes = Number(size?.bytes)
  const tables = await readTables(connectionString)
  if (redisUrl === null) {
    const [left] = await queryDatabase<{ jobs: number }>(connectionString, 'select count(*)::int as jobs from bullmq.job')
    return { databaseBytes, redisBytes: null, jobsLeft: left?.jobs ?? 0, tables }
  }
  return withRedis(redisUrl, async (client) => {
    const keys = await client.keys('*:*:seat_*')
    const memory = await client.info('memory')
    return { databaseBytes, redisBytes: Number(/used_memory:(\d+)/.exec(memory)?.[1]), jobsLeft: keys.length, tables }
  })
}

/** A table smaller than this says nothing about growth. */
const leastTableBytes = 256 * 1024

/** The tables that hold something, the largest first. `n_dead_tup` is what vacuum has still to take away. */
export async function readTables(connectionString: string): Promise<TableSize[]> {
  const rows = await queryDatabase<{ table: string; rows: string; bytes: string; index_bytes: string; dead_rows: string; vacuums: string }>(
    connectionString,
    `select s.schemaname || '.' || s.relname as table, s.n_live_tup as rows, pg_table_size(s.relid) as bytes,
      pg_indexes_size(s.relid) as index_bytes, s.n_dead_tup as dead_rows, s.autovacuum_count as vacuums
    from pg_stat_user_tables s where pg_total_relation_size(s.relid) >= ${leastTableBytes}
    order by pg_total_relation_size(s.relid) desc`,
  )
  return rows.map(({ table, ...row }) => ({
    table: table.replace(/^public\./, ''),
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    indexBytes: Number(row.index_bytes),
    deadRows: Number(row.dead_rows),
    vacuums: Number(row.vacuums),
  }))
}
