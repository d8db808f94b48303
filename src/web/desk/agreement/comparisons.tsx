import { comparisonsOf, estimateText, reasonsOf } from '../../../agreement/agreement-words.js'
import type { AgreementReport, Estimate } from '../../../contracts/agreement.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { IntervalPlot, type PlotRow, type PlotScale } from './interval-plot.js'

/** Who agrees with whom: a plot of what there is, and a table of everything. */
export function Comparisons({ report }: { report: AgreementReport }) {
  const comparisons = comparisonsOf(report)
  const rows = comparisons.flatMap(({ short, figures: { alpha, ac1 } }) => [
    ...toRow(`${short}, alpha`, alpha),
    ...toRow(`${short}, AC1`, ac1).map((row) => ({ ...row, isRing: true })),
  ])
  const { changed, units } = report.repeats
  return (
    <section class="block" aria-labelledby="comparisons-title">
      <h2 id="comparisons-title">Who agrees with whom</h2>
      {rows.length === 0 ? null : (
        <IntervalPlot name="Alpha and AC1 with their 95% intervals; the table has the same figures" rows={rows} scale={scaleOf(rows)} />
      )}
      <table class="list stack">
        <thead>
          <tr>
            <th scope="col">Calls of</th>
            <th scope="col" class="num">
              Tools
            </th>
            <th scope="col" class="num">
              Raters
            </th>
            <th scope="col">Alpha (95%)</th>
            <th scope="col">AC1 (95%)</th>
            <th scope="col">Why not</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map(({ name, figures }) => (
            <tr>
              <th scope="row">{name}</th>
              <td class="num" data-label="Tools">
                {groupDigits(figures.tools)}
              </td>
              <td class="num" data-label="Raters">
                {groupDigits(figures.raters)}
              </td>
              <td data-label="Alpha">{estimateText(figures.alpha)}</td>
              <td data-label="AC1">{estimateText(figures.ac1)}</td>
              <td>{reasonsOf(figures).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changed === null ? null : (
        <p class="meta">
          Asked the same again, {groupDigits(changed)} of {groupDigits(units)} calls changed.
        </p>
      )}
    </section>
  )
}

function toRow(label: string, estimate: Estimate): PlotRow[] {
  const { value, interval } = estimate
  return value === null ? [] : [{ label: `${label} ${estimateText(estimate)}`, value, interval }]
}

/** From 0 to 1, and as far below 0 as an interval reaches. */
function scaleOf(rows: readonly PlotRow[]): PlotScale {
  const lowest = rows.reduce((low, { interval }) => Math.min(low, interval?.low ?? 0), 0)
  const low = lowest < -0.5 ? -1 : lowest < 0 ? -0.5 : 0
  return { low, high: 1, ticks: [...(low < 0 ? [low] : []), 0, 0.5, 1], textOf: (value) => String(value).replace('-', '−') }
}
