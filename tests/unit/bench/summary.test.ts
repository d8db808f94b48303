import { expect, test } from 'vitest'
import { bestCpu, cpuOf, percentile, ratioOf } from '../../../bench/summary.js'
import { sampleCell, sampleRun } from '../../support/bench/sample-results.js'

test('a ratio is that of the best windows; its spread is that of runs of the same round', () => {
  expect(ratioOf(sampleCell(), 'panels', 'bare')).toEqual({ value: 1.1, lowest: 1.1, highest: 1.3 })
  expect(ratioOf(sampleCell(), 'bare', 'floor')).toEqual({ value: 2, lowest: 1.5, highest: 2 })
})

test('a contender that did not run has no ratio', () => {
  expect(ratioOf(sampleCell({ panels: [] }), 'panels', 'floor')).toBeNull()
})

test('the processor time of a run is everyone’s but the provider’s, and unknown when one part is', () => {
  const { cpu } = sampleRun(1)
  expect(cpuOf(cpu)).toBe(3.75)
  expect(cpuOf({ ...cpu, database: null })).toBeNull()
  expect(bestCpu([{ cpu: { ...cpu, workers: 5 } }, { cpu }])).toBe(3.75)
  expect(bestCpu([])).toBeNull()
})

test('a percentile is a value that was measured, by the nearest rank', () => {
  expect(percentile([40, 10, 30, 20], 0.5)).toBe(20)
  expect(percentile([40, 10, 30, 20], 0.95)).toBe(40)
  expect(percentile([7], 0.5)).toBe(7)
})
