import { sql } from 'drizzle-orm'
import type { PanelRecord } from '../../contracts/record.js'
import type { Transaction } from '../../platform/db/database.js'
import type { SeatVerdict } from './schema.js'

type Seated = { tool: string; persona: string; verdict: SeatVerdict }

/** What seats of several drafts came to, for the rows that stand for them. */
export function seatVerdicts({ tools }: Pick<PanelRecord, 'tools'>): Seated[] {
  return tools.flatMap(({ slug, verdicts }) =>
    verdicts.flatMap(({ jury, persona, model, status, call, ...rest }) =>
      jury === undefined ? [] : [{ tool: slug, persona, verdict: { model, status, call, reason: 'reason' in rest ? rest.reason : null } }],
    ),
  )
}

/**
 * The statement that keeps them: the first row of each such seat stands for its verdict, and the others name it. `from` is where `panel` comes from,
 * `verdicts` the list as JSON.
 */
export function updateSeats({ panel, from, verdicts }: { panel: string; from: string; verdicts: string }): string {
  return `UPDATE seats SET verdict = CASE WHEN seats.id = stands.id THEN came.verdict END, verdict_id = nullif(stands.id, seats.id)
      FROM ${from}, json_to_recordset(${verdicts}::json) AS came(tool text, persona text, verdict json),
        LATERAL (
          SELECT id FROM seats WHERE panel_id = ${panel} AND tool = came.tool AND persona = came.persona AND against IS NULL ORDER BY position LIMIT 1
        ) AS stands
      WHERE seats.panel_id = ${panel} AND seats.tool = came.tool AND seats.persona = came.persona AND seats.against IS NULL`
}

/** The same for a record that is brought to a newer version, in the transaction of its caller. */
export async function keepSeatVerdicts(tx: Transaction, record: PanelRecord): Promise<void> {
  const statement = updateSeats({ panel: 'of.panel_id', from: 'of', verdicts: 'of.verdicts' })
  await tx.execute(
    sql`WITH of AS (SELECT ${record.panelId}::text AS panel_id, ${JSON.stringify(seatVerdicts(record))}::json AS verdicts) ${sql.raw(statement)}`,
  )
}
