import { expect, test } from 'vitest'
import { plotWindow } from '../../../bench/plot.js'
import { sampleCell, sampleRun, sampleWindow } from '../../support/bench/sample-results.js'

test('there is a bar for each contender and latency, as high as its multiple of the floor', () => {
  const cells = [sampleCell(), sampleCell({ latencyMs: 500, panels: [sampleRun(100)] })]
  const svg = plotWindow(sampleWindow(cells)) ?? ''
  const heights = [
    ...svg.matchAll(/<rect class="(a1|a2)" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="([\d.]+)" rx="2"\/>\n<text class="value"/g),
  ]
  expect(heights.map(([, style]) => style)).toEqual(['a1', 'a2', 'a1', 'a2'])
  const [bare, panels, , floorHigh] = heights.map(([, , height]) => Number(height))
  // 2.00, 2.20 and 1.00 times the floor.
  expect((panels ?? 0) / (bare ?? 1)).toBeCloseTo(1.1, 2)
  expect((bare ?? 0) / (floorHigh ?? 1)).toBeCloseTo(2, 2)
})

test('it can be read without seeing it, and by dark light', () => {
  const svg = plotWindow(sampleWindow([sampleCell()])) ?? ''
  expect(svg).toContain('role="img" aria-labelledby="title desc"')
  expect(svg).toContain('bare BullMQ on Redis at 0 ms: 2.00; panels on Redis at 0 ms: 2.20.')
  expect(svg).toContain('@media (prefers-color-scheme:dark)')
})

test('what was not measured is not in its legend, and nothing at all gives no plot', () => {
  const svg = plotWindow(sampleWindow([sampleCell()])) ?? ''
  expect(svg).not.toContain('PostgreSQL')
  expect(plotWindow(sampleWindow([sampleCell({ workers: 2 })]))).toBeNull()
})
