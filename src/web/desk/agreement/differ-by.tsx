import { intervalText, restOf, sharesOf, shareText } from '../../../agreement/agreement-words.js'
import type { CallComponent, CallDecomposition } from '../../../contracts/agreement.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { IntervalPlot, type PlotScale } from './interval-plot.js'

const scale: PlotScale = { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1], textOf: shareText }

/** How much of what makes calls differ is the persona, the juror and the tool. */
export function DifferBy({ decomposition }: { decomposition: CallDecomposition }) {
  const { why, tools, personas, jurors, calls } = decomposition
  const shares = sharesOf(decomposition)
  return (
    <section class="block" aria-labelledby="differ-title">
      <h2 id="differ-title">What calls differ by</h2>
      {why === null ? (
        <>
          <p class="meta">
            From {groupDigits(calls)} ships and skips of {groupDigits(jurors)} jurors as {groupDigits(personas)} personas on{' '}
            {groupDigits(tools)} tools. The intervals are about other tools, not about other personas or jurors.
          </p>
          <IntervalPlot
            name="Shares of the variance of calls with their 95% intervals; the table has the same figures"
            rows={shares.map(({ name, part }) => ({ label: `${name} ${partText(part)}`, value: part.share, interval: part.interval }))}
            scale={scale}
          />
          <Parts rows={[...shares, ...restOf(decomposition).map(({ name, part }) => ({ name: `Rest: ${name.toLowerCase()}`, part }))]} />
        </>
      ) : (
        <p class="empty">Not known: {why}.</p>
      )}
    </section>
  )
}

function Parts({ rows }: { rows: readonly { name: string; part: CallComponent }[] }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Share</th>
          <th scope="col">95%</th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, part: { share, interval, why, setToZero } }) => (
          <tr>
            <th scope="row">{name}</th>
            <td data-label="Share">{shareText(share)}</td>
            <td data-label="95%">{interval === null ? '—' : intervalText(interval, shareText)}</td>
            <td>{[...(setToZero ? ['came out below 0'] : []), ...(why === null ? [] : [`no interval: ${why}`])].join('; ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function partText({ share, interval }: CallComponent): string {
  return interval === null ? shareText(share) : `${shareText(share)} (${intervalText(interval, shareText)})`
}
