import type { Goal } from './goals.js'
import type {
  BenchResults,
  CpuSplit,
  DeskPage,
  GrowthPoint,
  Machine,
  ScalingResult,
  SiteLoadRun,
  SiteResult,
  WindowCell,
  WindowResult,
} from './results.js'
import { backendNames, bestWindowMs, cpuOf, median, percentile, ratioOf, spread } from './summary.js'

const contenderNames = { bare: 'bare BullMQ', panels: 'panels' } as const
const megabyte = 1e6

/** Every goal with what was measured, and whether it was met. */
export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ what, limit, measured, status }) => row([what, limit, measured ?? '–', statusText(status)]))
  return table(['goal', 'limit', 'measured', ''], rows).join('\n')
}

function statusText(status: Goal['status']): string {
  return status === 'not met' ? '**not met**' : status
}

/** Windows as multiples of the floor, with the lowest and highest ratio of any round. */
export function windowTable({ cells, seats, concurrency, warmUp, requestBytes }: WindowResult): string {
  const rows = cells.map((cell) => {
    const floor = `${(bestWindowMs(cell.floor) / 1000).toFixed(2)} s`
    const [bare, ours, overBare] = [ratioOf(cell, 'bare', 'floor'), ratioOf(cell, 'panels', 'floor'), ratioOf(cell, 'panels', 'bare')]
    const rate = `${Math.round((seats / bestWindowMs(cell.panels)) * 1000)}`
    return row([
      `${cell.latencyMs} ms`,
      cell.workers,
      backendNames[cell.backend],
      floor,
      spread(bare),
      spread(ours),
      spread(overBare),
      rate,
    ])
  })
  const rounds = cells[0]?.panels.length ?? 0
  const intro = `${seats} seats, ${concurrency} model calls in flight over all workers together, ${requestBytes} bytes a request, after ${warmUp} seats to warm up. The window goes from the first request to the last reply, at the provider. Best of ${rounds} rounds; in brackets the lowest and highest ratio of any round.`
  const head = [
    'model',
    'workers',
    'queue on',
    'floor',
    'bare BullMQ ÷ floor',
    'panels ÷ floor',
    'panels ÷ bare BullMQ',
    'panels: seats a second',
  ]
  return [intro, '', ...table(head, rows)].join('\n')
}

/** Processor time and memory of the cells with the least processor time. */
export function windowCostTable({ cells, seats }: WindowResult): string {
  const rows = cells.flatMap((cell) =>
    (['bare', 'panels'] as const).map((contender) => {
      const run = cheapest(cell, contender)
      const split = run === null ? cpuCells(null) : cpuCells(run.cpu)
      const all = run === null ? null : cpuOf(run.cpu)
      const perSeat = all === null ? '–' : `${((all / seats) * 1000).toFixed(1)} ms`
      return row([
        `${cell.latencyMs} ms`,
        cell.workers,
        backendNames[cell.backend],
        contenderNames[contender],
        ...split,
        seconds(all),
        perSeat,
        megabytes(run?.workerPeakBytes ?? null),
      ])
    }),
  )
  const floors = cells.flatMap(({ floor }) => floor)
  const floorLine = `The floor itself: ${Math.min(...floors.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2)} s and ${megabytes(Math.min(...floors.map(({ peakBytes }) => peakBytes)))} at its best.`
  const head = ['model', 'workers', 'queue on', '', 'workers', 'database', 'Redis', 'kick-off', 'together', 'a seat', 'peak of a worker']
  return [`Processor seconds for ${seats} seats, from the kick-off to its end. ${floorLine}`, '', ...table(head, rows)].join('\n')
}

/** Seats a second by workers. */
export function scalingTable({ latencyMs, concurrencyPerWorker, points }: ScalingResult, { cores }: Machine): string {
  const rows = points.map(({ backend, workers, seats, seatsPerSecond }) => {
    const alone = points.find((point) => point.backend === backend && point.workers === 1)?.seatsPerSecond
    const times = alone === undefined ? '–' : `${(seatsPerSecond / alone).toFixed(2)} ×`
    return row([backendNames[backend], workers, seats, Math.round(seatsPerSecond), times])
  })
  const intro = `A model that answers after ${latencyMs} ms, ${concurrencyPerWorker} seats at once in each worker, on ${cores} cores that workers, servers and provider share.`
  return [intro, '', ...table(['queue on', 'workers', 'seats', 'seats a second', 'one worker = 1'], rows)].join('\n')
}

