import { type Figure, figure, noFigure } from './figure.js'
import type { Interval } from './jackknife.js'
import { correlationOfColumns } from './mean-correlation.js'
import { fewestItems } from './minimums.js'
import { type Random, seededRandom, shuffled } from './seeded-random.js'
import { columnsOf, moveTools, toolsOf, type VotedColumns, type VotedSeat } from './voted-seats.js'

export type IndependentRange = {
  /** Where 95 % of the shuffles have their mean correlation. */
  range: Interval
  /** Shuffles that the range rests on. */
  shuffles: number
}

type Shuffling = { shuffles?: number; seed?: number; fewestShared?: number }

/** Of 200 shuffles, five are cut off at each end. */
const cut = 0.025

/**
 * What mean correlation to expect of jurors as ready to ship as these who call independently: each juror's calls are shuffled over the tools
 * that the juror called on, all calls on a tool together, so that how often each persona of theirs ships, and what one juror's personas have
 * in common, remain as they are (a permutation test: Fisher, "The Design of Experiments", 1935; Good, "Permutation, Parametric and Bootstrap
 * Tests of Hypotheses", 2005). A correlation within the range may be chance. The same for the same seats, jurors in the same order and seed.
 * None as for `meanCorrelation`, or when fewer than 40 shuffles have one. Pure.
 */
export function independentRange(
  seats: readonly VotedSeat[],
  { shuffles = 200, seed = 1, fewestShared = fewestItems }: Shuffling = {},
): Figure<IndependentRange> {
  const columns = columnsOf(seats)
  const observed = correlationOfColumns(columns, fewestShared)
  if (observed.value === null) return observed
  const called = columns.jurors.map((bits) => toolsOf(bits, columns))
  const random = seededRandom(seed)
  const correlations: number[] = []
  for (let shuffle = 0; shuffle < shuffles; shuffle += 1) {
    const { value } = correlationOfColumns(shuffleJurors(columns, called, random), fewestShared)
    if (value !== null) correlations.push(value.correlation)
  }
  return rangeOf(correlations)
}

/** What is left when 2.5 % are cut off at each end. */
function rangeOf(correlations: readonly number[]): Figure<IndependentRange> {
  const cutOff = Math.floor(cut * correlations.length)
  if (cutOff === 0) return noFigure('no-pairs')
  const kept = correlations.toSorted((a, b) => a - b).slice(cutOff, -cutOff)
  const [low, high] = [kept[0], kept.at(-1)]
  return low === undefined || high === undefined ? noFigure('no-pairs') : figure({ range: { low, high }, shuffles: correlations.length })
}

/** Each juror's tools in another order, with those that the juror did not call on where they were. `called` are the others, by juror. */
function shuffleJurors(columns: VotedColumns, called: readonly (readonly number[])[], random: Random): VotedColumns {
  const jurors = columns.jurors.map((bits, juror) => {
    const tools = called[juror] ?? []
    const order = shuffled(tools, random).map((from, index) => ({ from, to: tools[index] as number }))
    return moveTools(bits, columns, order)
  })
  return { ...columns, jurors }
}
