import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { idempotencyKeys } from './schema.js'

/** How long a request may take to make its panel before another of the same key may try. */
const holdSeconds = 60

export type IdempotentRequest = { userId: string; key: string; requestSha256: string }

/** What a key stands for: yours to make, made already, being made just now, or something else. */
export type Claim =
  | { status: 'claimed'; holder: string }
  | { status: 'made'; panelId: string }
  | { status: 'under way' }
  | { status: 'another request' }

export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>

/** Keys with which a request that starts a panel may be sent again. Each method is one transaction. */
export function createIdempotencyStore(db: Database) {
  const { userId, key, requestSha256, panelId, holder, heldUntil } = idempotencyKeys
  const isFor = (request: Pick<IdempotentRequest, 'userId' | 'key'>) => and(eq(userId, request.userId), eq(key, request.key))
  const until = sql`clock_timestamp() + make_interval(secs => ${holdSeconds})`
  return {
    /** Takes the key for this request. `newHolder` is an id no one else has. The holder calls `keep`, or `release` when nothing was made. */
    claim: async ({ newHolder, ...request }: IdempotentRequest & { newHolder: string }): Promise<Claim> => {
      const claimed = await db
        .insert(idempotencyKeys)
        .values({ ...request, holder: newHolder, heldUntil: until })
        .onConflictDoUpdate({
          target: [userId, key],
          set: { holder: newHolder, heldUntil: until },
          // One that was taken and never came to anything, because its process died.
          setWhere: and(isNull(panelId), lt(heldUntil, sql`clock_timestamp()`), eq(requestSha256, request.requestSha256)),
        })
        .returning({ holder })
      if (claimed.length > 0) return { status: 'claimed', holder: newHolder }
      const [row] = await db.select().from(idempotencyKeys).where(isFor(request))
      // Released between the two statements: the next request with it gets it.
      if (row === undefined) return { status: 'under way' }
      if (row.requestSha256 !== request.requestSha256) return { status: 'another request' }
      return row.panelId === null ? { status: 'under way' } : { status: 'made', panelId: row.panelId }
    },
    /** Says which panel it became. A holder that took too long changes nothing. */
    keep: async (request: IdempotentRequest, made: { holder: string; panelId: string }): Promise<void> => {
      await db
        .update(idempotencyKeys)
        .set({ panelId: made.panelId })
        .where(and(isFor(request), eq(holder, made.holder)))
    },
    /** Gives the key back: nothing was made. */
    release: async (request: IdempotentRequest, held: { holder: string }): Promise<void> => {
      await db.delete(idempotencyKeys).where(and(isFor(request), eq(holder, held.holder), isNull(panelId)))
    },
  }
}
