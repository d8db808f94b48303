import { and, desc, eq, inArray, isNotNull, type SQLWrapper, sql } from 'drizzle-orm'
import type { ModelCall } from '../../contracts/model-call.js'
import type { Database } from '../../platform/db/database.js'
import type { ModelHistory } from '../estimate/estimate-panel.js'
import type { ModelCallStore } from '../ledger/live-ledger.js'
import { isLimited } from '../ledger/reserve-rules.js'
import { createCallGroups } from './call-groups.js'
import { endAttempt, toModelCall } from './model-call-rows.js'
import { withoutNul } from './refusal.js'
import { reserveCall } from './reserve-call.js'
import { modelCallAttempts, modelCalls } from './schema.js'

/** What is in the ledger, for those who look ahead. */
export type ModelCallLookup = {
  /** Those of the keys whose replies are there. */
  settledKeys: (keys: readonly string[]) => Promise<Set<string>>
  /** Those of the keys whose replies left a seat unscored: who begins with such a request takes the next sample. */
  spentKeys: (keys: readonly string[]) => Promise<Set<string>>
  /** What the newest of the model's settled calls used, as medians: a thousand, if there are as many. */
  modelHistory: (model: string) => Promise<ModelHistory>
  /** The finished calls of these keys, in the order of the keys; one that has no reply is left out. */
  findCalls: (keys: readonly string[]) => Promise<ModelCall[]>
}

/** The live ledger's rows in PostgreSQL. Leases go by the database's clock, so workers' clocks do not matter. */
export function createModelCallStore(db: Database): ModelCallStore & ModelCallLookup {
  const groups = createCallGroups(db)
  return {
    settledKeys: async (keys) => {
      const rows = await db
        .select({ key: modelCalls.key })
        .from(modelCalls)
        .where(and(inArray(modelCalls.key, [...keys]), eq(modelCalls.status, 'settled')))
      return new Set(rows.map(({ key }) => key))
    },
    spentKeys: async (keys) => {
      const isSpent = and(inArray(modelCalls.key, [...keys]), eq(modelCalls.status, 'settled'), isNotNull(modelCalls.unscoredBy))
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
    reserve: async (call) => {
      const { payer, ...terms } = call
      // Intakes have a call or two, and go the long way.
      const isPlain = 'panelId' in payer && !isLimited(call.terms.limits)
      if (isPlain && (await groups.reserve({ ...terms, ...payer }))) return { status: 'reserved' }
      return db.transaction((tx) => reserveCall(tx, call))
    },
    renew: groups.renew,
    settle: groups.settle,
    release: ({ key, owner, reason, mayHaveBeenBilled }) =>
      db.transaction(async (tx) => {
        await tx.update(modelCalls).set({ status: 'failed' }).where(held({ key, owner }))
        const chargedUsd = mayHaveBeenBilled ? modelCallAttempts.reservedUsd : 0
        await endAttempt(tx, { owner, status: 'failed', chargedUsd, reason: withoutNul(reason) })
      }),
  }
}

function held({ key, owner }: { key: string; owner: string }) {
  return and(eq(modelCalls.key, key), eq(modelCalls.owner, owner), eq(modelCalls.status, 'running'))
}

/** A model's prices, habits and server change: older calls say little, and there may be millions of them. */
const callsOfHistory = 1_000

async function readHistory(db: Database, model: string): Promise<ModelHistory> {
  const { usage, latencyMs, settledAt } = modelCalls
  const newest = db
    .select({ outputTokens: sql<number | null>`(${usage} ->> 'outputTokens')::int`.as('output_tokens'), latencyMs })
    .from(modelCalls)
    .where(and(eq(modelCalls.model, model), eq(modelCalls.status, 'settled')))
    .orderBy(desc(settledAt))
    .limit(callsOfHistory)
    .as('newest')
  const median = (value: SQLWrapper) => sql<number | null>`percentile_cont(0.5) within group (order by ${value})`
  const [row] = await db
    .select({ calls: sql<number>`count(*)::int`, outputTokens: median(newest.outputTokens), latencyMs: median(newest.latencyMs) })
    .from(newest)
  const round = (value: number | null | undefined) => (value === null || value === undefined ? null : Math.round(value))
  return { calls: row?.calls ?? 0, medianOutputTokens: round(row?.outputTokens), medianLatencyMs: round(row?.latencyMs) }
}
