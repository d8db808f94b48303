/** A row of a plot: what it is, its dot and how far its interval reaches; without a value only the interval. */
export type PlotRow = {
  /** With the figures in words: for those who see no marks. */
  label: string
  value: number | null
  interval: { low: number; high: number } | null
  /** Drawn as a ring, to tell two kinds of rows apart. */
  isRing?: boolean
}

export type PlotScale = { low: number; high: number; ticks: readonly number[]; textOf: (value: number) => string }

const rowHeight = 46
const labelBase = 15
const markCentre = 30
const axisHeight = 24
const dotRadius = 5
/** What is left free at both ends, in percent of the width: room for a dot and half a tick's words. */
const margin = 6

/**
 * Dots with their intervals, one row each, its label above it. All that is across is in percent of the width, and all that is down in pixels: so
 * text keeps its size on the narrowest screen. It is one picture to screen readers, named by `name`: a table with the same figures goes below it.
 */
export function IntervalPlot({ name, rows, scale }: { name: string; rows: readonly PlotRow[]; scale: PlotScale }) {
  const height = rows.length * rowHeight + axisHeight
  return (
    <svg class="plot" role="img" aria-label={name} width="100%" height={height}>
      {scale.ticks.map((tick) => (
        <line class="tick" x1={across(tick, scale)} x2={across(tick, scale)} y1="0" y2={height - axisHeight} />
      ))}
      {rows.map((row, index) => (
        <Row row={row} top={index * rowHeight} scale={scale} />
      ))}
      {scale.ticks.map((tick) => (
        <text class="tick-word" x={across(tick, scale)} y={height - 6} text-anchor="middle">
          {scale.textOf(tick)}
        </text>
      ))}
    </svg>
  )
}

function Row({ row: { label, value, interval, isRing = false }, top, scale }: { row: PlotRow; top: number; scale: PlotScale }) {
  const centre = top + markCentre
  return (
    <>
      <text x="0" y={top + labelBase}>
        {label}
      </text>
      {interval === null ? null : (
        <line class="reach" x1={across(interval.low, scale)} x2={across(interval.high, scale)} y1={centre} y2={centre} />
      )}
      {value === null ? null : <circle class={isRing ? 'ring' : 'dot'} cx={across(value, scale)} cy={centre} r={dotRadius} />}
    </>
  )
}

/** Where a value is, in percent of the width; what lies beyond the scale is at its end. Pure. */
export function across(value: number, { low, high }: Pick<PlotScale, 'low' | 'high'>): string {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return `${(margin + (100 - 2 * margin) * share).toFixed(2)}%`
}
