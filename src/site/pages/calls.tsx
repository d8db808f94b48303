import type { PanelShip } from '../../contracts/record.js'
import { isolate } from '../../platform/text/text-direction.js'
import { isFewCalls } from '../few-calls.js'
import type { HistoryEntry } from '../views/history.js'
import { callVerbs } from './record/call-words.js'
import { countsText, percentText } from './record/words.js'

type Calls = HistoryEntry['calls']

/** The whole panel at a glance, a mark a seat; in words for those who do not see it. */
export function CallDots({ calls }: { calls: Calls }) {
  if (calls.length === 0) return null
  return (
    <span class="seats" role="img" aria-label={calls.map(({ seat, call }) => `${isolate(seat)} ${callVerbs[call ?? 'none']}`).join(', ')}>
      {calls.map(({ call }) => (
        <span class={`dot ${call ?? 'none'}`}></span>
      ))}
    </span>
  )
}

/** Panel ship in one line: percentage, marks and counts. */
export function PanelShipLine({ panelShip, calls }: { panelShip: PanelShip; calls: Calls }) {
  return (
    <span class="ship-line num">
      <b class={isFewCalls(panelShip) ? 'few' : undefined}>{percentText(panelShip.percent)}</b> <CallDots calls={calls} />{' '}
      {countsText(panelShip)}
    </span>
  )
}

/** What became of each seat since an earlier publication: `The Skeptic from skip to ship`. Seats that only one of them has are left out. */
export function changedCalls(now: Calls, then: Calls): string[] {
  return now.flatMap(({ persona, model, seat, call }) => {
    const before = seatOf({ persona, model }, now, then)
    return before === undefined || before.call === call ? [] : [`${isolate(seat)} from ${before.call ?? 'no call'} to ${call ?? 'no call'}`]
  })
}

/** The same seat of an earlier publication: by its persona where it is the only one of that persona in both, for another draft may be shown of it. */
function seatOf({ persona, model }: Pick<Calls[number], 'persona' | 'model'>, now: Calls, then: Calls): Calls[number] | undefined {
  const [own, earlier] = [now, then].map((calls) => calls.filter((candidate) => candidate.persona === persona))
  if (own?.length === 1 && earlier?.length === 1) return earlier[0]
  return earlier?.find((candidate) => candidate.model === model)
}
