import { judgeGrowth } from '../goals.js'
import { machineLine } from '../report.js'
import { goalTable, growthTable, toTable } from '../report-tables.js'
import type { Backend, GrowthPoint, GrowthRun, Machine, TableSize } from '../results.js'
import { cpuOf } from '../summary.js'

/** Everything one run of `npm run bench:growth` found. */
export type GrowthResults = {
  schema: 'panel.growth/1'
  date: string
  version: string
  /** How many of the machine's cores were busy before it began: the load average of one minute. */
  loadBefore: number
  machine: Machine
  runs: GrowthRun[]
}

const backendNames: Readonly<Record<Backend, string>> = { redis: 'Redis', postgres: 'PostgreSQL' }

/** The page of the documentation. Pure. */
export function renderGrowth({ date, version, loadBefore, machine, runs }: GrowthResults): string {
  const points = runs.flatMap((run) => run.points)
  return `${[
    '# Growth',
    `Written by \`npm run bench:growth\` on ${date}, version ${version}; do not edit. The same as data, wave by wave: [growth.json](growth.json).`,
    `${machineLine(machine)} When it began, the load average was ${loadBefore.toFixed(1)}.`,
    '## Goals',
    goalTable(judgeGrowth(points)),
    '## At each mark',
    growthTable(points),
    ...runs.flatMap((run) => tablesOf(run)),
    '## Along the way',
    'Milliseconds of processor a seat, and resident memory at the end, of a wave of a thousand seats. One of the first, and of each tenth.',
    waveTable(runs),
  ].join('\n\n')}\n`
}

/** What each table and its indexes weigh at the largest mark, and what a further seat adds between the mark before and that. */
function tablesOf({ backend, points }: GrowthRun): string[] {
  const [before, last] = [points.at(-2), points.at(-1)]
  if (last === undefined) return []
  const rows = (last.tables ?? []).map((table) => [
    table.table,
    table.rows.toLocaleString('en'),
    megabytes(table.bytes),
    megabytes(table.indexBytes),
    aSeat({ table, before, last }, (size) => size.bytes),
    aSeat({ table, before, last }, (size) => size.indexBytes),
    table.deadRows.toLocaleString('en'),
    String(table.vacuums),
  ])
  const head = ['table', 'rows', 'table', 'indexes', 'bytes a further seat', 'of indexes', 'dead rows', 'vacuumed']
  return [
    `## Tables after ${last.seats.toLocaleString('en')} seats, queue on ${backendNames[backend]}`,
    `\`table\`: with what is stored out of line. \`dead rows\` wait for vacuum; \`vacuumed\`: how often autovacuum was there.`,
    toTable(head, rows),
  ]
}

type Between = { table: TableSize; before: GrowthPoint | undefined; last: GrowthPoint }

function aSeat({ table, before, last }: Between, of: (size: TableSize) => number): string {
  const earlier = before?.tables?.find((one) => one.table === table.table)
  return String(Math.round((of(table) - (earlier === undefined ? 0 : of(earlier))) / (last.seats - (before?.seats ?? 0))))
}

function waveTable(runs: readonly GrowthRun[]): string {
  const rows = runs.flatMap(({ backend, waves }) => {
    const step = Math.max(1, Math.round(waves.length / 10))
    return waves.flatMap((wave, index) => {
      if (index > 1 && index % step !== 0 && index !== waves.length - 1) return []
      const seats = wave.seats - (waves[index - 1]?.seats ?? 0)
      const { workers, database, redis, kickOff } = wave.cpu
      const parts = [cpuOf(wave.cpu), workers, database, redis, kickOff]
      const cost = parts.map((part) => (part === null ? '–' : ((part / seats) * 1000).toFixed(2)))
      const [rate, memory] = [String(Math.round(seats / wave.seconds)), [megabytes(wave.workerBytes), megabytes(wave.kickOffBytes)]]
      return [[backendNames[backend], wave.seats.toLocaleString('en'), rate, ...cost, ...memory]]
    })
  })
  const head = ['queue on', 'up to', 'seats a second', 'together', 'worker', 'database', 'Redis', 'kick-off', 'worker', 'kick-off']
  return toTable(head, rows)
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}
