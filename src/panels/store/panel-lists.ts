import { desc, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { costOfPanels, type FoundPanels, findPanels, type PanelQuery } from './find-panels.js'
import { type PanelHead, toPanelHead } from './panel-pages.js'
import { createdMillisecond, panels, seats } from './schema.js'

/** A panel in a list: its state, and how many of its seats are in which state. */
export type PanelSummary = PanelHead & {
  panelId: string
  /** The user id of who kicked it off; null where that is not known, as at the command line. */
  askedBy: string | null
  seats: { planned: number; drafting: number; drafted: number; unscored: number }
}

/** Panels to look over. */
export function createPanelLists(db: Database) {
  return {
    /** The newest panels, newest first. */
    recent: async (limit: number): Promise<PanelSummary[]> =>
      summarize(db, await db.select().from(panels).orderBy(desc(createdMillisecond), desc(panels.id)).limit(limit)),
    /** Which panels match, in pages; see `PanelQuery`. */
    findPage: (query: PanelQuery): Promise<FoundPanels> => findPanels(db, query),
    /** These panels, in the order asked for; an id that names none is left out. */
    byIds: async (ids: readonly string[]): Promise<PanelSummary[]> => {
      const rows =
        ids.length === 0
          ? []
          : await db
              .select()
              .from(panels)
              .where(inArray(panels.id, [...ids]))
      const found = new Map((await summarize(db, rows)).map((panel) => [panel.panelId, panel]))
      return ids.flatMap((id) => found.get(id) ?? [])
    },
    /** What their model calls cost so far, in US dollars, by id. */
    costs: (ids: readonly string[]): Promise<Map<string, number>> => costOfPanels(db, ids),
    /** How many panels have which status; one that none has is left out. */
    countByStatus: async (): Promise<Record<string, number>> => {
      const rows = await db.select({ status: panels.status, count: sql<number>`count(*)::int` }).from(panels).groupBy(panels.status)
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
    },
  }
}

async function summarize(db: Database, rows: readonly (typeof panels.$inferSelect)[]): Promise<PanelSummary[]> {
  const counts = await countSeats(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, askedBy, ...row }) => ({
    ...toPanelHead(row),
    ...{ panelId: id, askedBy },
    seats: { planned: 0, drafting: 0, drafted: 0, unscored: 0, ...counts.get(id) },
  }))
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
