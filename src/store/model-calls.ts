import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ModelCall } from '../contracts/model-call.js'
import type { ModelHistory } from '../estimate/estimate-panel.js'
import type { ModelCallStore, Reservation } from '../ledger/live-ledger.js'
import type { Database } from './database.js'
import { modelCallAttempts, modelCalls, panels } from './schema.js'

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
type Reserve = Parameters<ModelCallStore['reserve']>[0]

const leaseFor = (milliseconds: number) => sql`clock_timestamp() + make_interval(secs => ${milliseconds / 1000})`

/** What stands in the ledger, for those who look ahead. */
export type ModelCallLookup = {
  /** Those of the keys whose replies are there. */
  settledKeys: (keys: readonly string[]) => Promise<Set<string>>
  /** What the model's settled calls used, as medians. */
  modelHistory: (model: string) => Promise<ModelHistory>
  /** The finished calls of these keys, in the order of the keys; one that has no reply is left out. */
  findCalls: (keys: readonly string[]) => Promise<ModelCall[]>
}

/** The live ledger's rows in PostgreSQL. Leases go by the database's clock, so workers' clocks do not matter. */
export function createModelCallStore(db: Database): ModelCallStore & ModelCallLookup {
  return {
    settledKeys: async (keys) => {
      const rows = await db
        .select({ key: modelCalls.key })
        .from(modelCalls)
        .where(and(inArray(modelCalls.key, [...keys]), eq(modelCalls.status, 'settled')))
      return new Set(rows.map(({ key }) => key))
    },
    modelHistory: (model) => readHistory(db, model),
    findCalls: async (keys) => {
      const rows = await db
        .select()
        .from(modelCalls)
        .where(and(inArray(modelCalls.key, [...keys]), eq(modelCalls.status, 'settled')))
        .orderBy(modelCalls.key)
      return rows.map(toModelCall)
    },
    reserve: (call) => db.transaction((tx) => reserve(tx, call)),
    renew: async ({ key, owner, leaseMs }) => {
      await db
        .update(modelCalls)
        .set({ leaseUntil: leaseFor(leaseMs) })
        .where(held({ key, owner }))
    },
    settle: ({ key, owner, raw, usage, costUsd, latencyMs }) =>
      db.transaction(async (tx) => {
        // Whoever holds the key now: a reply that was paid for is kept even when the lease was lost meanwhile.
        await tx
          .update(modelCalls)
          .set({ status: 'settled', raw, usage, costUsd, latencyMs, settledAt: sql`clock_timestamp()` })
          .where(and(eq(modelCalls.key, key), sql`${modelCalls.status} <> 'settled'`))
        await endAttempt(tx, { owner, status: 'settled', chargedUsd: costUsd, reason: null })
      }),
    release: ({ key, owner, reason, mayHaveBeenBilled }) =>
      db.transaction(async (tx) => {
        await tx.update(modelCalls).set({ status: 'failed' }).where(held({ key, owner }))
        const chargedUsd = mayHaveBeenBilled ? modelCallAttempts.reservedUsd : 0
        await endAttempt(tx, { owner, status: 'failed', chargedUsd, reason })
      }),
  }
}

function held({ key, owner }: { key: string; owner: string }) {
  return and(eq(modelCalls.key, key), eq(modelCalls.owner, owner), eq(modelCalls.status, 'running'))
}

type AttemptEnd = {
  owner: string
  status: 'settled' | 'failed' | 'abandoned'
  chargedUsd: number | null | typeof modelCallAttempts.reservedUsd
  reason: string | null
}

async function endAttempt(tx: Transaction, { owner, status, chargedUsd, reason }: AttemptEnd): Promise<void> {
  const charged = chargedUsd === null || typeof chargedUsd === 'number' ? chargedUsd : sql`${chargedUsd}`
  await tx
    .update(modelCallAttempts)
    .set({ status, chargedUsd: charged, reason, endedAt: sql`clock_timestamp()` })
    .where(eq(modelCallAttempts.owner, owner))
}

