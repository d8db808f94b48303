import { expect, test } from 'vitest'
import { readScaleOptions } from '../../../bench/scale/options.js'
import { renderScale } from '../../../bench/scale/report.js'
import type { ScaleStage, StatementTimes } from '../../../bench/scale/results.js'
import { sampleResults } from '../../support/bench/sample-results.js'
import { expectWholeTables } from '../../support/bench/whole-tables.js'

const times = (medianMs: number, goesThrough: string[] = []): StatementTimes => ({
  name: 'seat: start',
  samples: 200,
  medianMs,
  p95Ms: 2 * medianMs,
  goesThrough,
})

const stage = (seats: number, statement: StatementTimes): ScaleStage => ({
  seats,
  fillSeconds: 1,
  databaseBytes: seats * 1_500,
  tables: [{ table: 'seats', rows: seats, bytes: seats * 400, indexBytes: seats * 100, deadRows: 0, vacuums: 0 }],
  indexes: [{ index: 'seats_pkey', bytes: seats * 60 }],
  statements: [statement],
})

test('each statement is set against its time in the smallest ledger, with the tables it reads whole', () => {
  const { machine, date, version } = sampleResults()
  const pair = { whole: times(0.1), byMonth: times(0.4) }
  const page = renderScale({
    schema: 'panel.scale/1',
    date,
    version,
    loadBefore: 0,
    machine,
    stages: [stage(10_000, times(2)), stage(10_000_000, times(5, ['seats']))],
    partitions: {
      rows: 10_000_000,
      months: 12,
      bytes: 2e9,
      copySeconds: 60,
      lookUp: pair,
      insert: pair,
      dropMonthMs: 9,
      rowsOfMonth: 800_000,
      deleteMonthMs: 8_000,
      vacuumMs: 2_000,
    },
  })
  expect(page).toContain('| seat: start | 2.00 / 4.00 | 5.00 / 10.00 | 2.5 | seats |')
  expect(page).toContain('| seats_pkey | 0.60 GB | 60 |')
  expect(page).toContain('| the end of a month of 800,000 rows | DELETE 8.0 s, VACUUM 2.0 s | DROP TABLE 9 ms |')
  expectWholeTables(page, 4)
})

test('a ledger is filled in stages of whole panels and tools', () => {
  expect(readScaleOptions([]).stages).toEqual([10_000, 1_000_000, 10_000_000])
  expect(readScaleOptions(['--rows', '20000', '--to', 'x'])).toEqual({ stages: [10_000, 20_000], to: 'x' })
  expect(() => readScaleOptions(['--rows', '100'])).toThrow('--rows takes a multiple of 10,000 from 10,000 to 100,000,000, not 100')
})
