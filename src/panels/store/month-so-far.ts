import type { Database } from '../../platform/db/database.js'
import { readMonthBudget } from '../../settings/store/month-budget.js'
import type { MonthSoFar } from '../estimate/month-cover.js'
import { isThisMonth, sumAttempts } from './reserve-call.js'

/** This calendar month's budget and what of it is gone, counted as each call is held against it; null where the month has no limit. */
export async function readMonthSoFar(db: Database): Promise<MonthSoFar | null> {
  const budgetUsd = await readMonthBudget(db)
  if (budgetUsd === null) return null
  const { spentUsd, runningUsd } = await sumAttempts(db, isThisMonth)
  return { budgetUsd, spentUsd, reservedUsd: runningUsd }
}