/** What a seat costs as their number grows. */
export function growthTable(points: readonly GrowthPoint[]): string {
  const rows = points.map((point) => {
    const { atMark } = point
    return row([
      backendNames[point.backend],
      point.seats.toLocaleString('en'),
      `${point.seconds.toFixed(1)} s`,
      atMark === undefined ? '–' : Math.round(atMark.seats / atMark.seconds),
      atMark === undefined || atMark.cpuSeconds === null ? '–' : `${((atMark.cpuSeconds / atMark.seats) * 1000).toFixed(1)} ms`,
      ...cpuCells(point.cpu),
      megabytes(point.workerBytesAtEnd),
      megabytes(point.workerPeakBytes),
      megabytes(point.databaseBytes),
      databaseBytesASeat(points, point),
      megabytes(point.redisBytes),
      point.jobsLeft,
    ])
  })
  const head = [
    'queue on',
    'seats',
    'kick-off to record',
    'seats a second',
    'processor a seat',
    'worker',
    'database',
    'Redis',
    'kick-off',
    'worker',
    'at its peak',
    'database',
    'bytes a further seat',
    'Redis',
    'jobs left',
  ]
  const intro =
    'Panels of 100 seats on a model that answers at once, ten at a time, by one worker, in one database from the first seat to the last; each came to its record with every seat drafted. `seats a second` and `processor a seat` are those of the last tenth before the mark, all processes together; the seconds of each process are of all seats so far. Memory is of the worker at rest. `bytes a further seat`: what the database grew by since the mark before.'
  return [intro, '', ...table(head, rows)].join('\n')
}

/** What is one figure or two: a section each, as far as measured. */
export function oneOffTable({ onePanel, promptCache, replay, recovery, queueRate, desk, intake }: BenchResults): string[] {
  const rows = [
    ...(onePanel ?? []).map(({ backend, latencyMs, beyondSlowestCallMs: ms }) =>
      row([
        `one panel on ${backendNames[backend]}: 4 personas, 1 tool, ${latencyMs} ms; beyond its slowest model call`,
        `median ${median(ms).toFixed(1)} ms, 95 % within ${percentile(ms, 0.95).toFixed(1)} ms (${ms.length} panels)`,
      ]),
    ),
    ...(promptCache?.cases ?? []).map(({ dossier, prefixShare, ledRatio, atOnceRatio }) =>
      row([
        `billed input of 4 personas ÷ uncached, ${dossier === 'long' ? 'a long dossier' : 'the sample’s dossier and personas'} (${Math.round(prefixShare * 100)} % shared)`,
        `${ledRatio.toFixed(2)}; all at once ${atOnceRatio.toFixed(2)}`,
      ]),
    ),
    ...(replay === undefined
      ? []
      : [
          row([
            `replay of ${replay.recordings} recordings, whole process`,
            `${list(replay.seconds)} s, ${megabytes(replay.peakBytes)}; connects to ${replay.connections.length === 1 ? 'the database alone' : replay.connections.join(', ')}`,
          ]),
        ]),
    ...(recovery ?? []).map(({ backend, seats, seconds: taken }) =>
      row([`a worker killed with ${seats} seats at hand, ${backendNames[backend]}: the last drafted again after`, `${list(taken)} s`]),
    ),
    ...(intake?.runs ?? []).map(({ place, seconds: taken, floorSeconds }) =>
      row([
        `${intake?.pages} pages of ${intake?.delayMs} ms on ${place}, from their addresses to the stored proposal`,
        `${list(taken)} s; their bytes alone ${list(floorSeconds)} s`,
      ]),
    ),
    ...(queueRate ?? []).map(({ backend, seatsPerSecond, noopsPerSecond }) =>
      row([
        `one process, ${backendNames[backend]}`,
        `${Math.round(seatsPerSecond)} replayed seats a second; ${Math.round(noopsPerSecond)} BullMQ no-ops a second`,
      ]),
    ),
    ...(desk?.pages ?? []).map((page) => deskRow(page, `${desk?.panels} panels`)),
    ...(desk?.newsroom?.pages ?? []).map((page) => deskRow(page, `${desk?.newsroom?.tools} tools and ${desk?.newsroom?.records} records`)),
  ]
  return rows.length === 0 ? [] : ['## One by one', table(['', ''], rows).join('\n')]
}

