import { parseArgs } from 'node:util'
import type { DeskPlan } from './measures/desk.js'
import type { GrowthPlan } from './measures/growth.js'
import type { RecoveryPlan } from './measures/recovery.js'
import type { ReplayPlan } from './measures/replay.js'
import type { ScalingPlan } from './measures/scaling.js'
import type { SitePlan } from './measures/site.js'
import type { WindowPlan } from './measures/window.js'

export const measureNames = [
  'window',
  'onePanel',
  'scaling',
  'growth',
  'promptCache',
  'replay',
  'recovery',
  'start',
  'queueRate',
  'desk',
  'site',
] as const
export type MeasureName = (typeof measureNames)[number]

/** What a run measures, and how often. */
export type Plan = {
  mode: 'quick' | 'full'
  measures: readonly MeasureName[]
  window: WindowPlan
  onePanel: { panels: number }
  scaling: ScalingPlan
  growth: GrowthPlan
  replay: ReplayPlan
  recovery: RecoveryPlan
  start: { warmRuns: number }
  queueRate: { seats: number; rounds: number }
  desk: DeskPlan
  site: SitePlan
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

/** Reads the arguments of `npm run bench --`. Throws `TypeError` for an option that does not exist and `Error` for a value that cannot be. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      to: { type: 'string' },
      only: { type: 'string' },
      seats: { type: 'string' },
      rounds: { type: 'string' },
      latency: { type: 'string' },
    },
  })
  const plan = choosePlan({
    isFull: values.full,
    measures: values.only === undefined ? measureNames : values.only.split(',').map(readMeasure),
    seats: readCount('--seats', values.seats, 4),
    rounds: readCount('--rounds', values.rounds, 1),
    latenciesMs: values.latency === undefined ? [0, 50, 500] : values.latency.split(',').map(readLatency),
  })
  const narrowed = [values.only, values.seats, values.rounds, values.latency]
  return { plan, json: values.json, to: values.to ?? null, isWhole: narrowed.every((value) => value === undefined) }
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
    site: { connections: 32, seconds: isFull ? 10 : 4, rounds: rounds ?? (isFull ? 5 : 3), comparisons: [100, 300, 1_000] },
  }
}

function readMeasure(text: string): MeasureName {
  const name = measureNames.find((candidate) => candidate === text)
  if (name === undefined) throw new Error(`--only takes ${measureNames.join(', ')}, with commas between; not ${text}`)
  return name
}

function readLatency(text: string): number {
  const milliseconds = Number(text)
  if (text.trim() === '' || !Number.isInteger(milliseconds) || milliseconds < 0)
    throw new Error(`--latency takes whole milliseconds, not ${text}`)
  return milliseconds
}

function readCount(option: string, text: string | undefined, unit: number): number | null {
  if (text === undefined) return null
  const count = Number(text)
  if (!Number.isInteger(count) || count < unit || count % unit !== 0) throw new Error(`${option} takes a multiple of ${unit}, not ${text}`)
  return count
}
