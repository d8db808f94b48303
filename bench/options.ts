import { parseArgs } from 'node:util'
import { type Bench, boundsText, readCount, readFolder, readNames } from './command-line.js'
import type { DeskPlan } from './measures/desk.js'
import type { GrowthPlan } from './measures/growth.js'
import type { IntakePlan } from './measures/intake.js'
import type { JuryPlan } from './measures/jury.js'
import type { RecoveryPlan } from './measures/recovery.js'
import type { ReplayPlan } from './measures/replay.js'
import type { ScalingPlan } from './measures/scaling.js'
import type { SitePlan } from './measures/site.js'
import type { WindowPlan } from './measures/window.js'

export const measureNames = [
  'window',
  'onePanel',
  'jury',
  'scaling',
  'growth',
  'promptCache',
  'replay',
  'recovery',
  'start',
  'queueRate',
  'desk',
  'site',
  'intake',
] as const
export type MeasureName = (typeof measureNames)[number]

/** What a run measures, and how often. */
export type Plan = {
  mode: 'quick' | 'full'
  measures: readonly MeasureName[]
  window: WindowPlan
  onePanel: { panels: number }
  jury: JuryPlan
  scaling: ScalingPlan
  growth: GrowthPlan
  replay: ReplayPlan
  recovery: RecoveryPlan
  start: { warmRuns: number }
  queueRate: { seats: number; rounds: number }
  desk: DeskPlan
  site: SitePlan
  intake: IntakePlan
}

export type Options = {
  plan: Plan
  /** Print one JSON document and write no file. */
  json: boolean
  /** The folder of results, table and plot, when one is named. */
  to: string | null
  /** Whether everything is measured as planned, so that it may be in docs/. */
  isWhole: boolean
}

const concurrency = 32

const [seatBounds, roundBounds, latencyBounds] = [
  { least: 4, most: 100_000, unit: 4 },
  { least: 1, most: 100 },
  { least: 0, most: 60_000 },
]
const options = {
  full: { type: 'boolean', default: false, says: 'more workers, more rounds and growth up to 10,000 seats: takes several times as long' },
  json: { type: 'boolean', default: false, says: 'print one JSON document, and write no file' },
  to: { type: 'string', value: '<folder>', says: 'where results.json, README.md and window.svg go; default docs/benchmarks' },
  only: { type: 'string', value: '<measure,…>', says: `some of ${measureNames.join(', ')}; default all` },
  seats: {
    type: 'string',
    value: '<n>',
    says: `seats of window, replay and queueRate, and most of a worker in scaling: ${boundsText(seatBounds)}; default 400`,
  },
  rounds: {
    type: 'string',
    value: '<n>',
    says: `how often what is measured more than once is measured, ${boundsText(roundBounds)}; default 1 to 5, by measure`,
  },
  latency: {
    type: 'string',
    value: '<ms,…>',
    says: `after how many milliseconds the model of window replies, each ${boundsText(latencyBounds)}; default 0,50,500`,
  },
} as const

/** Reads the arguments of `npm run bench --`. Throws `TypeError` for an option that does not exist and `UsageError` for a value that cannot be. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options })
  const { only, seats, rounds, latency, to } = values
  const plan = choosePlan({
    isFull: values.full,
    measures: only === undefined ? measureNames : readNames('--only', only, measureNames),
    seats: seats === undefined ? null : readCount('--seats', seats, seatBounds),
    rounds: rounds === undefined ? null : readCount('--rounds', rounds, roundBounds),
    latenciesMs: latency === undefined ? [0, 50, 500] : latency.split(',').map((text) => readCount('--latency', text, latencyBounds)),
  })
  return {
    plan,
    json: values.json,
    to: to === undefined ? null : readFolder('--to', to),
    isWhole: [only, seats, rounds, latency].every((value) => value === undefined),
  }
}

export const mainBench: Bench<Options> = {
  command: 'npm run bench',
  about: [
    'Measures panels against a bare loop and bare BullMQ, and what starting, replaying, recovering, the desk and the site take; prints the goals.',
    'Writes results.json, README.md and window.svg; nothing where --only, --seats, --rounds or --latency narrow it, unless --to names a folder.',
    'Takes five to ten minutes on two cores; nothing else should run on them. Everything is in the temporary folder (TMPDIR), given back at the end.',
    'BENCH_CPU_PROFILES, set to a folder, gets a profile of every process.',
  ],
  options,
  read: readOptions,
}

type Choice = {
  isFull: boolean
  measures: readonly MeasureName[]
  seats: number | null
  rounds: number | null
  latenciesMs: readonly number[]
}

/** The quick plan takes about five minutes on two cores; the full one does everything, more often. Pure. */
function choosePlan({ isFull, measures, seats, rounds, latenciesMs }: Choice): Plan {
  const windowSeats = seats ?? 400
  return {
    mode: isFull ? 'full' : 'quick',
    measures,
    window: {
      latenciesMs,
      workers: isFull ? [1, 2, 4] : [1],
      seats: windowSeats,
      concurrency,
      warmUp: 64,
      rounds: rounds ?? (isFull ? 3 : 2),
    },
    onePanel: { panels: isFull ? 50 : 20 },
    jury: { rounds: rounds ?? (isFull ? 3 : 2) },
    scaling: {
      // Where workers wait for the model and not for a core, two cores show how a fleet grows.
      latencyMs: 500,
      concurrencyPerWorker: 8,
      workers: isFull ? [1, 2, 4, 8] : [1, 4],
      seatsPerWorker: Math.min(windowSeats, isFull ? 200 : 96),
      rounds: rounds ?? (isFull ? 3 : 1),
    },
    growth: { marks: isFull ? [100, 1_000, 10_000] : [100, 1_000], concurrency },
    replay: { recordings: windowSeats, rounds: rounds ?? 3 },
    recovery: { seats: 16, rounds: rounds ?? (isFull ? 3 : 1) },
    start: { warmRuns: isFull ? 5 : 3 },
    queueRate: { seats: windowSeats, rounds: rounds ?? (isFull ? 3 : 2) },
    desk: { panels: 200, requests: isFull ? 200 : 50 },
    intake: { rounds: rounds ?? (isFull ? 5 : 3) },
    site: { connections: 32, seconds: isFull ? 10 : 4, rounds: rounds ?? (isFull ? 5 : 3), comparisons: [100, 300, 1_000] },
  }
}
