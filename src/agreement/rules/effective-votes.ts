import { type Figure, figure } from './figure.js'
import { type MeanCorrelation, meanCorrelation } from './mean-correlation.js'
import { fewestItems } from './minimums.js'
import type { VotedSeat } from './voted-seats.js'

export type EffectiveVotes = MeanCorrelation & {
  /**
   * How many times the variance of the jurors' mean is that of as many independent jurors. At or below 0 when jurors contradict each other.
   */
  designEffect: number
  /** As many independent jurors would say as much: from 1 to `jurors`. */
  effective: number
}

/**
 * How many independent votes the jurors' votes on a seat are worth. Design effect = 1 + (n − 1)·r, with n jurors and r their mean
 * correlation within personas (Kish, "Survey Sampling", Wiley, 1965, chapter 5), and effective number = n ÷ design effect (Clemen and
 * Winkler, "Limits for the precision and value of information from dependent sources", Operations Research 33, 1985, pages 427 to 442), held
 * between 1 and n: jurors who contradict each other do not count as more than they are. r also holds what jurors are right to share, so the
 * number is small where tools are clearly good or bad; and it says how many votes there are, not how right they are. A juror in no pair is
 * left out of n. None as for `meanCorrelation`. Pure.
 */
export function effectiveVotes(seats: readonly VotedSeat[], fewestShared = fewestItems): Figure<EffectiveVotes> {
  const mean = meanCorrelation(seats, fewestShared)
  if (mean.value === null) return mean
  const { correlation, jurors } = mean.value
  const designEffect = 1 + (jurors - 1) * correlation
  return figure({ ...mean.value, designEffect, effective: designEffect <= 1 ? jurors : Math.max(1, jurors / designEffect) })
}
