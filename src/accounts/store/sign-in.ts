import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { rateLimits, signInSecrets } from './schema.js'

/** So many in so many milliseconds. */
export type Limit = { max: number; windowMs: number }

export type SignInStore = ReturnType<typeof createSignInStore>

/** What signing in needs and no person owns: how often it was tried, and what signs the cookies. */
export function createSignInStore(db: Database) {
  return withoutParameters({
    /**
     * Counts one more, unless that is over the limit. Returns how many milliseconds to wait, 0 when it may go on. One statement, so that
     * many at once are counted one by one, whichever process they came to.
     */
    count: async ({ key, limit, nowMs }: { key: string; limit: Limit; nowMs: number }): Promise<number> => {
      const { count, endsAtMs } = rateLimits
      const fresh = sql`${endsAtMs} <= ${nowMs}`
      const [row] = await db
        .insert(rateLimits)
        .values({ key, count: 1, endsAtMs: nowMs + limit.windowMs })
        .onConflictDoUpdate({
          target: rateLimits.key,
          set: {
            count: sql`case when ${fresh} then 1 else least(${count} + 1, ${limit.max + 1}::int) end`,
            endsAtMs: sql`case when ${fresh} then ${nowMs + limit.windowMs}::bigint else ${endsAtMs} end`,
          },
        })
        .returning({ count, endsAtMs })
      // The request that begins a window deletes those that ended: the table holds as many rows as there are windows open.
      if (row?.count === 1) await db.delete(rateLimits).where(sql`${endsAtMs} <= ${nowMs}`)
      return row === undefined || row.count <= limit.max ? 0 : Math.max(1, row.endsAtMs - nowMs)
    },

    forget: async (key: string): Promise<void> => {
      await db.delete(rateLimits).where(eq(rateLimits.key, key))
    },

    /** The secret of this database: the one given, if it has none yet; of two who come at once both get the same. */
    secret: async ({ fresh, now }: { fresh: string; now: Date }): Promise<string> => {
      await db.insert(signInSecrets).values({ id: 1, secret: fresh, createdAt: now }).onConflictDoNothing()
      const [row] = await db.select({ secret: signInSecrets.secret }).from(signInSecrets)
      if (row === undefined) throw new Error('the database kept no sign-in secret')
      return row.secret
    },
  })
}
