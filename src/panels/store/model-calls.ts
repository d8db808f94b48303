import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { ModelCall, Usage } from '../../contracts/model-call.js'
import type { Database } from '../../platform/db/database.js'
import type { ModelHistory } from '../estimate/estimate-panel.js'
import type { ModelCallStore } from '../ledger/live-ledger.js'
import { endAttempt, leaseFor, toModelCall } from './model-call-rows.js'
import { refusing, storableJson, withoutNul } from './refusal.js'
import { isLimited, type Reserve, reserveCall } from './reserve-call.js'
import { modelCallAttempts, modelCalls } from './schema.js'

/** What is in the ledger, for those who look ahead. */
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
    reserve: async (call) => ((await reserveAtOnce(db, call)) ? { status: 'reserved' } : db.transaction((tx) => reserveCall(tx, call))),
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
 * Whatever process holds the key now: a reply that was paid for is kept even when the lease was lost meanwhile. The call first and then the attempt, in
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

function held({ key, owner }: { key: string; owner: string }) {
  return and(eq(modelCalls.key, key), eq(modelCalls.owner, owner), eq(modelCalls.status, 'running'))
}

/** PostgreSQL's largest integer. */
const mostCounted = 2 ** 31 - 1

/** What a settled call counts against a limit of tokens; null where the provider did not say: then what was expected counts. */
function countedTokens({ inputTokens, outputTokens }: Usage): number | null {
  return inputTokens === null || outputTokens === null ? null : Math.min(inputTokens + outputTokens, mostCounted)
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
