import { expect, test } from 'vitest'
import { judgeGrowth } from '../../../bench/goals.js'
import { readGrowthOptions } from '../../../bench/growth/options.js'
import { renderGrowth } from '../../../bench/growth/report.js'
import { costAtMark, waveEnds } from '../../../bench/measures/growth.js'
import type { GrowthPoint, GrowthWave } from '../../../bench/results.js'
import { sampleResults } from '../../support/bench/sample-results.js'
import { expectWholeTables } from '../../support/bench/whole-tables.js'

const wave = (seats: number, workers: number): GrowthWave => ({
  seats,
  seconds: 10,
  cpu: { workers, database: 1, redis: 0, kickOff: 0, provider: 9 },
  workerBytes: 200e6,
  kickOffBytes: 100e6,
})

const point = (seats: number, cpuSeconds: number, workerBytesAtEnd = 200e6): GrowthPoint => ({
  backend: 'redis',
  seats,
  seconds: seats / 100,
  cpu: { workers: 1, database: 1, redis: 0, kickOff: 0, provider: 0 },
  atMark: { seats: 1_000, seconds: 10, cpuSeconds },
  workerBytesAtFirstThousand: 200e6,
  workerBytesAtEnd,
  workerPeakBytes: 250e6,
  databaseBytes: 10e6 + seats * 5_000,
  redisBytes: 2e6,
  jobsLeft: 0,
  tables: [{ table: 'seats', rows: seats, bytes: seats * 1_000, indexBytes: seats * 200, deadRows: 3, vacuums: 1 }],
})

test('seats run in waves of a thousand, cut at the marks', () => {
  expect(waveEnds([100, 1_000, 3_000])).toEqual([100, 1_000, 2_000, 3_000])
  expect(waveEnds([1_500])).toEqual([1_000, 1_500])
  expect(() => waveEnds([150])).toThrow('150 seats are not whole panels of 100')
})

test('what a seat costs at a mark is what the last tenth did, or the last wave where that is more', () => {
  expect(costAtMark([wave(100, 4), wave(1_000, 8)])).toEqual({ seats: 900, seconds: 10, cpuSeconds: 9 })
  const waves = Array.from({ length: 20 }, (_, index) => wave((index + 1) * 1_000, index))
  expect(costAtMark(waves)).toEqual({ seats: 2_000, seconds: 20, cpuSeconds: 39 })
})

test('growth is judged between a thousand seats and the largest mark, and not where there is no larger one', () => {
  const judged = judgeGrowth([point(100, 99), point(1_000, 10), point(10_000, 10.9), point(100_000, 11.1, 219e6)])
  expect(judged[0]).toMatchObject({ what: 'processor a seat at 100,000 seats ÷ at 1,000, Redis', measured: '1.11', status: 'not met' })
  expect(judged[1]).toMatchObject({ what: expect.stringContaining('memory of a worker'), measured: '1.09', status: 'met' })
  expect(judgeGrowth([point(100, 1), point(1_000, 1)]).map(({ status }) => status)).toEqual(Array(4).fill('not measured'))
})

test('the page shows what a further seat adds to each table, and every row has as many cells as its head', () => {
  const { machine } = sampleResults()
  const runs = [{ backend: 'redis' as const, points: [point(1_000, 10), point(2_000, 10)], waves: [wave(1_000, 1), wave(2_000, 2)] }]
  const page = renderGrowth({ schema: 'panel.growth/1', date: '2026-11-26', version: '0.2.0', loadBefore: 0.1, machine, runs })
  expect(page).toContain('| seats | 2,000 | 2.0 MB | 0.4 MB | 1000 | 200 | 3 | 1 |')
  expectWholeTables(page, 4)
})

test('100,000 seats are measured, with figures on the way', () => {
  expect(readGrowthOptions([]).marks).toEqual([100, 1_000, 10_000, 100_000])
  expect(readGrowthOptions(['--seats', '10000', '--to', 'x'])).toEqual({ marks: [100, 1_000, 10_000], to: 'x' })
  expect(() => readGrowthOptions(['--seats', '500'])).toThrow('--seats takes a multiple of 1,000 from 1,000 to 10,000,000, not 500')
})
