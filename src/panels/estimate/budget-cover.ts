import type { JurorEstimate, PanelEstimate } from './estimate-panel.js'

/**
 * How far a budget reaches. `enough`: for the worst case. `tight`: for the likely cost alone, so that seats wait for each other. `short`: for about
 * `seats` of the seats. `unpriced`: these models have no known price, and a budget buys no call of theirs.
 */
export type BudgetCover = { kind: 'enough' } | { kind: 'tight' } | { kind: 'short'; seats: number } | { kind: 'unpriced'; models: string[] }

/** How far a budget in US dollars reaches for the calls that are still to be made. Pure. */
export function coverOf(estimate: PanelEstimate, budgetUsd: number): BudgetCover {
  const { jurors, secondOpinion = [], total } = estimate
  const bought = [...jurors, ...secondOpinion].filter(({ calls, price }) => calls > 0 && price !== 'local')
  const unpriced = bought.filter(({ withCacheUsd, worstCaseUsd }) => withCacheUsd === null || worstCaseUsd === null)
  if (unpriced.length > 0) return { kind: 'unpriced', models: [...new Set(unpriced.map(({ model }) => model))] }
  const [likelyUsd, worstUsd] = [sumOf(bought, 'withCacheUsd'), sumOf(bought, 'worstCaseUsd')]
  if (worstUsd <= budgetUsd) return { kind: 'enough' }
  if (likelyUsd <= budgetUsd) return { kind: 'tight' }
  const boughtCalls = bought.reduce((sum, { calls }) => sum + calls, 0)
  const free = total.calls + total.fromLedger - boughtCalls
  const covered = free + callsFor(budgetUsd, { likelyUsd: likelyUsd / boughtCalls, worstUsd: worstUsd / boughtCalls })
  return { kind: 'short', seats: Math.floor((total.seats * covered) / (total.calls + total.fromLedger)) }
}

function sumOf(calls: readonly JurorEstimate[], cost: 'withCacheUsd' | 'worstCaseUsd'): number {
  return calls.reduce((sum, each) => sum + (each[cost] ?? 0), 0)
}

/** A call is made while what is left covers its worst case, and takes its likely cost. Both are of one call, in US dollars. */
function callsFor(budgetUsd: number, call: { likelyUsd: number; worstUsd: number }): number {
  return budgetUsd < call.worstUsd ? 0 : Math.floor((budgetUsd - call.worstUsd) / call.likelyUsd) + 1
}

/** What happens once a budget is spent, for people. */
export const onceSpent =
  'Once it is spent, no further call is made: the seats that are left stay unscored, what is drafted stays, and the panel’s page can try them again with a larger budget.'

/** A warning where a budget is below the estimate, or buys nothing of a model; null where there is none. Pure. */
export function budgetWarning(estimate: PanelEstimate, budgetUsd: number | null): string | null {
  if (budgetUsd === null) return null
  const cover = coverOf(estimate, budgetUsd)
  if (cover.kind === 'unpriced') {
    const who = cover.models.length === 1 ? `The price of ${cover.models[0]} is` : `The prices of ${cover.models.join(', ')} are`
    return `${who} not known, and a budget buys no call without a price: those seats would stay unscored. Leave the budget empty, or set a price in the configuration.`
  }
  if (cover.kind !== 'short') return null
  const { seats, withCacheUsd } = estimate.total
  const reach = cover.seats === 0 ? 'no seat' : `about ${cover.seats} of ${seats} ${seats === 1 ? 'seat' : 'seats'}`
  return `The budget of ${dollars(budgetUsd)} is below the estimate of ${dollars(withCacheUsd ?? 0)}, and likely covers ${reach}. ${onceSpent}`
}

/** US dollars, as exact as they are small. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0'
  return `$${usd.toFixed(usd > 0 && usd < 0.01 ? 6 : usd < 1 ? 4 : 2)}`
}
