import type { PanelRecord } from '../../../contracts/record.js'
import type { Draft } from '../../../contracts/verdict.js'
import { type RenderedParts, renderOnce } from '../rendered-parts.js'
import { Day } from './parts.js'
import { anchorOf } from './scorecard.js'
import { probabilityText, shortName } from './words.js'

type CalendarProps = Pick<PanelRecord, 'personas' | 'tools'> & { parts?: RenderedParts | undefined }

/** What the whole panel predicts, soonest deadline first; ties keep the scorecard's order. Nothing without a prediction. */
export function PredictionCalendar({ personas, tools, parts }: CalendarProps) {
  const predictions = personas
    .flatMap(({ id, seat }) =>
      tools.flatMap((tool) =>
        tool.verdicts
          .filter((verdict) => verdict.persona === id)
          .flatMap((verdict) =>
            verdict.status === 'drafted'
              ? verdict.predictions.map((prediction) => ({ prediction, seat, tool: shortName(tool), anchor: anchorOf(verdict, tools) }))
              : [],
          ),
      ),
    )
    .toSorted(({ prediction: a }, { prediction: b }) => (a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0))
  if (predictions.length === 0) return null
  return (
    <section id="predictions" aria-labelledby="predictions-title">
      <h2 id="predictions-title">What the panel predicts, and by when</h2>
      <ol class="calendar">
        {predictions.map((row) => renderOnce(parts, { of: row.prediction, key: `${row.seat}, ${row.anchor}` }, () => <Row {...row} />))}
      </ol>
    </section>
  )
}

type Prediction = Draft['predictions'][number]
type RowProps = { prediction: Prediction; seat: string; tool: string; anchor: string | null }

function Row({ prediction: { statement, deadline, probability }, seat, tool, anchor }: RowProps) {
  return (
    <li>
      <p class="when">
        <Day on={deadline} />
      </p>
      <p class="claim">{statement}</p>
      <p class="odds">
        <b class="num">{probabilityText(probability)}</b>
        <a href={`#${anchor}`}>
          {seat} on {tool}
        </a>
      </p>
    </li>
  )
}
