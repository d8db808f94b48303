import { correlationText, decimalText, effectiveText, intervalText } from '../../../agreement/agreement-words.js'
import type { EffectiveJurors } from '../../../contracts/agreement.js'
import { IntervalPlot, type PlotRow, type PlotScale } from './interval-plot.js'

const scale: PlotScale = { low: -0.5, high: 1, ticks: [-0.5, 0, 0.5, 1], textOf: (value) => String(value).replace('-', '−') }

/** How many independent jurors those on a seat are worth, beside what chance would give. */
export function IndependentJurors({ figures }: { figures: EffectiveJurors }) {
  const correlation = correlationText(figures)
  const rows = rowsOf(figures)
  return (
    <section class="block" aria-labelledby="independent-title">
      <h2 id="independent-title">Independent jurors</h2>
      <p class="lede">{effectiveText(figures)}.</p>
      {correlation === null ? null : <p class="meta">{correlation}.</p>}
      {figures.leftOut === 0 ? null : (
        <p class="meta">
          {figures.leftOut === 1 ? '1 juror is' : `${figures.leftOut} jurors are`} left out: too few calls in common with others, or always
          the same one.
        </p>
      )}
      {rows.length === 0 ? null : (
        <IntervalPlot name="The jurors’ correlation, and the range that independent jurors would have" rows={rows} scale={scale} />
      )}
    </section>
  )
}

function rowsOf({ correlation, independent }: EffectiveJurors): PlotRow[] {
  if (correlation === null) return []
  const found = { label: `Correlation ${decimalText(correlation)}`, value: correlation, interval: null }
  if (independent === null) return [found]
  return [found, { label: `Independent jurors ${intervalText(independent)}`, value: null, interval: independent }]
}
