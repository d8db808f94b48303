import type { Backend, WindowResult } from './results.js'
import { type Contender, ratioOf } from './summary.js'

type Series = { backend: Backend; contender: Contender; name: string; style: string }

const series: readonly Series[] = [
  { backend: 'redis', contender: 'bare', name: 'bare BullMQ on Redis', style: 'a1' },
  { backend: 'redis', contender: 'panels', name: 'panels on Redis', style: 'a2' },
  { backend: 'postgres', contender: 'bare', name: 'bare BullMQ on PostgreSQL', style: 'b1' },
  { backend: 'postgres', contender: 'panels', name: 'panels on PostgreSQL', style: 'b2' },
]

const frame = { width: 760, height: 400, left: 48, right: 16, top: 92, bottom: 52 }
const barGap = 4
const groupPadding = 28
const legendColumnWidth = 250
const gridLines = 5

type Bar = Series & { latencyMs: number; value: number }

/**
 * Grouped bars: how long the same calls took, as a multiple of the floor, at each latency with one worker. Light or dark as the reader's
 * system is. Pure; null when there is nothing to draw.
 */
export function plotWindow({ cells, seats, concurrency }: WindowResult): string | null {
  const latencies = [...new Set(cells.map(({ latencyMs }) => latencyMs))]
  const bars = cells
    .filter(({ workers }) => workers === 1)
    .flatMap((cell): Bar[] =>
      series
        .filter(({ backend }) => backend === cell.backend)
        .flatMap((one) => {
          const value = ratioOf(cell, one.contender, 'floor')?.value
          return value === undefined ? [] : [{ ...one, latencyMs: cell.latencyMs, value }]
        }),
    )
  if (bars.length === 0) return null
  const top = niceTop(Math.max(...bars.map(({ value }) => value)))
  const shown = series.filter(({ style }) => bars.some((bar) => bar.style === style))
  const said = bars.map(({ name, latencyMs, value }) => `${name} at ${latencyMs} ms: ${value.toFixed(2)}`).join('; ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">Time for ${seats} model calls as a multiple of a bare fetch loop</title>`,
    `<desc id="desc">${concurrency} calls at once, one worker, by the latency of the model. The floor is 1. ${said}.</desc>`,
    `<style>${styles}</style>`,
    `<rect class="paper" width="${frame.width}" height="${frame.height}"/>`,
    `<text class="head" x="${frame.left}" y="26">Time for ${seats} model calls, as a multiple of a bare fetch loop</text>`,
    ...legend(shown),
    ...grid(top),
    `<line class="floor" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${yOf(1, top)}" y2="${yOf(1, top)}"/>`,
    ...latencies.flatMap((latencyMs, group) => drawGroup({ latencyMs, group, groups: latencies.length, bars, shown, top })),
    '</svg>',
    '',
  ].join('\n')
}

type Group = { latencyMs: number; group: number; groups: number; bars: readonly Bar[]; shown: readonly Series[]; top: number }

function drawGroup({ latencyMs, group, groups, bars, shown, top }: Group): string[] {
  const groupWidth = (frame.width - frame.left - frame.right) / groups
  const barWidth = (groupWidth - 2 * groupPadding) / shown.length - barGap
  const startX = frame.left + group * groupWidth + groupPadding
  const drawn = shown.flatMap(({ style }, place) => {
    const bar = bars.find((candidate) => candidate.style === style && candidate.latencyMs === latencyMs)
    if (bar === undefined) return []
    const x = startX + place * (barWidth + barGap)
    const y = yOf(bar.value, top)
    return [
      `<rect class="${style}" x="${px(x)}" y="${y}" width="${px(barWidth)}" height="${px(yOf(0, top) - y)}" rx="2"/>`,
      `<text class="value" x="${px(x + barWidth / 2)}" y="${px(y - 5)}">${bar.value.toFixed(2)}</text>`,
    ]
  })
  const middle = px(frame.left + (group + 0.5) * groupWidth)
  return [...drawn, `<text class="group" x="${middle}" y="${frame.height - frame.bottom + 22}">model answers after ${latencyMs} ms</text>`]
}

function legend(shown: readonly Series[]): string[] {
  const entries = shown.flatMap(({ name, style }, index) => {
    const x = frame.left + Math.floor(index / 2) * legendColumnWidth
    const y = 40 + (index % 2) * 18
    return [
      `<rect class="${style}" x="${x}" y="${y}" width="12" height="12" rx="2"/>`,
      `<text class="label" x="${x + 18}" y="${y + 10}">${name}</text>`,
    ]
  })
  const x = frame.left + 2 * legendColumnWidth
  return [
    ...entries,
    `<line class="floor" x1="${x}" x2="${x + 18}" y1="46" y2="46"/>`,
    `<text class="label" x="${x + 24}" y="50">floor: fetch and p-limit</text>`,
  ]
}

function grid(top: number): string[] {
  const step = top / gridLines
  return Array.from({ length: gridLines + 1 }, (_, index) => index * step).flatMap((value) => [
    `<line class="grid" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${yOf(value, top)}" y2="${yOf(value, top)}"/>`,
    `<text class="tick" x="${frame.left - 8}" y="${px(yOf(value, top) + 4)}">${value.toFixed(step < 1 ? 1 : 0)}</text>`,
  ])
}

/** The smallest multiple of 0.5 times the number of grid lines that leaves room above the highest bar. */
function niceTop(highest: number): number {
  const unit = gridLines * 0.5
  return Math.ceil((highest * 1.05) / unit) * unit
}

function yOf(value: number, top: number): number {
  const height = frame.height - frame.top - frame.bottom
  return px(frame.top + height * (1 - value / top))
}

function px(value: number): number {
  return Math.round(value * 10) / 10
}

const styles = `
text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#5c564d}
.head{font-size:15px;font-weight:600;fill:#1b1916}
.value{text-anchor:middle;fill:#1b1916;font-variant-numeric:tabular-nums;stroke:#fbfaf7;stroke-width:3px;paint-order:stroke}
.group{text-anchor:middle}
.tick{text-anchor:end;font-variant-numeric:tabular-nums}
.paper{fill:#fbfaf7}
.grid{stroke:#e2ddd3}
.floor{stroke:#1b1916;stroke-dasharray:4 3}
.a1{fill:#9db1ff}.a2{fill:#1f3fbf}.b1{fill:#8fcdb6}.b2{fill:#0a6b4f}
@media (prefers-color-scheme:dark){
text{fill:#a9a297}
.head,.value{fill:#ece8e1}
.value{stroke:#141312}
.paper{fill:#141312}
.grid{stroke:#35312c}
.floor{stroke:#ece8e1}
.a1{fill:#4a5fc4}.a2{fill:#b3c2ff}.b1{fill:#2f7f66}.b2{fill:#8be3c0}
}`
