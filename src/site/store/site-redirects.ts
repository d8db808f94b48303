import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { siteRedirects } from './schema.js'

export type Redirect = { from: string; to: string; by: string; at: Date }

/** Old slugs of tools, and where they lead. None leads to another old slug. */
export function createSiteRedirects(db: Database) {
  return {
    redirects: (): Promise<Redirect[]> => db.select().from(siteRedirects).orderBy(asc(siteRedirects.from)),
    /** Where old slugs among these lead. */
    redirectsOf: async (slugs: readonly string[]): Promise<Map<string, string>> => {
      const { from, to } = siteRedirects
      const rows = await db
        .select({ from, to })
        .from(siteRedirects)
        .where(inArray(from, [...slugs]))
      return new Map(rows.map((row) => [row.from, row.to]))
    },
    /** Decides over all redirects as they are, and writes the new one; those that led to its old slug lead to its new one then. */
    addRedirect: <Refusal>(
      redirect: Omit<Redirect, 'to'>,
      decide: (redirects: ReadonlyMap<string, string>) => { refusal: Refusal } | { to: string },
    ): Promise<Refusal | null> =>
      db.transaction(async (tx) => {
        // Two at once could make a circle that neither sees.
        await tx.execute(sql`LOCK TABLE ${siteRedirects} IN SHARE ROW EXCLUSIVE MODE`)
        const rows = await tx.select().from(siteRedirects)
        const decided = decide(new Map(rows.map((row) => [row.from, row.to])))
        if ('refusal' in decided) return decided.refusal
        const { from, by, at } = redirect
        const { to } = decided
        await tx.update(siteRedirects).set({ to }).where(eq(siteRedirects.to, from))
        await tx.insert(siteRedirects).values({ from, to, by, at }).onConflictDoUpdate({ target: siteRedirects.from, set: { to, by, at } })
        return null
      }),
    /** Whether there was one. */
    removeRedirect: async (from: string): Promise<boolean> => {
      const removed = await db.delete(siteRedirects).where(eq(siteRedirects.from, from)).returning({ from: siteRedirects.from })
      return removed.length > 0
    },
  }
}
