import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Plan } from '../../contracts/plan.js'
import type { Database } from '../../platform/db/database.js'
import type { PanelStatus } from './reopen-panel.js'
import { panels, seats } from './schema.js'
import { sortName, tools } from './tool-schema.js'

/** Why a tool goes with those that are chosen: one of them names it as a rival, it names one of them, or it has the category of one. */
export type SuggestedTool = { slug: string; isNamed: boolean; names: boolean; isAlike: boolean }

/** Another panel that judged one of the same frozen dossiers. */
export type KinPanel = { panelId: string; plan: Plan; status: PanelStatus; createdAt: Date }

/** Panels whose tools are looked at to find the tools that someone panelled lately. */
const recentPanels = 20

/** What goes with tools and panels that one has: read from heads and indexes, no dossier is read. */
export function createToolSuggestions(db: Database) {
  return {
    /** Tools to compare with these: named as rivals first, either way, then those of the same category, A to Z. Archived ones are left out. */
    suggestTools: async (slugs: readonly string[], limit: number): Promise<SuggestedTool[]> => {
      if (slugs.length === 0) return []
      const chosen = sql.join(
        [...new Set(slugs)].map((slug) => sql`${slug}`),
        sql`, `,
      )
      const { rows } = await db.execute<SuggestedTool>(sql`
        WITH chosen AS (SELECT name, category, rivals FROM ${tools} WHERE slug IN (${chosen})),
        own AS (SELECT DISTINCT lower(name) AS name FROM chosen),
        rival AS (SELECT DISTINCT lower(unnest(rivals)) AS name FROM chosen),
        other AS (
          SELECT slug, ${sortName} AS sorted,
            EXISTS (SELECT 1 FROM rival WHERE ${isSameName(sql`rival.name`, sql`lower(tools.name)`)}) AS "isNamed",
            EXISTS (SELECT 1 FROM unnest(rivals) AS r (name), own WHERE ${isSameName(sql`lower(r.name)`, sql`own.name`)}) AS names,
            EXISTS (SELECT 1 FROM chosen WHERE chosen.category = tools.category) AS "isAlike"
          FROM ${tools} WHERE archived_at IS NULL AND slug NOT IN (${chosen})
        )
        SELECT slug, "isNamed", names, "isAlike" FROM other WHERE "isNamed" OR names OR "isAlike"
        ORDER BY ("isNamed" OR names) DESC, "isAlike" DESC, sorted, slug LIMIT ${limit}`)
      return rows
    },
    /** The tools of the panels that someone asked for last, newest first, each once. */
    panelledLately: async (userId: string, limit: number): Promise<string[]> => {
      const rows = await db
        .select({ plan: panels.plan })
        .from(panels)
        .where(eq(panels.askedBy, userId))
        .orderBy(desc(panels.createdAt))
        .limit(recentPanels)
      return [...new Set(rows.flatMap(({ plan }) => plan.tools.map(({ slug }) => slug)))].slice(0, limit)
    },
    /** Other panels over one of these frozen dossiers, newest first. */
    panelsOver: async ({ panelId, tools: judged }: Pick<Plan, 'panelId' | 'tools'>, limit: number): Promise<KinPanel[]> => {
      const kin = db
        .selectDistinct({ id: seats.panelId })
        .from(seats)
        .where(
          and(
            inArray(
              seats.tool,
              judged.map(({ slug }) => slug),
            ),
            inArray(
              seats.dossierSha256,
              judged.map(({ dossierSha256 }) => dossierSha256),
            ),
          ),
        )
      const { id, plan, status, createdAt } = panels
      return db
        .select({ panelId: id, plan, status, createdAt })
        .from(panels)
        .where(and(inArray(id, kin), sql`${id} <> ${panelId}`))
        .orderBy(desc(createdAt), id)
        .limit(limit)
    },
  }
}

/** Whether two names in lower case are of one tool: the same, or one goes on where the other ends, as `llama 3.1` and `llama 3.1 8b` do. */
function isSameName(one: ReturnType<typeof sql>, other: ReturnType<typeof sql>) {
  return sql`(starts_with(${one} || ' ', ${other} || ' ') OR starts_with(${other} || ' ', ${one} || ' '))`
}
