import { juryGoals } from './jury-report.js'
import type { Backend, BenchResults, DeskPage, ExportPoint, GrowthPoint, WindowCell } from './results.js'
import { backendNames, bestCpu, median, ratioOf } from './summary.js'

/** A goal whose measure did not run is `not measured`; one that missed its limit is `not met`, whatever the reason. */
export type GoalStatus = 'met' | 'not met' | 'not measured'

export type Goal = {
  what: string
  /** In words, e.g. `at most 1.05`. */
  limit: string
  /** What was measured, with its unit; null when it was not. */
  measured: string | null
  status: GoalStatus
}

type Bound = { atMost: number } | { atLeast: number }
/** A goal before it is judged; `value` is null when it was not measured. */
export type Draft = { what: string; bound: Bound; value: number | null; unit?: string; digits?: number }

const mostTimesTheFloor = 1.03
/** By the model's latency in milliseconds. */
const mostTimesBareBullmq = { 0: 1.5, 50: 1.25 }
const onePanelLimitsMs: Readonly<Record<Backend, number>> = { redis: 25, postgres: 35 }
/** BullMQ's no-ops on PostgreSQL are slower than those on Redis. */
const queueRateLimits: Readonly<Record<Backend, number>> = { redis: 0.4, postgres: 0.5 }
const backends = ['redis', 'postgres'] as const
/** The seats that the goals for processor time and memory speak of. */
const goalSeats = 400
const scaledWorkers = 4
const commandLimits = { '--help': { seconds: 0.3, mebibytes: 60 }, show: { seconds: 0.7, mebibytes: 110 } }
const megabyte = 1e6

/** Every goal of `npm run bench` with what was measured of it. Growth is judged by `npm run bench:growth`, on many more seats. Pure. */
export function evaluateGoals(results: BenchResults): Goal[] {
  return [
    ...windowGoals(results),
    ...onePanelGoals(results),
    ...juryGoals(results),
    ...costGoals(results),
    ...cacheAndReplayGoals(results),
    ...fleetGoals(results),
    ...startGoals(results),
    ...deskGoals(results),
    ...siteGoals(results),
    ...intakeGoals(results),
  ].map(judge)
}

function windowGoals({ window }: BenchResults): Draft[] {
  const cellAt = (latencyMs: number, backend: Backend) =>
    window?.cells.find((cell) => cell.latencyMs === latencyMs && cell.workers === 1 && cell.backend === backend)
  const ratio = (cell: WindowCell | undefined, over: 'floor' | 'bare') =>
    cell === undefined ? null : (ratioOf(cell, 'panels', over)?.value ?? null)
  return [
    ...backends.map((backend) => ({
      what: `window ÷ floor at 500 ms, ${backendNames[backend]}`,
      bound: { atMost: mostTimesTheFloor },
      value: ratio(cellAt(500, backend), 'floor'),
    })),
    ...([0, 50] as const).flatMap((latencyMs) =>
      backends.map((backend) => ({
        what: `window ÷ bare BullMQ at ${latencyMs} ms, ${backendNames[backend]}`,
        bound: { atMost: mostTimesBareBullmq[latencyMs] },
        value: ratio(cellAt(latencyMs, backend), 'bare'),
      })),
    ),
  ]
}

function onePanelGoals({ onePanel }: BenchResults): Draft[] {
  return backends.map((backend) => {
    const found = onePanel?.find((one) => one.backend === backend)
    return {
      what: `one panel beyond its slowest model call, median, ${backendNames[backend]}`,
      bound: { atMost: onePanelLimitsMs[backend] },
      value: found === undefined ? null : median(found.beyondSlowestCallMs),
      unit: 'ms',
      digits: 1,
    }
  })
}

/** Processor time with a model of half a second, the best round; memory at its most with any. */
function costGoals({ window }: BenchResults): Draft[] {
  const cells = window?.cells.filter(({ workers }) => workers === 1) ?? []
  const scale = goalSeats / (window?.seats ?? goalSeats)
  return [
    {
      what: `processor time for ${goalSeats} seats at 500 ms, database, Redis and kick-off included`,
      bound: { atMost: 2.5 },
      value: times(largest(cells.flatMap(({ latencyMs, panels }) => (latencyMs === 500 ? [bestCpu(panels)] : []))), scale),
      unit: 's',
    },
    {
      what: `memory of a worker at ${goalSeats} seats`,
      bound: { atMost: 150 },
      value: times(largest(cells.flatMap(({ panels }) => panels.map(({ workerPeakBytes }) => workerPeakBytes))), 1 / megabyte),
      unit: 'MB',
      digits: 0,
    },
  ]
}

