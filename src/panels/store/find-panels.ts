import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { placeInstantSchema } from '../../contracts/primitives.js'
import type { Database } from '../../platform/db/database.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { escapeLike, mostCounted, searchable } from '../../platform/text/search-text.js'
import type { PanelStatus } from './reopen-panel.js'
import { createdMillisecond, modelCallAttempts, panels, records, seats } from './schema.js'
import { tools } from './tool-schema.js'

export type PanelQuery = {
  /** Words that all have to be in the names of its tools, its models or its id; upper or lower case. */
  q?: string
  status?: PanelStatus
  /** Only panels with a seat that has no draft and waits for none. */
  hasUnscored?: boolean
  /** The user id of who kicked it off. */
  askedBy?: string
  /** Whether it runs on recordings; left out, either. */
  isReplay?: boolean
  /** `newest` when left out. */
  sort?: 'newest' | 'oldest'
  limit: number
  /** `next` of the page before, of a list in the same order. */
  cursor?: string
}

/** `next`: where the following page begins; null on the last. `total`: of all pages; one above 10,000 for more. */
export type FoundPanels = { ids: string[]; total: number; next: string | null }

const placeSchema = z.tuple([placeInstantSchema, z.string().regex(/^pnl_[0-9a-z]{1,80}$/)])

/** Finds panels by what they are over and how they are. Throws `RangeError` for a cursor that no list gave out (`isPanelCursor`). */
export async function findPanels(db: Database, query: PanelQuery): Promise<FoundPanels> {
  const matches = and(...conditions(query))
  const place = query.cursor === undefined ? null : placeOf(query.cursor)
  if (place === null && query.cursor !== undefined) throw new RangeError('the cursor is not one that a list of panels gave out')
  const isOldest = query.sort === 'oldest'
  const order = isOldest ? [asc(createdMillisecond), asc(panels.id)] : [desc(createdMillisecond), desc(panels.id)]
  const isAfter =
    place === null
      ? undefined
      : sql`(${createdMillisecond}, ${panels.id}) ${isOldest ? sql`>` : sql`<`} (${place[0]}::timestamptz AT TIME ZONE 'UTC', ${place[1]})`
  const [rows, [counted]] = await Promise.all([
    db
      .select({ id: panels.id, createdAt: panels.createdAt })
      .from(panels)
      .where(and(matches, isAfter))
      .orderBy(...order)
      .limit(query.limit + 1),
    db.select({ total: sql<number>`count(*)::int` }).from(
      db
        .select({ id: panels.id })
        .from(panels)
        .where(matches)
        .limit(mostCounted + 1)
        .as('found'),
    ),
  ])
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  const next = last === undefined ? null : Buffer.from(JSON.stringify([last.createdAt.toISOString(), last.id])).toString('base64url')
  return { ids: shown.map(({ id }) => id), total: counted?.total ?? 0, next }
}

/** What model calls of these panels cost so far, in US dollars, by id; a panel without a call is left out. */
export async function costOfPanels(db: Database, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: modelCallAttempts.panelId, usd: sql<number>`coalesce(sum(${modelCallAttempts.chargedUsd}), 0)::float8` })
    .from(modelCallAttempts)
    .where(inArray(modelCallAttempts.panelId, [...ids]))
    .groupBy(modelCallAttempts.panelId)
  return new Map(rows.flatMap(({ id, usd }) => (id === null ? [] : [[id, usd] as const])))
}

/** Whether a list of panels may have given out that cursor. */
export function isPanelCursor(cursor: string): boolean {
  return placeOf(cursor) !== null
}

function placeOf(cursor: string): z.infer<typeof placeSchema> | null {
  const read = readJsonText(Buffer.from(cursor, 'base64url').toString('utf8'))
  const place = placeSchema.safeParse('value' in read ? read.value : null)
  return place.success ? place.data : null
}

/** At most so many words of a search are looked for. */
const searchedWords = 12

function conditions({ q = '', status, hasUnscored, askedBy, isReplay }: PanelQuery): SQL[] {
  const words = q.replaceAll('\0', ' ').split(/\s+/u).filter(Boolean).slice(0, searchedWords)
  const found: SQL[] = words.map(madeOf)
  if (status !== undefined) found.push(eq(panels.status, status))
  if (hasUnscored === true)
    found.push(sql`exists (select from ${seats} where ${seats.panelId} = ${panels.id} and ${seats.status} = 'unscored')`)
  if (askedBy !== undefined) found.push(eq(panels.askedBy, askedBy))
  if (isReplay !== undefined) found.push(isReplay ? isNotNull(panels.recordingSet) : isNull(panels.recordingSet))
  return found
}

/**
 * Panels that the word names by id, tool or model. Tools are looked up by index. Models are read from records, which name every model of theirs; seats,
 * of which there are far more, only of panels without one. What is searched of a record is one text, and quicker to look through than its list of
 * models. `OFFSET 0` keeps PostgreSQL from reading all seats first.
 */
function madeOf(word: string): SQL {
  const named = sql`select ${tools.slug} from ${tools} where strpos(lower(${tools.name} || ' ' || ${tools.slug}), lower(${word})) > 0`
  const ofTool = sql`select ${seats.panelId} from ${seats} where ${seats.tool} in (${named})`
  const isThere = sql`${records.searchText} like ${`%${escapeLike(searchable(word))}%`}`
  const isModel = sql`strpos(lower(array_to_string(${records.models}, ' ')), lower(${word})) > 0`
  const ofModel = sql`select ${records.panelId} from ${records} where ${isThere} and ${isModel}`
  const open = sql`select p.id from ${panels} p where not exists (select from ${records} where ${records.panelId} = p.id) offset 0`
  const inSeat = sql`select from ${seats} where ${seats.panelId} = o.id and strpos(lower(${seats.model}), lower(${word})) > 0`
  const ofOpen = sql`select o.id from (${open}) o where exists (${inSeat})`
  return sql`(strpos(${panels.id}, ${word}) > 0 or ${panels.id} in (${ofTool} union all ${ofModel} union all ${ofOpen}))`
}
