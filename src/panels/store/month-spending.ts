import type { Database } from '../../platform/db/database.js'

/** What some calls cost in a month, in US dollars; `reservedUsd` is the worst case of those under way. */
export type Spent = { spentUsd: number; reservedUsd: number; calls: number /** Calls whose cost is not known. */; unknown: number }
/** By whom or what: `name` is a model, a provider, a panel's id or a person; null for calls of intakes, or of no person that is known. */
export type SpentBy = Spent & { name: string | null /** Of a panel: its first tools by name. */; title?: string }
export type MonthSpending = { start: Date; total: Spent; models: SpentBy[]; providers: SpentBy[]; panels: SpentBy[]; people: SpentBy[] }

const figures = `
  coalesce(sum(coalesce(charged_usd, reserved_usd)) FILTER (WHERE NOT running), 0)::float8 AS "spentUsd",
  coalesce(sum(reserved_usd) FILTER (WHERE running), 0)::float8 AS "reservedUsd",
  count(*)::int AS calls, count(*) FILTER (WHERE charged_usd IS NULL AND reserved_usd IS NULL)::int AS unknown`

/** Rows of one kind that are shown; the total is of all. */
const shownRows = 20
/** As many tools name a panel. */
const shownTools = 3

/** Each way of looking at the same calls; who kicked a panel off is in the audit log. */
const statement = `
  WITH attempts AS (
    SELECT a.charged_usd, a.reserved_usd, a.provider, a.panel_id, c.model,
      a.status = 'running' AND c.lease_until > statement_timestamp() AND c.owner = a.owner AS running
    FROM model_call_attempts a JOIN model_calls c ON c.key = a.key
    WHERE a.started_at >= $1 AND a.started_at < $2
  ), payers AS (
    SELECT DISTINCT ON (body->'subject'->>'id') body->'subject'->>'id' AS panel_id, coalesce(body->'actor'->>'name', body->'actor'->>'system') AS person
    FROM audit_log WHERE record_id IS NULL AND body->>'action' = 'kick off a panel'
      AND body->'subject'->>'id' IN (SELECT panel_id FROM attempts)
    ORDER BY body->'subject'->>'id', seq
  ), rows AS (
    SELECT 'total' AS kind, NULL AS name, ${figures} FROM attempts
    UNION ALL (SELECT 'model', model, ${figures} FROM attempts GROUP BY model ORDER BY 3 DESC, 5 DESC LIMIT ${shownRows})
    UNION ALL (SELECT 'provider', provider, ${figures} FROM attempts GROUP BY provider ORDER BY 3 DESC, 5 DESC LIMIT ${shownRows})
    UNION ALL (SELECT 'panel', panel_id, ${figures} FROM attempts GROUP BY panel_id ORDER BY 3 DESC, 5 DESC LIMIT ${shownRows})
    UNION ALL (SELECT 'person', person, ${figures} FROM attempts LEFT JOIN payers USING (panel_id) GROUP BY person ORDER BY 3 DESC, 5 DESC LIMIT ${shownRows})
  )
  SELECT rows.*, CASE WHEN kind = 'panel' THEN (
    SELECT string_agg(coalesce(tools.name, planned.item ->> 'slug'), ' vs ' ORDER BY planned.at)
    FROM panels CROSS JOIN LATERAL json_array_elements(panels.plan -> 'tools') WITH ORDINALITY planned (item, at)
    LEFT JOIN tools ON tools.slug = planned.item ->> 'slug'
    WHERE panels.id = rows.name AND planned.at <= ${shownTools}
  ) END AS title FROM rows`

type Row = Omit<SpentBy, 'title'> & { kind: 'total' | 'model' | 'provider' | 'panel' | 'person'; title: string | null }

/** The first moment of the calendar month of that instant in UTC, or of one so many months later. Pure. */
export function monthStart(instant: Date, later = 0): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + later, 1))
}

/** What the calls that began in the calendar month (UTC) of that instant cost: in all, and the largest by model, provider, panel and person. */
export async function readMonthSpending(db: Database, instant: Date): Promise<MonthSpending> {
  const start = monthStart(instant)
  const { rows } = await db.$client.query<Row>(statement, [start, monthStart(instant, 1)])
  const of = (kind: Row['kind']): SpentBy[] =>
    rows.filter((row) => row.kind === kind).map(({ kind: _kind, title, ...row }) => (title === null ? row : { ...row, title }))
  const total = of('total')[0] ?? { spentUsd: 0, reservedUsd: 0, calls: 0, unknown: 0 }
  return { start, total, models: of('model'), providers: of('provider'), panels: of('panel'), people: of('person') }
}
