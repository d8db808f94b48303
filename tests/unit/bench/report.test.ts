import { expect, test } from 'vitest'
import { renderReport, renderSummary } from '../../../bench/report.js'
import { toJson } from '../../../bench/write-results.js'
import { sampleCell, sampleResults, sampleWindow } from '../../support/bench/sample-results.js'

const results = sampleResults({ window: sampleWindow([sampleCell(), sampleCell({ latencyMs: 500 })]) })

test('the page says on what it was measured, every goal, and what was missed', () => {
  const page = renderReport(results)
  expect(page).toContain('Written by `npm run bench` on 2026-11-22, version 0.1.0')
  expect(page).toContain(
    '2 cores (Sample), 8 GiB, Linux 6, Node v20.19.0, PostgreSQL 18.4 (fsync on, synchronous_commit on), Redis 7.0.15.',
  )
  expect(page).toContain('| window ÷ floor at 500 ms, Redis | at most 1.03 | 2.20 | **not met** |')
  expect(page).toContain('| window ÷ bare BullMQ at 0 ms, Redis | at most 1.5 | 1.10 | met |')
  expect(page).toContain('| window ÷ bare BullMQ at 50 ms, Redis | at most 1.25 | – | not measured |')
  expect(page).toContain('| 0 ms | 1 | Redis | 0.10 s | 2.00 (1.50–2.00) | 2.20 (1.95–2.20) | 1.10 (1.10–1.30) | 1818 |')
})

test('growth is judged on the page that measures many more seats, and not here', () => {
  const page = renderReport(results)
  expect(page).toContain('is judged in [growth](growth.md).')
  expect(page).not.toMatch(/^\| (?:processor a seat|memory of a worker after)/m)
})

test('what was not measured has no section', () => {
  const page = renderReport(results)
  expect(page).not.toContain('## More seats')
  expect(renderReport(sampleResults())).not.toContain('window.svg')
})

test('every row of a table has as many cells as its head', () => {
  const growth = [
    {
      backend: 'redis' as const,
      seats: 100,
      seconds: 1,
      cpu: { workers: 1, database: 1, redis: null, kickOff: 1, provider: 1 },
      workerBytesAtFirstThousand: null,
      workerBytesAtEnd: 90e6,
      workerPeakBytes: 100e6,
      databaseBytes: 9e6,
      redisBytes: null,
      jobsLeft: 0,
    },
  ]
  const scaling = {
    latencyMs: 50,
    concurrencyPerWorker: 8,
    points: [{ backend: 'redis' as const, workers: 1, seats: 8, seatsPerSecond: 9 }],
  }
  const tables = renderReport({ ...results, growth, scaling })
    .split('\n\n')
    .filter((part) => part.startsWith('|'))
  expect(tables.length).toBeGreaterThanOrEqual(4)
  for (const table of tables) expect(new Set(table.split('\n').map((line) => line.split(' |').length)).size).toBe(1)
})

test('the terminal shows the goals that were measured, and how many were met', () => {
  const text = renderSummary(results)
  expect(text).not.toContain('not measured')
  expect(text).toMatch(/window ÷ bare BullMQ at 0 ms, Redis\s+1\.10\s+at most 1\.5\s+met/)
})

test('the results are JSON of four decimals, whose short lists are on a line and whose long ones fill lines', () => {
  const text = toJson({ runs: [{ ms: [1.5, 2] }], names: [] })
  expect(JSON.parse(text)).toEqual({ runs: [{ ms: [1.5, 2] }], names: [] })
  expect(text).toContain('      "ms": [1.5, 2]\n')
  expect(toJson({ ms: 1.000_06 })).toBe('{\n  "ms": 1.0001\n}\n')
  const long = toJson({ ms: Array.from({ length: 60 }, (_, n) => n + 0.25) })
  expect(JSON.parse(long).ms).toHaveLength(60)
  expect(long.split('\n').length).toBeLessThan(10)
  expect(Math.max(...long.split('\n').map((line) => line.length))).toBeLessThanOrEqual(140)
})