async function reserve(tx: Transaction, call: Reserve): Promise<Reservation> {
  // The panel's row serialises its reservations, so that two workers cannot both take the last of the budget.
  const [panel] = await tx.select({ budgetUsd: panels.budgetUsd }).from(panels).where(eq(panels.id, call.panelId)).for('update')
  if (panel === undefined) throw new Error(`there is no panel ${call.panelId}`)
  const { key, identity, owner } = call
  const row = { key, status: 'running' as const, model: identity.model, sample: identity.sample, request: identity.request, owner }
  const inserted = await tx
    .insert(modelCalls)
    .values({ ...row, leaseUntil: leaseFor(call.leaseMs) })
    .onConflictDoNothing()
    .returning({ key: modelCalls.key })
  if (inserted.length === 0) {
    const taken = await takeOver(tx, call)
    if (taken !== null) return taken
  }
  const refusal = await checkBudget(tx, call, panel.budgetUsd)
  if (refusal !== null) {
    if (inserted.length > 0) await tx.delete(modelCalls).where(eq(modelCalls.key, key))
    else await tx.update(modelCalls).set({ status: 'failed' }).where(eq(modelCalls.key, key))
    return refusal
  }
  await tx.insert(modelCallAttempts).values({ owner, key, panelId: call.panelId, status: 'running', reservedUsd: call.reserveUsd ?? 0 })
  return { status: 'reserved' }
}

/** The key exists already: its reply, or that it is running, or null once this attempt holds it. */
async function takeOver(tx: Transaction, { key, owner, leaseMs }: Reserve): Promise<Reservation | null> {
  const [row] = await tx
    .select({ call: modelCalls, isLeased: sql<boolean>`${modelCalls.leaseUntil} > clock_timestamp()` })
    .from(modelCalls)
    .where(eq(modelCalls.key, key))
    .for('update')
  // Deleted between the two statements by a reservation that was over its budget: look again.
  if (row === undefined) return { status: 'running' }
  if (row.call.status === 'settled') return { status: 'settled', call: toModelCall(row.call) }
  if (row.call.status === 'running' && row.isLeased) return { status: 'running' }
  if (row.call.status === 'running') {
    const reason = 'its process fell silent'
    await endAttempt(tx, { owner: row.call.owner, status: 'abandoned', chargedUsd: modelCallAttempts.reservedUsd, reason })
  }
  await tx
    .update(modelCalls)
    .set({ status: 'running', owner, leaseUntil: leaseFor(leaseMs) })
    .where(eq(modelCalls.key, key))
  return null
}

/**
 * Null when the call's worst case fits. When it does not fit only because of calls that are running now, it waits for them: most cost less
 * than their worst case. A running call whose process fell silent counts as spent, or others would wait for it for ever.
 */
async function checkBudget(tx: Transaction, call: Reserve, budgetUsd: number | null): Promise<Reservation | null> {
  if (budgetUsd === null) return null
  const { chargedUsd, reservedUsd, status, panelId } = modelCallAttempts
  const isRunning = sql`${status} = 'running' and ${modelCalls.owner} = ${modelCallAttempts.owner} and ${modelCalls.leaseUntil} > clock_timestamp()`
  const [sums] = await tx
    .select({
      spentUsd: sql<number>`coalesce(sum(coalesce(${chargedUsd}, ${reservedUsd})) filter (where not (${isRunning})), 0)::float8`,
      runningUsd: sql<number>`coalesce(sum(${reservedUsd}) filter (where ${isRunning}), 0)::float8`,
    })
    .from(modelCallAttempts)
    .innerJoin(modelCalls, eq(modelCalls.key, modelCallAttempts.key))
    .where(eq(panelId, call.panelId))
  const { spentUsd, runningUsd } = sums ?? { spentUsd: 0, runningUsd: 0 }
  const { reserveUsd } = call
  if (reserveUsd === null || spentUsd + reserveUsd > budgetUsd)
    return { status: 'over-budget', budgetUsd, committedUsd: spentUsd + runningUsd }
  return spentUsd + runningUsd + reserveUsd > budgetUsd ? { status: 'running' } : null
}

async function readHistory(db: Database, model: string): Promise<ModelHistory> {
  const median = (value: ReturnType<typeof sql>) => sql<number | null>`percentile_cont(0.5) within group (order by ${value})`
  const [row] = await db
    .select({
      calls: sql<number>`count(*)::int`,
      outputTokens: median(sql`(${modelCalls.usage} ->> 'outputTokens')::int`),
      latencyMs: median(sql`${modelCalls.latencyMs}`),
    })
    .from(modelCalls)
    .where(and(eq(modelCalls.model, model), eq(modelCalls.status, 'settled')))
  const round = (value: number | null | undefined) => (value === null || value === undefined ? null : Math.round(value))
  return { calls: row?.calls ?? 0, medianOutputTokens: round(row?.outputTokens), medianLatencyMs: round(row?.latencyMs) }
}

function toModelCall(row: typeof modelCalls.$inferSelect): ModelCall {
  if (row.usage === null || row.settledAt === null) throw new Error(`the settled model call ${row.key} has no usage`)
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
