import { type Figure, figure, noFigure } from './figure.js'
import { fewestItems, fewestJurors } from './minimums.js'
import { sortedMean } from './sorted-sum.js'

/** A juror's call on an item: 1 is ship, 0 is skip, null an abstention or no reply. */
export type VotedCall = 0 | 1 | null

/** A row for each item, with a place for each juror; a row that is too short lacks the rest. */
export type VotedItems = readonly (readonly VotedCall[])[]

export type MeanCorrelation = {
  /** Over the pairs, each pair counted alike: −1 to 1. */
  correlation: number
  /** Pairs of jurors that it rests on. */
  pairs: number
  /** Jurors in at least one of these pairs. */
  jurors: number
  /** Jurors in none: they made too few calls, or always the same one, and so correlate with no one. */
  leftOut: number
}

/** What two jurors called on the items on which both made a call. */
type PairCounts = { items: number; first: number; second: number; both: number }

/**
 * The mean correlation of two jurors' calls, as it is raw. Pearson's correlation of two 0/1 variables is phi = (n·n₁₁ − n₁·n₂) ÷ √(n₁·(n −
 * n₁)·n₂·(n − n₂)), with n the shared items, n₁ and n₂ the ships of each, n₁₁ the ships of both (Yule, "On the methods of measuring
 * association between two attributes", Journal of the Royal Statistical Society 75, 1912, pages 579 to 652). A pair counts when it shares
 * at least `fewestShared` items and both called both ways on them.
 *
 * Raw means that being alike for a good reason, because a tool is good, counts as being alike. To take out each tool's mean first would not
 * help: what is left adds up to 0 on every tool, so its mean covariance is −1 ÷ (jurors − 1) of its variance whatever the jurors do. Phi
 * reaches 1 only where both ship as often. Linear in items, quadratic in jurors. Pure.
 */
export function meanCorrelation(items: VotedItems, fewestShared = fewestItems): Figure<MeanCorrelation> {
  return correlationOfColumns(columnsOf(items), fewestShared)
}

/** The calls by juror. Pure. */
export function columnsOf(items: VotedItems): VotedCall[][] {
  const jurors = items.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: jurors }, (_none, juror) => items.map((row) => row[juror] ?? null))
}

/** `meanCorrelation` of calls that are by juror already. Pure. */
export function correlationOfColumns(columns: readonly (readonly VotedCall[])[], fewestShared: number): Figure<MeanCorrelation> {
  if (columns.length < fewestJurors) return noFigure('too-few-jurors')
  const phis: number[] = []
  const jurors = new Set<number>()
  for (const [index, column] of columns.entries()) {
    for (let other = 0; other < index; other += 1) {
      const counts = countPair(column, columns[other] ?? [])
      const phi = counts.items < fewestShared ? null : phiOf(counts)
      if (phi === null) continue
      phis.push(phi)
      jurors.add(index).add(other)
    }
  }
  if (phis.length === 0) return noFigure('no-pairs')
  return figure({ correlation: sortedMean(phis), pairs: phis.length, jurors: jurors.size, leftOut: columns.length - jurors.size })
}

function countPair(column: readonly VotedCall[], other: readonly VotedCall[]): PairCounts {
  const counts = { items: 0, first: 0, second: 0, both: 0 }
  for (let item = 0; item < column.length; item += 1) {
    const [first, second] = [column[item] ?? null, other[item] ?? null]
    if (first === null || second === null) continue
    counts.items += 1
    counts.first += first
    counts.second += second
    counts.both += first * second
  }
  return counts
}

/** Null when one of the two always called the same. */
function phiOf({ items, first, second, both }: PairCounts): number | null {
  const [spread, otherSpread] = [first * (items - first), second * (items - second)]
  return spread === 0 || otherSpread === 0 ? null : (items * both - first * second) / Math.sqrt(spread * otherSpread)
}
