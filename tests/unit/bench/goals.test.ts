import { expect, test } from 'vitest'
import { evaluateGoals } from '../../../bench/goals.js'
import type { BenchResults, ScalingResult } from '../../../bench/results.js'
import { sampleCell, sampleResults, sampleRun, sampleWindow } from '../../support/bench/sample-results.js'

const goal = (results: BenchResults, start: string) => evaluateGoals(results).find(({ what }) => what.startsWith(start))

test('a goal of a measure that did not run is not measured', () => {
  expect(new Set(evaluateGoals(sampleResults()).map(({ status }) => status))).toEqual(new Set(['not measured']))
})

test('at its limit a goal is met, a hair above it is not, though both are shown alike', () => {
  const at = (panelsMs: number) => {
    const floor = [{ windowMs: 100_000, cpuSeconds: 1, peakBytes: 1 }]
    const cell = sampleCell({ latencyMs: 500, floor, panels: [sampleRun(panelsMs)] })
    return goal(sampleResults({ window: sampleWindow([cell]) }), 'window ÷ floor at 500 ms, Redis')
  }
  expect(at(103_000)).toMatchObject({ limit: 'at most 1.03', measured: '1.03', status: 'met' })
  expect(at(103_001)).toMatchObject({ measured: '1.03', status: 'not met' })
})

test('processor time counts at 500 ms, scaled to 400 seats, and memory at its most with any latency', () => {
  const dear = { ...sampleRun(1), cpu: { workers: 3, database: 1, redis: 0, kickOff: 0, provider: 0 } }
  const large = { ...sampleRun(1), cpu: { workers: 9, database: 1, redis: 0, kickOff: 0, provider: 0 }, workerPeakBytes: 200e6 }
  const cells = [sampleCell({ latencyMs: 50, panels: [large] }), sampleCell({ latencyMs: 500, panels: [dear] })]
  const window = { ...sampleWindow(cells), seats: 200 }
  const results = sampleResults({ window })
  expect(goal(results, 'processor time')).toMatchObject({ measured: '8.00 s', status: 'not met' })
  expect(goal(results, 'memory of a worker')).toMatchObject({ measured: '200 MB', status: 'not met' })
})

test('scaling counts from one worker to four, at the latency that was measured', () => {
  const scaling = (four: number): ScalingResult => ({
    latencyMs: 500,
    concurrencyPerWorker: 8,
    points: [
      { backend: 'redis', workers: 1, seats: 96, seatsPerSecond: 16 },
      { backend: 'redis', workers: 4, seats: 384, seatsPerSecond: four },
    ],
  })
  const judged = (four: number) => goal(sampleResults({ scaling: scaling(four) }), 'seats a second')
  expect(judged(57.6)).toMatchObject({ measured: '3.60 ×', status: 'met', what: expect.stringContaining('500 ms') })
  expect(judged(57)).toMatchObject({ status: 'not met' })
})

test('a replay that opens another socket misses its goal', () => {
  const replay = { recordings: 400, seconds: [1.5, 1.2], peakBytes: 1, connections: ['127.0.0.1:5432'], foreignConnections: [] as string[] }
  expect(goal(sampleResults({ replay }), 'sockets')).toMatchObject({ measured: '0', status: 'met' })
  const leaky = sampleResults({ replay: { ...replay, foreignConnections: ['example.com:443'] } })
  expect(goal(leaky, 'sockets')).toMatchObject({ measured: '1', status: 'not met' })
  expect(goal(leaky, 'replay of 400')).toMatchObject({ measured: '1.20 s', status: 'met' })
})

test('of the recoveries the slowest counts', () => {
  const recovery = [
    { backend: 'redis' as const, seats: 16, seconds: [8, 16] },
    { backend: 'postgres' as const, seats: 16, seconds: [9] },
  ]
  expect(goal(sampleResults({ recovery }), 'a killed worker')).toMatchObject({ measured: '16.0 s', status: 'not met' })
})

test('a command is judged by the median of its runs, and by the most memory of any', () => {
  const start = {
    firstSeconds: 2,
    warmSeconds: [0.8],
    peakMiB: 140,
    commands: [{ command: 'show', seconds: [0.9, 0.6, 0.7], peakMiB: 111 }],
  }
  const results = sampleResults({ start })
  expect(goal(results, 'panel show, median')).toMatchObject({ measured: '0.70 s', status: 'met' })
  expect(goal(results, 'panel show, peak memory')).toMatchObject({ measured: '111 MiB', status: 'not met' })
  expect(goal(results, 'panel --help')).toMatchObject({ status: 'not measured' })
})
