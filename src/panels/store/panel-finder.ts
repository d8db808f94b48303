import { asc, desc, sql } from 'drizzle-orm'
import type { PanelRecord } from '../../contracts/record.js'
import type { Database } from '../../platform/db/database.js'
import { tools } from './tool-schema.js'

/** A tool by what it is called. */
export type ToolName = { slug: string; name: string; vendor: string; category: string; isArchived: boolean }

/** A panel by what it is about: the slugs of its tools in order, its jurors, and its record where it has one. */
export type FoundPanel = {
  panelId: string
  tools: string[]
  jurors: string[]
  createdAt: Date
  recordId: string | null
  recordStatus: PanelRecord['status'] | null
}

/** A verdict by what it is about. Says nothing of what it calls. */
export type FoundSeat = { verdictId: string; recordId: string; tool: string; persona: string; model: string }

/** How many names of tools are read at most: those with the newest dossiers. */
const mostTools = 5_000

/** Finds tools, panels and verdicts by names alone: no dossier, no draft and no record's body is read. */
export function createPanelFinder(db: Database) {
  return {
    /** What tools are called, newest dossier first. */
    toolNames: (): Promise<ToolName[]> =>
      db
        .select({
          slug: tools.slug,
          name: sql<string>`left(${tools.name}, 200)`,
          vendor: sql<string>`left(${tools.vendor}, 200)`,
          category: sql<string>`left(${tools.category}, 200)`,
          isArchived: sql<boolean>`${tools.archivedAt} IS NOT NULL`,
        })
        .from(tools)
        .orderBy(desc(tools.updatedAt), asc(tools.slug))
        .limit(mostTools),
    /** The newest panels over any of these tools, those with that id or whose record has it, and where `slugs` is null the newest of all. */
    findPanels: async ({ slugs, id, limit }: { slugs: readonly string[] | null; id: string | null; limit: number }) => {
      const values = [slugs, id, limit]
      const { rows } = await db.$client.query<FoundPanel>({ ...panelsQuery, values })
      return rows
    },
    /** The verdicts of these records, in the order of their seats; at most `limit`. */
    findSeats: async ({ recordIds, limit }: { recordIds: readonly string[]; limit: number }) => {
      if (recordIds.length === 0) return []
      const { rows } = await db.$client.query<FoundSeat>({ ...seatsQuery, values: [recordIds, limit] })
      return rows
    },
  }
}

export type PanelFinder = ReturnType<typeof createPanelFinder>

const panelsQuery = {
  name: 'find-panels',
  text: `
  SELECT p.id AS "panelId", p.created_at AS "createdAt", r.id AS "recordId", r.status AS "recordStatus",
    ARRAY(SELECT t ->> 'slug' FROM json_array_elements(p.plan -> 'tools') t) AS tools,
    ARRAY(SELECT left(j, 200) FROM json_array_elements_text(p.plan -> 'jurors') j LIMIT 100) AS jurors
  FROM panels p LEFT JOIN records r ON r.panel_id = p.id
  WHERE $1::text[] IS NULL OR p.id = $2 OR r.id = $2 OR p.id IN (SELECT panel_id FROM seats WHERE tool = ANY($1::text[]))
  ORDER BY p.created_at DESC, p.id DESC
  LIMIT $3`,
}

const seatsQuery = {
  name: 'find-seats',
  text: `
  SELECT s.id AS "verdictId", r.id AS "recordId", s.tool, s.persona, left(s.model, 200) AS model
  FROM unnest($1::text[]) WITH ORDINALITY AS asked (id, place)
  JOIN records r ON r.id = asked.id
  JOIN seats s ON s.panel_id = r.panel_id AND s.verdict_id IS NULL AND s.against IS NULL
  ORDER BY asked.place, s.position
  LIMIT $2`,
}
