import type { EffectiveJurors } from '../../contracts/agreement.js'
import type { DraftedCall } from '../drafted-call.js'
import { effectiveVotes } from './effective-votes.js'
import { independentRange } from './independent-range.js'
import { fewestItems } from './minimums.js'
import type { VotedSeat } from './voted-seats.js'
import { whyNone } from './why-none.js'

/** More jurors than these are compared by those with the most calls: the work grows with the square of them. */
const mostJurors = 20

/** How many independent votes jurors' calls on a seat are worth, from each juror's first draft. `calls` is of `onceEachTool`. Pure. */
export function jurorVotes(calls: readonly DraftedCall[]): EffectiveJurors {
  const firsts = calls.filter(({ repeat, call }) => repeat === 1 && call !== 'abstain')
  const seats = seatsOf(firsts, busiest(firsts))
  const tools = new Set(seats.flatMap(({ tool, calls: votes }) => (votes.filter((vote) => vote !== null).length > 1 ? [tool] : []))).size
  const { value, reason } = effectiveVotes(seats)
  if (value === null) {
    const why = whyNone(reason === 'no-pairs' && tools < fewestItems ? 'too-few-items' : reason, tools)
    return { value: null, why, tools, jurors: 0, leftOut: 0, correlation: null, independent: null, designEffect: null }
  }
  const { effective, jurors, leftOut, correlation, designEffect } = value
  const independent = independentRange(seats).value?.range ?? null
  return { value: effective, why: null, tools, jurors, leftOut, correlation, independent, designEffect }
}

/** In an order that does not hang on that of the calls. */
function busiest(calls: readonly DraftedCall[]): string[] {
  const counts = new Map<string, number>()
  for (const { juror } of calls) counts.set(juror, (counts.get(juror) ?? 0) + 1)
  return [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, mostJurors)
    .map(([juror]) => juror)
}

function seatsOf(calls: readonly DraftedCall[], jurors: readonly string[]): VotedSeat[] {
  const places = new Map(jurors.map((juror, place) => [juror, place]))
  const seats = new Map<string, VotedSeat & { calls: (0 | 1 | null)[] }>()
  for (const { tool, persona, juror, call } of calls) {
    const place = places.get(juror)
    if (place === undefined) continue
    const key = JSON.stringify([tool, persona])
    const seat = seats.get(key) ?? { tool, persona, calls: jurors.map(() => null) }
    seats.set(key, seat)
    seat.calls[place] = call === 'ship' ? 1 : 0
  }
  return [...seats.values()]
}
