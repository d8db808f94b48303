import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { ModelCall, Usage } from '../../contracts/model-call.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import type { ModelHistory } from '../estimate/estimate-panel.js'
import type { ModelCallStore, ProviderTerms, Reservation } from '../ledger/live-ledger.js'
import { refusing, storableJson, withoutNul } from './refusal.js'
import { modelCallAttempts, modelCalls, panels } from './schema.js'

type Reserve = Parameters<ModelCallStore['reserve']>[0]

const leaseFor = (milliseconds: number) => sql`clock_timestamp() + make_interval(secs => ${milliseconds / 1000})`

/** What stands in the ledger, for those who look ahead. */
export type ModelCallLookup = {
  /** Those of the keys whose replies are there. */
  settledKeys: (keys: readonly string[]) => Promise<Set<string>>
  /** Those of the keys whose replies left a seat unscored: who begins with such a request takes the next sample. */
  spentKeys: (keys: readonly string[]) => Promise<Set<string>>
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
    spentKeys: async (keys) => {
      const isSpent = and(inArray(modelCalls.key, [...keys]), isNotNull(modelCalls.unscoredBy))
      const rows = await db.select({ key: modelCalls.key }).from(modelCalls).where(isSpent)
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
    reserve: async (call) => ((await reserveAtOnce(db, call)) ? { status: 'reserved' } : db.transaction((tx) => reserve(tx, call))),
    renew: async ({ key, owner, leaseMs }) => {
      await db
        .update(modelCalls)
        .set({ leaseUntil: leaseFor(leaseMs) })
        .where(held({ key, owner }))
    },
    settle: async ({ key, owner, raw, usage, costUsd, latencyMs }) => {
      const values = [key, owner, storableJson(raw), JSON.stringify(usage), costUsd, latencyMs, countedTokens(usage)]
      const { rows } = await refusing(() => db.$client.query<{ settled: number }>({ ...settleQuery, values }))
      return rows[0]?.settled === 1
    },
    release: ({ key, owner, reason, mayHaveBeenBilled }) =>
      db.transaction(async (tx) => {
        await tx.update(modelCalls).set({ status: 'failed' }).where(held({ key, owner }))
        const chargedUsd = mayHaveBeenBilled ? modelCallAttempts.reservedUsd : 0
        await endAttempt(tx, { owner, status: 'failed', chargedUsd, reason: withoutNul(reason) })
      }),
  }
}

/*
 * The two statements of every call that is bought, each one round trip and one commit, and named so that PostgreSQL plans them once a
 * connection: seats by the hundred wait for them.
 */

/** Takes a key that no one has asked for yet, for a panel without a budget: then there is nothing to add up and no one to wait for. */
const reserveQuery = {
  name: 'reserve-call',
  text: `
    WITH taken AS (
      INSERT INTO model_calls (key, status, model, sample, request, owner, lease_until)
      SELECT $1, 'running', $2, $3, $4, $5, clock_timestamp() + make_interval(secs => $6)
      FROM panels WHERE panels.id = $7 AND budget_usd IS NULL
      ON CONFLICT DO NOTHING RETURNING key
    )
    INSERT INTO model_call_attempts (owner, key, panel_id, run, provider, tokens, status, reserved_usd)
    SELECT $5, taken.key, panels.id, panels.run, $8, $9, 'running', $10 FROM taken, panels WHERE panels.id = $7`,
}

/**
 * Whoever holds the key now: a reply that was paid for is kept even when the lease was lost meanwhile. The call first and then the attempt, in
 * the order in which others lock them.
 */
const settleQuery = {
  name: 'settle-call',
  text: `
    WITH settled AS (
      UPDATE model_calls SET status = 'settled', raw = $3, usage = $4, cost_usd = $5, latency_ms = $6, settled_at = clock_timestamp()
      WHERE key = $1 AND status <> 'settled' RETURNING key
    ),
    counted AS (SELECT count(*)::int AS settled FROM settled)
    UPDATE model_call_attempts
    SET status = 'settled', charged_usd = $5, reason = NULL, tokens = coalesce($7, tokens), ended_at = clock_timestamp()
    FROM counted WHERE owner = $2 RETURNING counted.settled`,
}

/** Whether the reservation was made; when not, the long way finds out why and what to do. */
async function reserveAtOnce(db: Database, { key, identity, owner, panelId, reserveUsd, leaseMs, terms }: Reserve): Promise<boolean> {
  const { provider, limits, expectedTokens } = terms
  if (isLimited(limits)) return false
  const { model, sample, request } = identity
  const values = [key, model, sample, JSON.stringify(request), owner, leaseMs / 1000, panelId, provider, expectedTokens, reserveUsd]
  return (await db.$client.query({ ...reserveQuery, values })).rowCount === 1
}

function isLimited({ concurrency, requestsPerMinute, tokensPerMinute }: ProviderTerms['limits']): boolean {
  return concurrency !== undefined || requestsPerMinute !== undefined || tokensPerMinute !== undefined
}

