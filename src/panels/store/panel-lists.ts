import { desc, inArray, sql } from 'drizzle-orm'
import type { Plan } from '../../contracts/plan.js'
import type { Database } from '../../platform/db/database.js'
import type { PanelPriority, PanelStatus } from './reopen-panel.js'
import { createdMillisecond, panels, seats } from './schema.js'

/** A panel in a list: its state, and how many of its seats are in which state. */
export type PanelSummary = {
  panelId: string
  plan: Plan
  status: PanelStatus
  reason: string | null
  priority: PanelPriority
  createdAt: Date
  finishedAt: Date | null
  seats: { planned: number; drafting: number; drafted: number; unscored: number }
}

/** Panels to look over. */
export function createPanelLists(db: Database) {
  return {
    /** The newest panels, newest first. */
    recent: async (limit: number): Promise<PanelSummary[]> => {
      const rows = await db.select().from(panels).orderBy(desc(createdMillisecond), desc(panels.id)).limit(limit)
      const counts = await countSeats(
        db,
        rows.map(({ id }) => id),
      )
      return rows.map(({ id, plan, status, reason, priority, createdAt, finishedAt }) => ({
        panelId: id,
        plan,
        status,
        reason,
        priority,
        createdAt,
        finishedAt,
        seats: { planned: 0, drafting: 0, drafted: 0, unscored: 0, ...counts.get(id) },
      }))
    },
    /** How many panels have which status; one that none has is left out. */
    countByStatus: async (): Promise<Record<string, number>> => {
      const rows = await db.select({ status: panels.status, count: sql<number>`count(*)::int` }).from(panels).groupBy(panels.status)
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
    },
  }
}

async function countSeats(db: Database, panelIds: string[]): Promise<Map<string, Partial<PanelSummary['seats']>>> {
  const { panelId, status } = seats
  const rows = await db
    .select({ panelId, status, count: sql<number>`count(*)::int` })
    .from(seats)
    .where(inArray(panelId, panelIds))
    .groupBy(panelId, status)
  const counts = new Map<string, Partial<PanelSummary['seats']>>()
  for (const row of rows) counts.set(row.panelId, { ...counts.get(row.panelId), [row.status]: row.count })
  return counts
}
