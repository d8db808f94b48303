import { type Figure, figure, noFigure } from './figure.js'

/** What alpha needs to know of some units: tallies of several add up, so that leaving one tool out counts no unit again. */
export type AlphaTally = {
  /** In units with two values or more. */
  values: number
  /** Σ over units of their ordered pairs of different values, divided by their values − 1. */
  disagreement: number
  /** How often each value comes. */
  totals: ReadonlyMap<string | number, number>
}

/**
 * Krippendorff's alpha for nominal values: 1 for full agreement, 0 for what chance gives, below 0 for less. A unit is the list of the
 * values that raters gave it, in any order; a unit with fewer than two counts for nothing. None when no unit has two values, or all values
 * are the same.
 *
 * α = 1 − (n − 1) · Σ o_ck ÷ Σ n_c·n_k over pairs of different values c and k, where o_ck counts the pairs of values within units, each
 * unit's weighted by 1 ÷ (its values − 1), and n_c counts the values c (Krippendorff, "Computing Krippendorff's Alpha-Reliability",
 * University of Pennsylvania, 2011, sections C and D). Linear. Pure.
 */
export function krippendorffAlpha(units: readonly (readonly (string | number)[])[]): Figure {
  return alphaOf([tallyForAlpha(units)])
}

/** The units as far as alpha needs them. Pure. */
export function tallyForAlpha(units: readonly (readonly (string | number)[])[]): AlphaTally {
  const totals = new Map<string | number, number>()
  let values = 0
  let disagreement = 0
  for (const unit of units) {
    if (unit.length < 2) continue
    const counts = countValues(unit)
    for (const [value, count] of counts) totals.set(value, (totals.get(value) ?? 0) + count)
    values += unit.length
    disagreement += differentPairs(counts.values(), unit.length) / (unit.length - 1)
  }
  return { values, disagreement, totals }
}

/** `krippendorffAlpha` of all the units that these tallies are of. Pure. */
export function alphaOf(tallies: readonly AlphaTally[]): Figure {
  const totals = new Map<string | number, number>()
  let values = 0
  let disagreement = 0
  for (const tally of tallies) {
    for (const [value, count] of tally.totals) totals.set(value, (totals.get(value) ?? 0) + count)
    values += tally.values
    disagreement += tally.disagreement
  }
  if (values === 0) return noFigure('no-pairs')
  const expected = differentPairs(totals.values(), values)
  return expected === 0 ? noFigure('one-value') : figure(1 - ((values - 1) * disagreement) / expected)
}

/** How often each value comes. Pure. */
export function countValues<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Ordered pairs of different values: all pairs, less the pairs of the same value. */
function differentPairs(counts: Iterable<number>, total: number): number {
  let pairs = total * total
  for (const count of counts) pairs -= count * count
  return pairs
}
