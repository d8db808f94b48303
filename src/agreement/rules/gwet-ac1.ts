import { type Figure, figure, noFigure } from './figure.js'
import { countValues } from './krippendorff-alpha.js'

/** What AC1 needs to know of some units: tallies of several add up, so that leaving one tool out counts no unit again. */
export type Ac1Tally = {
  /** Units with a value. */
  rated: number
  /** Units with two values or more. */
  paired: number
  /** Σ over paired units of the share of their pairs that are equal. */
  equal: number
  /** By category in the order of the list: Σ over rated units of the share of their values that are it. */
  shares: readonly number[]
}

/**
 * Gwet's AC1 for nominal values and any number of raters: as alpha, but it stays near the share of equal calls when nearly all calls are
 * the same, where alpha falls to 0. A unit is the list of the values that raters gave it. `categories` are all that raters could choose,
 * chosen or not; another value is a bug and throws. None with one category, or when no unit has two values.
 *
 * AC1 = (p_a − p_e) ÷ (1 − p_e). p_a is the mean, over units with two values or more, of the share of their pairs that are equal. p_e = Σ
 * π_k·(1 − π_k) ÷ (categories − 1), with π_k the mean, over units with a value, of the share that is k (Gwet, "Computing inter-rater
 * reliability and its variance in the presence of high agreement", British Journal of Mathematical and Statistical Psychology 61, 2008,
 * pages 29 to 48). p_e is at most a half, so AC1 is there also when all values are the same: then it is 1. Linear. Pure.
 */
export function gwetAc1(units: readonly (readonly (string | number)[])[], categories: readonly (string | number)[]): Figure {
  return ac1Of([tallyForAc1(units, categories)])
}

/** The units as far as AC1 needs them; the categories must be the same for all tallies that are to be added up. Pure. */
export function tallyForAc1(units: readonly (readonly (string | number)[])[], categories: readonly (string | number)[]): Ac1Tally {
  const shares = new Map<string | number, number>(categories.map((category) => [category, 0]))
  let rated = 0
  let paired = 0
  let equal = 0
  for (const unit of units) {
    if (unit.length === 0) continue
    rated += 1
    if (unit.length > 1) paired += 1
    for (const [value, count] of countValues(unit)) {
      const share = shares.get(value)
      if (share === undefined) throw new RangeError(`The value ${value} is none of the categories ${categories.join(', ')}.`)
      shares.set(value, share + count / unit.length)
      if (unit.length > 1) equal += (count * (count - 1)) / (unit.length * (unit.length - 1))
    }
  }
  return { rated, paired, equal, shares: [...shares.values()] }
}

/** `gwetAc1` of all the units that these tallies are of. Pure. */
export function ac1Of(tallies: readonly Ac1Tally[]): Figure {
  const shares = [...(tallies[0]?.shares ?? [])].fill(0)
  let rated = 0
  let paired = 0
  let equal = 0
  for (const tally of tallies) {
    for (const [category, share] of tally.shares.entries()) shares[category] = (shares[category] ?? 0) + share
    rated += tally.rated
    paired += tally.paired
    equal += tally.equal
  }
  if (tallies.length > 0 && shares.length < 2) return noFigure('one-category')
  if (paired === 0) return noFigure('no-pairs')
  const byChance = shares.reduce((sum, share) => sum + (share / rated) * (1 - share / rated), 0) / (shares.length - 1)
  return figure((equal / paired - byChance) / (1 - byChance))
}
