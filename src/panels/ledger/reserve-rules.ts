import type { ProviderTerms, Reservation } from './live-ledger.js'

/** Whether anything bounds the calls of a provider. */
export function isLimited({ concurrency, requestsPerMinute, tokensPerMinute }: ProviderTerms['limits']): boolean {
  return concurrency !== undefined || requestsPerMinute !== undefined || tokensPerMinute !== undefined
}

/** US dollars: `spentUsd` of calls that ended (or whose process lost its heartbeat), `runningUsd` the worst case of those under way. */
export type Spending = { spentUsd: number; runningUsd: number }

/**
 * Null when the call's worst case fits. When it does not fit only because of calls that are running now, it waits for them: most cost less
 * than their worst case. Pure.
 */
export function decideBudget(
  { spentUsd, runningUsd }: Spending,
  { budgetUsd, reserveUsd }: { budgetUsd: number; reserveUsd: number | null },
): Reservation | null {
  if (reserveUsd === null || spentUsd + reserveUsd > budgetUsd)
    return { status: 'over-budget', budgetUsd, committedUsd: spentUsd + runningUsd }
  return spentUsd + runningUsd + reserveUsd > budgetUsd ? { status: 'running' } : null
}

/** An attempt at a call within the last minute: what it counts against a limit of tokens, and in how many milliseconds the minute is over. */
export type RecentAttempt = { tokens: number; leavesInMs: number }

/**
 * Null when a call fits into its provider's minute, else which limit it has to wait for, and how long. A call larger than the whole limit goes
 * when nothing else does, or it would wait for ever. `attempts`: the oldest first. Pure.
 */
export function decideMinute(
  attempts: readonly RecentAttempt[],
  { limits, expectedTokens }: Pick<ProviderTerms, 'limits' | 'expectedTokens'>,
): Reservation | null {
  const { requestsPerMinute, tokensPerMinute } = limits
  const waits = [
    { limit: requestsPerMinute, unit: 'requests', ask: 1, taken: attempts.map(() => 1) },
    { limit: tokensPerMinute, unit: 'tokens', ask: expectedTokens, taken: attempts.map((attempt) => attempt.tokens) },
  ].flatMap(({ limit, unit, ask, taken }) => {
    const leaving = limit === undefined ? 0 : countLeaving(taken, limit - ask)
    const last = leaving === 0 ? undefined : attempts[leaving - 1]
    return last === undefined ? [] : [{ limit: `${limit} ${unit} a minute`, waitMs: Math.max(1, Math.ceil(Number(last.leavesInMs))) }]
  })
  const longest = waits.sort((a, b) => b.waitMs - a.waitMs)[0]
  return longest === undefined ? null : { status: 'limited', ...longest }
}

/** How many of the oldest have to leave the window until the rest is no more than `room`. */
function countLeaving(taken: readonly number[], room: number): number {
  let rest = taken.reduce((sum, count) => sum + count, 0)
  let leaving = 0
  for (const count of taken) {
    if (rest <= Math.max(0, room)) break
    rest -= count
    leaving += 1
  }
  return leaving
}
