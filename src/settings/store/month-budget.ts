import { eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { settings } from './schema.js'

/** What may be spent in a calendar month, in US dollars, as the database has it at this moment; null for no limit. */
export async function readMonthBudget(db: Database | Transaction): Promise<number | null> {
  const [row] = await db
    .select({ monthUsd: sql<number | null>`(${settings.value}->>'monthUsd')::float8` })
    .from(settings)
    .where(eq(settings.key, 'budgets'))
  return row?.monthUsd ?? null
}
