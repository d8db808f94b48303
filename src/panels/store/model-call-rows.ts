import { and, eq, sql } from 'drizzle-orm'
import type { ModelCall } from '../../contracts/model-call.js'
import type { Transaction } from '../../platform/db/database.js'
import { modelCallAttempts, type modelCalls } from './schema.js'

/** When a lease of that length ends, by the database's clock. */
export const leaseFor = (milliseconds: number) => sql`clock_timestamp() + make_interval(secs => ${milliseconds / 1000})`

export type AttemptEnd = {
  owner: string
  status: 'failed' | 'abandoned'
  chargedUsd: number | null | typeof modelCallAttempts.reservedUsd
  reason: string | null
}

/** Ends an attempt at a call, with what it is charged, in US dollars. */
export async function endAttempt(tx: Transaction, { owner, status, chargedUsd, reason }: AttemptEnd): Promise<void> {
  const charged = chargedUsd === null || typeof chargedUsd === 'number' ? chargedUsd : sql`${chargedUsd}`
  await tx
    .update(modelCallAttempts)
    .set({ status, chargedUsd: charged, reason, endedAt: sql`clock_timestamp()` })
    // One that is settled stays so: its acknowledgement may have been lost on the way.
    .where(and(eq(modelCallAttempts.owner, owner), eq(modelCallAttempts.status, 'running')))
}

/** A call that has its reply, as the ledger gives it. */
export function toModelCall(row: typeof modelCalls.$inferSelect): ModelCall {
  if (row.usage === null || row.settledAt === null || row.request === null)
    throw new Error(`the settled model call ${row.key} has no usage, or no request`)
  return {
    schema: 'panel.model-call/1',
    key: row.key,
    model: row.model,
    request: row.request,
    sample: row.sample,
    origin: 'recorded',
    raw: row.raw,
    usage: row.usage,
    costUsd: row.costUsd,
    latencyMs: row.latencyMs,
    finishedAt: row.settledAt.toISOString(),
  }
}
