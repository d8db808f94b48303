import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { placeInstantSchema } from '../../contracts/primitives.js'
import type { Database } from '../../platform/db/database.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { mostCounted } from '../../platform/text/search-text.js'
import { subscribers } from './schema.js'

export const subscriberStates = subscribers.status.enumValues

/** By when they last asked: the newest first, or the oldest; `left`: who left last first, and then everyone else. */
export const subscriberSorts = ['newest', 'oldest', 'left'] as const
export type SubscriberSort = (typeof subscriberSorts)[number]

export type SubscriberQuery = {
  /** A whole address, part of what follows the @, or a subscriber's id. What stands before the @ is found whole alone. */
  q?: string
  status?: (typeof subscriberStates)[number]
  /** `newest` when left out. */
  sort?: SubscriberSort
  limit: number
  /** `next` of the page before, of a list in the same order. */
  cursor?: string
}

export type SubscriberRow = Pick<
  typeof subscribers.$inferSelect,
  'id' | 'email' | 'status' | 'askedAt' | 'confirmedAt' | 'endedAt' | 'softBounces'
>

/** `next`: where the following page begins; null on the last. `total`: of all pages; one above 10,000 for more. */
export type SubscriberPage = { items: SubscriberRow[]; total: number; next: string | null }

/** Whoever never left comes after all that did. */
const never = '1970-01-01T00:00:00.000Z'

const placeSchema = z.tuple([placeInstantSchema, z.string().regex(/^sub_[0-9a-z]{1,80}$/)])
const { id, email, status, askedAt, confirmedAt, endedAt, softBounces } = subscribers

/** Lists of subscribers, for the desk. Part of `createSubscriptionStore`. */
export function createSubscriberLists(db: Database) {
  return {
    /** Throws `RangeError` for a cursor that no list gave out (`isSubscriberCursor`). */
    findPage: async (query: SubscriberQuery): Promise<SubscriberPage> => {
      const matches = and(...conditions(query))
      const place = query.cursor === undefined ? null : placeOf(query.cursor)
      if (place === null && query.cursor !== undefined) throw new RangeError('the cursor is not one that a list of subscribers gave out')
      const key = query.sort === 'left' ? sql<Date>`coalesce(${endedAt}, ${never}::timestamptz)` : sql<Date>`${askedAt}`
      const isOldest = query.sort === 'oldest'
      const isAfter =
        place === null ? undefined : sql`(${key}, ${id}) ${isOldest ? sql`>` : sql`<`} (${place[0]}::timestamptz, ${place[1]})`
      const [rows, [counted]] = await Promise.all([
        db
          .select({ id, email, status, askedAt, confirmedAt, endedAt, softBounces })
          .from(subscribers)
          .where(and(matches, isAfter))
          .orderBy(...(isOldest ? [asc(key), asc(id)] : [desc(key), desc(id)]))
          .limit(query.limit + 1),
        db.select({ total: sql<number>`count(*)::int` }).from(
          db
            .select({ id })
            .from(subscribers)
            .where(matches)
            .limit(mostCounted + 1)
            .as('found'),
        ),
      ])
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      const at = query.sort === 'left' ? last?.endedAt?.toISOString() : last?.askedAt.toISOString()
      const next = last === undefined ? null : Buffer.from(JSON.stringify([at ?? never, last.id])).toString('base64url')
      return { items, total: counted?.total ?? 0, next }
    },
  }
}

/** Whether a list of subscribers may have given out that cursor. */
export function isSubscriberCursor(cursor: string): boolean {
  return placeOf(cursor) !== null
}

function placeOf(cursor: string): z.infer<typeof placeSchema> | null {
  const read = readJsonText(Buffer.from(cursor, 'base64url').toString('utf8'))
  const place = placeSchema.safeParse('value' in read ? read.value : null)
  return place.success ? place.data : null
}

function conditions({ q = '', status: state }: SubscriberQuery): SQL[] {
  const found: SQL[] = []
  const searched = q.replaceAll('\0', ' ').trim().toLowerCase()
  if (searched !== '') found.push(searchedFor(searched))
  if (state !== undefined) found.push(eq(status, state))
  return found
}

/** A list that found parts of what stands before the @ would read out, letter by letter, what it masks. */
function searchedFor(searched: string): SQL {
  if (searched.lastIndexOf('@') > 0) return sql`lower(${email}) = ${searched}`
  const domain = searched.startsWith('@') ? searched.slice(1) : searched
  return sql`(strpos(substring(lower(${email}) from '@([^@]*)$'), ${domain}) > 0 or ${id} = ${searched})`
}
