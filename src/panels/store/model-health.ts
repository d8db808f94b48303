import type { Database } from '../../platform/db/database.js'

/** How a model's calls of the last seven days went, as the ledger has them. */
export type ModelHealth = {
  model: string
  day: number
  week: number
  /** Of the week's: those that failed, or whose process went away. */
  failed: number
  /** The median of those that were answered, in milliseconds; null where none was. */
  latencyMs: number | null
  lastAnswerAt: Date | null
  lastFailureAt: Date | null
  /** Why the last one failed, in the ledger's words. */
  lastReason: string | null
}

const statement = `
  SELECT c.model, count(*)::int AS week,
    count(*) FILTER (WHERE a.started_at > statement_timestamp() - interval '1 day')::int AS day,
    count(*) FILTER (WHERE a.status IN ('failed', 'abandoned'))::int AS failed,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY c.latency_ms) FILTER (WHERE a.status = 'settled'))::float8 AS "latencyMs",
    max(a.ended_at) FILTER (WHERE a.status = 'settled') AS "lastAnswerAt",
    max(a.ended_at) FILTER (WHERE a.status IN ('failed', 'abandoned')) AS "lastFailureAt",
    (array_agg(a.reason ORDER BY a.ended_at DESC) FILTER (WHERE a.status IN ('failed', 'abandoned')))[1] AS "lastReason"
  FROM model_call_attempts a JOIN model_calls c ON c.key = a.key
  WHERE a.started_at > statement_timestamp() - interval '7 days'
  GROUP BY c.model ORDER BY c.model`

/** Every model that was called in the last seven days, by its id. */
export async function readModelHealth(db: Database): Promise<ModelHealth[]> {
  const { rows } = await db.$client.query<ModelHealth>(statement)
  return rows
}
