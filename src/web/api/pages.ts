import type { Context } from 'hono'
import { z } from 'zod'
import { sendTagged } from './entity-tags.js'

export const maxPageSize = 200
const defaultPageSize = 50

/** The query of every list: `limit` and the cursor that `next` holds. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1, `write a number from 1 to ${maxPageSize}`)
    .max(maxPageSize, `write a number from 1 to ${maxPageSize}`)
    .default(defaultPageSize)
    .describe('How many items to send at most.'),
  cursor: z.string().min(1).max(500).optional().describe('Where to go on, as `next` of the page before says it.'),
}

/** A page of a list. `next` is the address of the following one, from the root of this server; null on the last. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() })
}

/** A place in a list as one text that is nobody's to read. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url')
}

/** The place a cursor names; null when it is none of ours. */
export function readCursor<Place>(cursor: string, schema: z.ZodType<Place>): Place | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

/** Sends a page, with the link to the next one in its body and in the Link header (RFC 8288). */
export function sendPage(c: Context, items: readonly unknown[], nextCursor: string | null): Response {
  const next = nextCursor === null ? null : nextLink(c, nextCursor)
  if (next !== null) c.header('link', `<${next}>; rel="next"`)
  return sendTagged(c, { items, next })
}

function nextLink(c: Context, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams}`
}

/** Cuts a list that was read one item too long, and says where its next page begins. */
export function cutPage<Item>(
  items: readonly Item[],
  limit: number,
  placeOf: (item: Item) => readonly (string | number)[],
): { items: Item[]; next: string | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null }
}