function cacheAndReplayGoals({ promptCache, replay }: BenchResults): Draft[] {
  return [
    {
      what: 'billed input of 4 personas on a long dossier ÷ uncached',
      bound: { atMost: 0.45 },
      value: promptCache?.cases.find(({ dossier }) => dossier === 'long')?.ledRatio ?? null,
    },
    {
      what: `replay of ${replay?.recordings ?? goalSeats} recorded model calls, whole process`,
      bound: { atMost: 1.5 },
      value: replay === undefined ? null : Math.min(...replay.seconds),
      unit: 's',
    },
    {
      what: 'sockets that a replay opens besides the database’s',
      bound: { atMost: 0 },
      value: replay?.foreignConnections.length ?? null,
      digits: 0,
    },
  ]
}

/** What the first thousand seats are set against. */
const growthBegin = 1_000

/** Whether growth is flat, judged on the largest mark of each backend. Pure. */
export function judgeGrowth(points: readonly GrowthPoint[]): Goal[] {
  return growthGoals(points).map(judge)
}

/** Flat: a seat costs as much among the last as among the first thousand, and a worker that has drafted all holds no more than after those. */
function growthGoals(measured: readonly GrowthPoint[]): Draft[] {
  return backends.flatMap((backend) => {
    const points = measured.filter((point) => point.backend === backend)
    const [first, last] = [points.find(({ seats }) => seats === growthBegin), points.findLast(({ seats }) => seats > growthBegin)]
    const many = last?.seats.toLocaleString('en') ?? 'many'
    const ratio = (of: (point: GrowthPoint) => number | null) => {
      const [before, after] = [first, last].map((point) => (point === undefined ? null : of(point)))
      return before === null || before === undefined || after === null || after === undefined ? null : after / before
    }
    return [
      {
        what: `processor a seat at ${many} seats ÷ at 1,000, ${backendNames[backend]}`,
        bound: { atMost: 1.1 },
        value: ratio(({ atMark }) => (atMark === undefined || atMark.cpuSeconds === null ? null : atMark.cpuSeconds / atMark.seats)),
      },
      {
        what: `memory of a worker after ${many} seats ÷ after 1,000, ${backendNames[backend]}`,
        bound: { atMost: 1.1 },
        value: ratio(({ workerBytesAtEnd }) => workerBytesAtEnd),
      },
    ]
  })
}

function fleetGoals({ recovery, scaling, machine }: BenchResults): Draft[] {
  const rateWith = (workers: number) =>
    scaling?.points.find((point) => point.backend === 'redis' && point.workers === workers)?.seatsPerSecond
  const [one, four] = [rateWith(1), rateWith(scaledWorkers)]
  return [
    {
      what: 'a killed worker’s seats drafted again after (slowest)',
      bound: { atMost: 15 },
      value: recovery === undefined ? null : Math.max(...recovery.flatMap(({ seconds }) => seconds)),
      unit: 's',
      digits: 1,
    },
    {
      what: `seats a second, 1 → ${scaledWorkers} workers, ${scaling?.latencyMs ?? 500} ms, Redis, on ${machine.cores} cores`,
      bound: { atLeast: 3.6 },
      value: one === undefined || four === undefined ? null : four / one,
      unit: '×',
    },
  ]
}

/** The slowest and the heaviest page count. */
function deskGoals({ desk }: BenchResults): Draft[] {
  const pages = [...(desk?.pages ?? []), ...(desk?.newsroom?.pages ?? [])]
  const mostOf = (some: readonly DeskPage[], of: (page: DeskPage) => number) => (some.length === 0 ? null : Math.max(...some.map(of)))
  const most = (of: (page: DeskPage) => number) => mostOf(pages, of)
  return [
    {
      what: `desk list with ${desk?.newsroom?.tools ?? 2_000} tools and ${desk?.newsroom?.records ?? 5_000} records, median server time, slowest page`,
      bound: { atMost: 50 },
      value: mostOf(desk?.newsroom?.pages ?? [], ({ medianMs }) => medianMs),
      unit: 'ms',
      digits: 1,
    },
    {
      what: `desk page with ${desk?.panels ?? 200} panels, median server time, slowest page`,
      bound: { atMost: 30 },
      value: mostOf(desk?.pages ?? [], ({ medianMs }) => medianMs),
      unit: 'ms',
      digits: 1,
    },
    {
      what: 'desk page, gzipped, heaviest',
      bound: { atMost: 60 },
      value: most(({ pageGzipBytes }) => pageGzipBytes / 1_000),
      unit: 'kB',
      digits: 1,
    },
    {
      what: 'script of a desk page, gzipped, heaviest',
      bound: { atMost: 40 },
      value: most(({ scriptGzipBytes }) => scriptGzipBytes / 1_000),
      unit: 'kB',
      digits: 1,
    },
  ]
}

