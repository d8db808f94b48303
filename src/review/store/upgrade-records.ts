import { sql } from 'drizzle-orm'
import type { PanelRecord } from '../../contracts/record.js'
import { upgradeRecord } from '../../panels/record/upgrade-record.js'
import { keepSeatVerdicts } from '../../panels/store/seat-verdicts.js'
import type { Database } from '../../platform/db/database.js'

/**
 * Brings records that the migration marked to version 2, one at a time: those of several jurors that are in review and that no one has worked on. A record
 * that people began to work on keeps a verdict a juror: what they wrote, and what was approved, is bound to those words. Processes that start together
 * take turns. Resolves to how many were brought to it.
 */
export async function upgradeRecords(db: Database): Promise<number> {
  let count = 0
  for (;;) {
    const found = await db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ id: string; body: PanelRecord; isFree: boolean }>(sql`
        SELECT id, body, status = 'in_review' AND NOT EXISTS (
          SELECT FROM seats WHERE panel_id = records.panel_id AND (
            EXISTS (SELECT FROM verdict_revisions WHERE verdict_id = seats.id) OR EXISTS (SELECT FROM verdict_states WHERE verdict_id = seats.id)
            OR EXISTS (SELECT FROM verdict_comments WHERE verdict_id = seats.id) OR EXISTS (SELECT FROM blind_calls WHERE verdict_id = seats.id)
            OR EXISTS (SELECT FROM waivers WHERE verdict_id = seats.id) OR EXISTS (SELECT FROM autosaves WHERE verdict_id = seats.id)
          )
        ) AS "isFree"
        FROM records WHERE is_old ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`)
      const [row] = rows
      if (row === undefined) return null
      const upgraded = row.isFree ? upgradeRecord(row.body) : row.body
      await tx.execute(sql`
        UPDATE records SET is_old = false, body = ${JSON.stringify(upgraded)}::json, content_sha256 = ${upgraded.contentSha256} WHERE id = ${row.id}`)
      if (upgraded !== row.body) await keepSeatVerdicts(tx, upgraded)
      return upgraded !== row.body
    })
    if (found === null) return count
    if (found) count += 1
  }
}
