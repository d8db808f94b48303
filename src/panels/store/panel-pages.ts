import { desc, eq, sql } from 'drizzle-orm'
import type { Plan } from '../../contracts/plan.js'
import type { Database } from '../../platform/db/database.js'
import type { PanelPriority, PanelStatus } from './reopen-panel.js'
import { createdMillisecond, panels } from './schema.js'

/** A panel without its seats. */
export type PanelHead = {
  plan: Plan
  status: PanelStatus
  /** Why it was cancelled or failed. */
  reason: string | null
  run: number
  priority: PanelPriority
  createdAt: Date
  startedAt: Date
  finishedAt: Date | null
  /** When the replies it rests on were deleted, as retention says; null while they are there. */
  repliesCleanedAt: Date | null
}

/** Where a page ended. */
export type PanelPlace = { createdAt: Date; panelId: string }

export type PanelPages = ReturnType<typeof createPanelPages>

/** Panels without their seats, alone and in pages. */
export function createPanelPages(db: Database) {
  const { id, plan, status, reason, run, priority, createdAt, startedAt, finishedAt, repliesCleanedAt } = panels
  const columns = { plan, status, reason, run, priority, createdAt, startedAt, finishedAt, repliesCleanedAt }
  const toHead = (row: Omit<PanelHead, 'startedAt'> & { startedAt: Date | null }): PanelHead => ({
    ...row,
    startedAt: row.startedAt ?? row.createdAt,
  })
  return {
    /** Null when there is no such panel. */
    head: async (panelId: string): Promise<PanelHead | null> => {
      const [row] = await db.select(columns).from(panels).where(eq(id, panelId))
      return row === undefined ? null : toHead(row)
    },
    /** Newest first, at most `limit`, after that place. */
    page: async ({ limit, after }: { limit: number; after: PanelPlace | null }): Promise<PanelHead[]> => {
      const isAfter =
        after === null
          ? undefined
          : sql`(${createdMillisecond}, ${id}) < (${after.createdAt.toISOString()}::timestamptz AT TIME ZONE 'UTC', ${after.panelId})`
      const rows = await db.select(columns).from(panels).where(isAfter).orderBy(desc(createdMillisecond), desc(id)).limit(limit)
      return rows.map(toHead)
    },
  }
}
