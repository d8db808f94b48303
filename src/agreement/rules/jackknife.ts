import { type Figure, figure, noFigure } from './figure.js'
import { sortedMean, sortedSum } from './sorted-sum.js'
import { tQuantile } from './t-quantile.js'

export type Interval = { low: number; high: number }

export type Jackknife = {
  /** Of all items. */
  estimate: number
  standardError: number
  /** 95 %. */
  interval: Interval
}

/**
 * More items than these are left out in this many groups, one group at a time, so that the work grows with the items and not with their
 * square.
 */
const mostFolds = 500

/** Below this, a spread is rounding. */
const rounding = 1e-12

const anyNumber: Interval = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }

/**
 * The figure of all items with its 95 % interval, from the figures with one item left out at a time; above 500 items, with one of 500
 * groups left out, dealt in the order of the items. `within` is what the figure can be at all, such as at most 1: the interval ends there.
 * None when the figure is undefined, is undefined without one of the items, or has no spread. Items must be independent: tools, not the
 * calls on one tool. Pure.
 */
export function jackknife<Item>(
  items: readonly Item[],
  estimate: (items: readonly Item[]) => Figure,
  within: Interval = anyNumber,
): Figure<Jackknife> {
  const whole = estimate(items)
  if (whole.value === null) return whole
  const folds = Math.min(items.length, mostFolds)
  const without: number[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const { value } = estimate(items.filter((_item, index) => index % folds !== fold))
    if (value === null) return noFigure('hangs-on-one-item')
    without.push(value)
  }
  return jackknifeInterval(whole.value, without, within)
}

/**
 * The same from figures at hand: of everything, and with each item left out. standard error² = (n − 1) ÷ n · Σ (figure without item − their
 * mean)² (Efron, "Nonparametric estimates of standard error: the jackknife, the bootstrap and other methods", Biometrika 68, 1981, pages
 * 589 to 599), and the interval is estimate ± t · standard error with the t quantile of n − 1 degrees of freedom (Tukey, "Bias and
 * confidence in not-quite large samples", Annals of Mathematical Statistics 29, 1958, page 614). The estimate itself is not corrected for
 * bias. Pure.
 */
export function jackknifeInterval(estimate: number, without: readonly number[], within: Interval = anyNumber): Figure<Jackknife> {
  const items = without.length
  if (items < 2) return noFigure('too-few-items')
  const mean = sortedMean(without)
  const standardError = Math.sqrt(((items - 1) / items) * sortedSum(without.map((value) => (value - mean) ** 2)))
  if (standardError < rounding) return noFigure('no-spread')
  const reach = tQuantile(items - 1) * standardError
  const inside = (end: number) => Math.min(within.high, Math.max(within.low, end))
  return figure({ estimate, standardError, interval: { low: inside(estimate - reach), high: inside(estimate + reach) } })
}
