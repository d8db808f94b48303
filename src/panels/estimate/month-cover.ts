import { budgetWarning, coverOf, dollars } from './budget-cover.js'
import type { PanelEstimate } from './estimate-panel.js'

/** The budget of this calendar month, and what of it is gone, in US dollars; `reservedUsd` is the worst case of calls under way. */
export type MonthSoFar = { budgetUsd: number; spentUsd: number; reservedUsd: number }

export type Budgets = {
  /** The panel's own; null for no limit. */
  budgetUsd: number | null
  /** Null for no limit. */
  month: MonthSoFar | null
}

/** What there is to warn of before a panel starts: that its own budget, or that of the month, is below its estimate. Pure. */
export function budgetWarnings(estimate: PanelEstimate, { budgetUsd, month }: Budgets): string[] {
  const warnings = [budgetWarning(estimate, budgetUsd), monthWarning(estimate, { budgetUsd, month })]
  return warnings.filter((warning) => warning !== null)
}

/** What happens once the month's budget is spent, for people. */
const onceMonthIsSpent =
  'Once it is spent, no further call that costs something is made: the seats that are left stay unscored, and the panel’s page can try them again when an admin has raised the budget, or the month has ended.'

/** A warning where a panel would pass what is left of the month, or where that buys nothing of a model; null where there is none. */
function monthWarning(estimate: PanelEstimate, { budgetUsd, month }: Budgets): string | null {
  if (month === null) return null
  const cover = coverOf(estimate, 0)
  if (cover.kind === 'unpriced') {
    // The panel's own budget says the same.
    if (budgetUsd !== null) return null
    const who = cover.models.length === 1 ? `The price of ${cover.models[0]} is` : `The prices of ${cover.models.join(', ')} are`
    return `${who} not known, and the month’s budget buys no call without a price: those seats would stay unscored. Set a price in the configuration, or have an admin lift the month’s budget.`
  }
  const likelyUsd = estimate.total.withCacheUsd ?? 0
  // A panel spends no more than its own budget.
  const takesUsd = budgetUsd === null ? likelyUsd : Math.min(likelyUsd, budgetUsd)
  const goneUsd = month.spentUsd + month.reservedUsd
  const overUsd = goneUsd + takesUsd - month.budgetUsd
  if (takesUsd === 0 || overUsd < smallestUsd) return null
  const gone = month.reservedUsd < smallestUsd ? 'of it is spent' : 'of it is spent or reserved for calls under way'
  return `This month’s budget is ${dollars(month.budgetUsd)}, ${dollars(goneUsd)} ${gone}; this panel would pass it by ${dollars(overUsd)}. ${onceMonthIsSpent}`
}

/** Below what is written: sums of fractions are not exact. */
const smallestUsd = 0.000_000_5
