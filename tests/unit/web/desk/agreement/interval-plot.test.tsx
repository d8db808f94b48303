import { expect, test } from 'vitest'
import { renderHtml } from '../../../../../src/platform/html/render-html.js'
import { across, IntervalPlot } from '../../../../../src/web/desk/agreement/interval-plot.js'

const scale = { low: -0.5, high: 1, ticks: [0, 1], textOf: String }

test('a value is where its share of the scale is, within margins, and at an end beyond it', () => {
  expect(['-0.5', '0', '0.25', '1', '-2', '7'].map((value) => across(Number(value), scale))).toEqual([
    '6.00%',
    '35.33%',
    '50.00%',
    '94.00%',
    '6.00%',
    '94.00%',
  ])
})

test('each row has its label as text, its interval and its dot; without a value there is no dot, and markup in a label is text', () => {
  const rows = [
    { label: 'Jurors <b>0.25</b>', value: 0.25, interval: { low: 0, high: 1 } },
    { label: 'Range', value: null, interval: { low: 0, high: 1 } },
    { label: 'Alone', value: 1, interval: null, isRing: true },
  ]
  const svg = renderHtml(<IntervalPlot name="A plot" rows={rows} scale={scale} />)
  expect(svg).toMatch(/^<svg class="plot" role="img" aria-label="A plot" width="100%" height="162">/)
  expect(svg).toContain('>Jurors &lt;b&gt;0.25&lt;/b&gt;</text>')
  expect(svg).toContain('<line class="reach" x1="35.33%" x2="94.00%" y1="30" y2="30"')
  expect(svg).toContain('<circle class="dot" cx="50.00%" cy="30" r="5"')
  expect(svg).toContain('<circle class="ring" cx="94.00%" cy="122" r="5"')
  expect(svg.match(/class="reach"/g)).toHaveLength(2)
  expect(svg.match(/<circle /g)).toHaveLength(2)
})