/** The goal for the export speaks of a thousand comparisons; linear growth: a page takes no longer there than in the smallest export. */
const exportGoalComparisons = 1_000

/** Results from before it was measured have none. */
function intakeGoals({ intake }: BenchResults): Draft[] {
  if (intake === undefined) return []
  return (['one host', 'eight hosts'] as const).map((place) => {
    const run = intake.runs.find((each) => each.place === place)
    return {
      what: `8 pages of 200 ms on ${place}, from addresses to proposal`,
      bound: { atMost: 1.5 },
      value: run === undefined ? null : median(run.seconds),
      unit: 's',
      digits: 2,
    }
  })
}

function siteGoals({ site }: BenchResults): Draft[] {
  const [small, large] = [site?.exports.at(0), site?.exports.at(-1)]
  const pageSeconds = (point: ExportPoint) => point.seconds / point.pages
  const isThousand = large !== undefined && large.comparisons >= exportGoalComparisons
  const weight = site?.weight
  return [
    {
      what: 'comparison page, requests a second ÷ a bare Hono route with the same bytes',
      bound: { atLeast: 0.7 },
      value: site === undefined ? null : median(site.runs.map(({ site: ours, bare }) => ours.requestsPerSecond / bare.requestsPerSecond)),
    },
    {
      what: 'comparison page and its stylesheet, brotli, without a script',
      bound: { atMost: 25 },
      value: weight === undefined ? null : (weight.htmlBrotliBytes + weight.cssBrotliBytes) / 1_000,
      unit: 'kB',
      digits: 1,
    },
    {
      what: `export of ${exportGoalComparisons} comparisons, whole process`,
      bound: { atMost: 6 },
      value: isThousand ? large.seconds : null,
      unit: 's',
      digits: 1,
    },
    {
      what: 'export: seconds a page of the largest ÷ of the smallest',
      bound: { atMost: 1.2 },
      value: small === undefined || !isThousand ? null : pageSeconds(large) / pageSeconds(small),
    },
  ]
}

function startGoals({ start, queueRate }: BenchResults): Draft[] {
  return [
    ...commandGoals(start),
    { what: 'panel demo, first time ever', bound: { atMost: 2 }, value: start?.firstSeconds ?? null, unit: 's' },
    {
      what: 'panel demo, warm, median',
      bound: { atMost: 0.9 },
      value: start === undefined ? null : median(start.warmSeconds),
      unit: 's',
    },
    { what: 'panel demo, peak memory of its process', bound: { atMost: 250 }, value: start?.peakMiB ?? null, unit: 'MiB', digits: 0 },
    ...backends.map((backend) => ({
      what: `seats replayed a second ÷ BullMQ no-ops a second, ${backendNames[backend]}`,
      bound: { atLeast: queueRateLimits[backend] },
      value: queueRate?.find((rate) => rate.backend === backend)?.ratio ?? null,
    })),
  ]
}

function commandGoals(start: BenchResults['start']): Draft[] {
  return Object.entries(commandLimits).flatMap(([command, { seconds, mebibytes }]) => {
    const found = start?.commands?.find((one) => one.command === command)
    return [
      {
        what: `panel ${command}, median`,
        bound: { atMost: seconds },
        value: found === undefined ? null : median(found.seconds),
        unit: 's',
      },
      { what: `panel ${command}, peak memory`, bound: { atMost: mebibytes }, value: found?.peakMiB ?? null, unit: 'MiB', digits: 0 },
    ]
  })
}

function judge({ what, bound, value, unit, digits = 2 }: Draft): Goal {
  const text = (number: number, places: number) => `${number.toFixed(places)}${unit === undefined ? '' : ` ${unit}`}`
  const limit = 'atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`
  const goal = { what, limit: unit === undefined ? limit : `${limit} ${unit}` }
  if (value === null) return { ...goal, measured: null, status: 'not measured' }
  // Judged as it was measured, not as it is shown.
  const isMet = 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast
  return { ...goal, measured: text(value, digits), status: isMet ? 'met' : 'not met' }
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor
}