/** The public site: under load, on the wire, and as files. */
export function siteTable({ connections, seconds: duration, weight, runs, exports }: SiteResult): string {
  const load = (['bare', 'site'] as const).map((contender) => {
    const own = runs.map((run) => run[contender])
    const middle = (of: (run: SiteLoadRun) => number) => median(own.map(of))
    const cpu = own.every((run) => run.cpuMicrosecondsPerRequest !== null) ? middle((run) => run.cpuMicrosecondsPerRequest ?? 0) : null
    const name = contender === 'bare' ? 'a bare Hono route, the same bytes' : 'the comparison page'
    return row([
      name,
      Math.round(middle((run) => run.requestsPerSecond)),
      `${middle((run) => run.p50Ms)} ms`,
      `${middle((run) => run.p99Ms)} ms`,
      cpu === null ? '–' : `${Math.round(cpu)} µs`,
    ])
  })
  const ratios = runs.map(({ site, bare }) => site.requestsPerSecond / bare.requestsPerSecond)
  const range = `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`
  const files = exports.map(({ comparisons, pages, bytes, seconds: taken, againSeconds, peakBytes }) =>
    row([
      comparisons,
      pages,
      megabytes(bytes),
      `${taken.toFixed(1)} s`,
      `${((taken / pages) * 1000).toFixed(2)} ms`,
      `${againSeconds.toFixed(1)} s`,
      megabytes(peakBytes),
    ]),
  )
  return [
    `${connections} connections for ${duration} s, brotli; medians of ${runs.length} rounds, the two one after the other in each. Ratio of requests a second: ${range}. The load comes from this machine too.`,
    '',
    ...table(['', 'requests a second', 'median', '99 % within', 'processor a request'], load),
    '',
    `The page: ${kilobytes(weight.htmlBytes)} of HTML, ${kilobytes(weight.htmlBrotliBytes)} as sent, and ${kilobytes(weight.cssBrotliBytes)} of stylesheet, brotli; no script. Fonts, once for all pages: ${kilobytes(weight.fontBytes)}.`,
    '',
    '`panel export` as a process of its own, into a new folder, without link preview pictures; tools are in categories of ten, and each is compared with eight others and the one of its record.',
    '',
    ...table(['comparisons', 'pages', 'files', 'export', 'a page', 'once more, nothing changed', 'peak memory'], files),
  ].join('\n')
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`
}

function databaseBytesASeat(points: readonly GrowthPoint[], point: GrowthPoint): string {
  const before = points.findLast(({ backend, seats }) => backend === point.backend && seats < point.seats)
  return before === undefined ? '–' : `${Math.round((point.databaseBytes - before.databaseBytes) / (point.seats - before.seats))}`
}

function cheapest(cell: WindowCell, contender: 'bare' | 'panels') {
  const sorted = [...cell[contender]].sort((a, b) => (cpuOf(a.cpu) ?? 0) - (cpuOf(b.cpu) ?? 0))
  return sorted[0] ?? null
}

function cpuCells(cpu: CpuSplit | null): string[] {
  return [cpu?.workers, cpu?.database, cpu?.redis, cpu?.kickOff].map((part) => seconds(part ?? null))
}

function seconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(2)} s`
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '–' : `${Math.round(bytes / megabyte)} MB`
}

function list(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ')
}

/** A table of the documentation. Pure. */
export function toTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return table(head, rows.map(row)).join('\n')
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

function table(head: readonly string[], rows: readonly string[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows]
}

function deskRow({ page, medianMs, pageGzipBytes, scriptGzipBytes }: DeskPage, within: string): string {
  return row([
    `desk page \`${page}\` with ${within} in the database`,
    `median ${medianMs.toFixed(1)} ms of server time; ${kilobytes(pageGzipBytes)} and ${kilobytes(scriptGzipBytes)} of script, gzipped`,
  ])
}
