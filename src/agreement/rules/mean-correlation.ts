import { type Figure, figure, noFigure } from './figure.js'
import { fewestItems, fewestJurors } from './minimums.js'
import { sortedMean, sortedSum } from './sorted-sum.js'
import { columnsOf, countBits, type JurorBits, type VotedColumns, type VotedSeat } from './voted-seats.js'

export type MeanCorrelation = {
  /** Over the pairs, each pair counted alike: −1 to 1. */
  correlation: number
  /** Pairs of jurors that it rests on. */
  pairs: number
  /** Jurors in at least one of these pairs. */
  jurors: number
  /** Jurors in none: they made too few calls, or every persona of theirs always made the same one, and so correlate with no one. */
  leftOut: number
}

/** What two jurors called as one persona, on the tools on which both made a call. */
type Counts = { items: number; first: number; second: number; both: number }

/**
 * The mean correlation of two jurors' calls on the same seats, within personas: how alike two jurors are beyond what the persona tells them
 * both. Jurors who each flip a coin that is biased by the persona correlate with 0. For a pair it is the pooled within-group correlation, Σ c
 * ÷ √(Σ v · Σ w) over personas, with c = n₁₁ − n₁·n₂ ÷ n the co-deviation of two 0/1 variables and v = n₁ − n₁² ÷ n and w those of each (n
 * shared tools; n₁ and n₂ the ships of each, n₁₁ those of both: the correlation within groups of the analysis of covariance, Snedecor and
 * Cochran, "Statistical Methods", Iowa State University Press); with one persona it is phi (Yule, "On the methods of measuring association between
 * two attributes", Journal of the Royal Statistical Society 75, 1912, pages 579 to 652). A pair counts when it shares at least `fewestShared`
 * tools and each called both ways as at least one persona.
 *
 * Within personas, but raw over tools: being alike for a good reason, because a tool is good, counts as being alike. To take out each tool's
 * mean too would not help: what is left adds up to 0 on every seat, so its mean covariance is −1 ÷ (jurors − 1) of its variance whatever the
 * jurors do. It reaches 1 only where both ship as often. Linear in seats, quadratic in jurors. Pure.
 */
export function meanCorrelation(seats: readonly VotedSeat[], fewestShared = fewestItems): Figure<MeanCorrelation> {
  return correlationOfColumns(columnsOf(seats), fewestShared)
}

/** `meanCorrelation` of calls that are by juror already. Pure. */
export function correlationOfColumns({ jurors: columns, words }: VotedColumns, fewestShared: number): Figure<MeanCorrelation> {
  if (columns.length < fewestJurors) return noFigure('too-few-jurors')
  const found: number[] = []
  const jurors = new Set<number>()
  for (const [index, column] of columns.entries()) {
    for (let other = 0; other < index; other += 1) {
      const { shared, counts } = countPair(column, columns[other] as JurorBits, words)
      const correlation = shared < fewestShared ? null : pooled(counts)
      if (correlation === null) continue
      found.push(correlation)
      jurors.add(index).add(other)
    }
  }
  if (found.length === 0) return noFigure('no-pairs')
  return figure({ correlation: sortedMean(found), pairs: found.length, jurors: jurors.size, leftOut: columns.length - jurors.size })
}

/** By persona, and on how many tools both called as at least one. */
function countPair(a: JurorBits, b: JurorBits, words: number): { shared: number; counts: Counts[] } {
  const counts: Counts[] = []
  const sharedBits = new Uint32Array(words)
  for (let start = 0; start < a.known.length; start += words) {
    const own = { items: 0, first: 0, second: 0, both: 0 }
    for (let word = 0; word < words; word += 1) {
      const known = (a.known[start + word] ?? 0) & (b.known[start + word] ?? 0)
      if (known === 0) continue
      const [first, second] = [known & (a.ships[start + word] ?? 0), known & (b.ships[start + word] ?? 0)]
      own.items += countBits(known)
      own.first += countBits(first)
      own.second += countBits(second)
      own.both += countBits(first & second)
      sharedBits[word] = (sharedBits[word] ?? 0) | known
    }
    counts.push(own)
  }
  return { shared: sharedBits.reduce((sum, word) => sum + countBits(word), 0), counts }
}

/** Null when one of the two always called the same, as each persona. */
function pooled(counts: readonly Counts[]): number | null {
  const met = counts.filter(({ items }) => items > 0)
  const spread = sortedSum(met.map(({ items, first }) => (first * (items - first)) / items))
  const otherSpread = sortedSum(met.map(({ items, second }) => (second * (items - second)) / items))
  if (spread === 0 || otherSpread === 0) return null
  return sortedSum(met.map(({ items, first, second, both }) => (items * both - first * second) / items)) / Math.sqrt(spread * otherSpread)
}
