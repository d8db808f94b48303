import { eq } from 'drizzle-orm'
import type { Plan } from '../../contracts/plan.js'
import type { Database } from '../../platform/db/database.js'
import type { PanelPriority, PanelStatus } from './reopen-panel.js'
import { panels } from './schema.js'

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

export type PanelPages = ReturnType<typeof createPanelPages>

/** Panels without their seats. */
export function createPanelPages(db: Database) {
  const { plan, status, reason, run, priority, createdAt, startedAt, finishedAt, repliesCleanedAt } = panels
  const columns = { plan, status, reason, run, priority, createdAt, startedAt, finishedAt, repliesCleanedAt }
  return {
    /** Null when there is no such panel. */
    head: async (panelId: string): Promise<PanelHead | null> => {
      const [row] = await db.select(columns).from(panels).where(eq(panels.id, panelId))
      return row === undefined ? null : toPanelHead(row)
    },
  }
}

type Row = Omit<PanelHead, 'startedAt'> & { startedAt: Date | null }

/** What a row of the table says of a panel; of what else the row has, nothing. */
export function toPanelHead({ plan, status, reason, run, priority, createdAt, startedAt, finishedAt, repliesCleanedAt }: Row): PanelHead {
  return { plan, status, reason, run, priority, createdAt, startedAt: startedAt ?? createdAt, finishedAt, repliesCleanedAt }
}
