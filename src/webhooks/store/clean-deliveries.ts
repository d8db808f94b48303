import type pg from 'pg'

/** Rows of one statement, each its own commit. */
const batchSize = 500

const isOver = `status <> 'pending' AND coalesce(attempted_at, created_at) < $1`

export type DeliveryFigures = { deliveries: number; keeps: Record<string, number> }

/** How many deliveries were made or given up before then, and how many stay. */
export async function countDeliveries(client: pg.ClientBase, before: Date): Promise<DeliveryFigures> {
  const { rows } = await client.query<{ why: string; count: number }>(
    `SELECT CASE WHEN ${isOver} THEN 'goes' WHEN status = 'pending' THEN 'still to be delivered' ELSE 'newer' END AS why, count(*)::int AS count
     FROM webhook_deliveries GROUP BY 1`,
    [before],
  )
  const keeps = Object.fromEntries(rows.flatMap(({ why, count }) => (why === 'goes' ? [] : [[why, count]])))
  return { deliveries: rows.find(({ why }) => why === 'goes')?.count ?? 0, keeps }
}

/** Deletes them. None is made again: the outbox is past their decisions. */
export async function cleanDeliveries(client: pg.ClientBase, before: Date, signal: AbortSignal): Promise<void> {
  for (let deleted = batchSize; deleted === batchSize; ) {
    signal.throwIfAborted()
    const { rowCount } = await client.query(
      `DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE ${isOver} ORDER BY id LIMIT ${batchSize})`,
      [before],
    )
    deleted = rowCount ?? 0
  }
}