function held({ key, owner }: { key: string; owner: string }) {
  return and(eq(modelCalls.key, key), eq(modelCalls.owner, owner), eq(modelCalls.status, 'running'))
}

type AttemptEnd = {
  owner: string
  status: 'failed' | 'abandoned'
  chargedUsd: number | null | typeof modelCallAttempts.reservedUsd
  reason: string | null
}

/** PostgreSQL's largest integer. */
const mostCounted = 2 ** 31 - 1

/** What a settled call counts against a limit of tokens; null where the provider did not say: then what was expected stands. */
function countedTokens({ inputTokens, outputTokens }: Usage): number | null {
  return inputTokens === null || outputTokens === null ? null : Math.min(inputTokens + outputTokens, mostCounted)
}

async function endAttempt(tx: Transaction, { owner, status, chargedUsd, reason }: AttemptEnd): Promise<void> {
  const charged = chargedUsd === null || typeof chargedUsd === 'number' ? chargedUsd : sql`${chargedUsd}`
  await tx
    .update(modelCallAttempts)
    .set({ status, chargedUsd: charged, reason, endedAt: sql`clock_timestamp()` })
    // One that is settled stays so: its acknowledgement may have been lost on the way.
    .where(and(eq(modelCallAttempts.owner, owner), eq(modelCallAttempts.status, 'running')))
}

async function reserve(tx: Transaction, call: Reserve): Promise<Reservation> {
  // The panel's row serialises its reservations, so that two workers cannot both take the last of the budget.
  const [panel] = await tx
    .select({ budgetUsd: panels.budgetUsd, run: panels.run })
    .from(panels)
    .where(eq(panels.id, call.panelId))
    .for('no key update')
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
  const refusal = (await checkBudget(tx, call, panel.budgetUsd)) ?? (await checkLimits(tx, call))
  if (refusal !== null) {
    if (inserted.length > 0) await tx.delete(modelCalls).where(eq(modelCalls.key, key))
    else await tx.update(modelCalls).set({ status: 'failed' }).where(eq(modelCalls.key, key))
    return refusal
  }
  const { panelId, terms } = call
  const { provider, expectedTokens: tokens } = terms
  const { reserveUsd: reservedUsd } = call
  await tx.insert(modelCallAttempts).values({ owner, key, panelId, run: panel.run, provider, tokens, status: 'running', reservedUsd })
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
  if (row.call.status === 'settled') return { status: 'settled', call: toModelCall(row.call), unscoredBy: row.call.unscoredBy }
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
  const { chargedUsd, reservedUsd, panelId } = modelCallAttempts
  const isRunning = sql`${isUnderWay} and ${modelCalls.owner} = ${modelCallAttempts.owner}`
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

const limitWindowSeconds = 60

/**
 * Null when the call fits into its provider's limits, which all workers share: what counts are the attempts in the database. Calls that
 * are too many at once wait for one to end; those that are too many in 60 seconds come back later. A call larger than the whole limit goes
 * when nothing else does, or it would wait for ever.
 */
async function checkLimits(tx: Transaction, { terms }: Reserve): Promise<Reservation | null> {
  const { provider, limits } = terms
  if (!isLimited(limits)) return null
  // One reservation of a provider at a time, so that two cannot both take the last of the minute.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`ship-panel limits of ${provider}`}))`)
  if (limits.concurrency !== undefined && (await countRunning(tx, provider)) >= limits.concurrency) return { status: 'running' }
  return checkMinute(tx, terms)
}

async function countRunning(tx: Transaction, provider: string): Promise<number> {
  const [row] = await tx
    .select({ running: sql<number>`count(*)::int` })
    .from(modelCallAttempts)
    .innerJoin(modelCalls, and(eq(modelCalls.key, modelCallAttempts.key), eq(modelCalls.owner, modelCallAttempts.owner)))
    .where(and(eq(modelCallAttempts.provider, provider), isUnderWay))
  return row?.running ?? 0
}

/** An attempt that runs and whose process is alive: joined with the call that it holds. */
const isUnderWay = sql`${modelCallAttempts.status} = 'running' and ${modelCalls.leaseUntil} > clock_timestamp()`

async function checkMinute(tx: Transaction, { provider, limits, expectedTokens }: ProviderTerms): Promise<Reservation | null> {
  const { requestsPerMinute, tokensPerMinute } = limits
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) return null
  const { startedAt, tokens } = modelCallAttempts
  const attempts = await tx
    .select({ tokens, leavesInMs: sql<number>`extract(epoch from ${startedAt} - clock_timestamp()) * 1000 + ${limitWindowSeconds * 1000}` })
    .from(modelCallAttempts)
    .where(
      and(
        eq(modelCallAttempts.provider, provider),
        sql`${startedAt} > clock_timestamp() - make_interval(secs => ${limitWindowSeconds}::int)`,
      ),
    )
    .orderBy(startedAt)
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
