import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, not, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import { placeInstantSchema, slugSchema } from '../../contracts/primitives.js'
import { sourceChecks } from '../../evidence/store/schema.js'
import type { Database } from '../../platform/db/database.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { records, seats } from './schema.js'
import { sortName, tools } from './tool-schema.js'

/** A tool as a list shows it: what its newest dossier says, and when it came. */
export type ToolHead = Omit<typeof tools.$inferSelect, 'search'>

/** `name`: A to Z. `newest`: the tool that came last first. `recent`: the dossier that came last first. `oldest facts`: what is known for longest first. */
export const toolSorts = ['name', 'newest', 'recent', 'oldest facts'] as const
export type ToolSort = (typeof toolSorts)[number]

/** `no` leaves archived tools out, `only` lists them alone. */
export const toolArchives = ['no', 'only', 'all'] as const

export type ToolQuery = {
  /** Words that all have to be in its name, slug, vendor, category, tagline or rivals; in any order, upper or lower case. */
  q?: string
  category?: string
  vendor?: string
  /** `no` when left out. */
  archived?: (typeof toolArchives)[number]
  /** Only tools that no record is about. */
  withoutRecord?: boolean
  /** Only tools of which a published source changed or is gone. */
  sourceChanged?: boolean
  /** `name` when left out. */
  sort?: ToolSort
  limit: number
  /** `next` of the page before, of a list in the same order. */
  cursor?: string
}

/** `next`: where the following page begins; null on the last. `total`: of all pages. */
export type ToolPage = { items: ToolHead[]; total: number; next: string | null }

export type ArchiveTools = { slugs: readonly string[]; archive: boolean; at: Date; entryOf: (slug: string) => NewEntry }

export type ToolLists = ReturnType<typeof createToolLists>

/** What came of each tool: by slug, in the order asked for. */
export type Archived = { slug: string; outcome: 'done' | 'unchanged' | 'unknown' }

const { search: _search, ...head } = {
  slug: tools.slug,
  sha256: tools.sha256,
  name: tools.name,
  vendor: tools.vendor,
  category: tools.category,
  tagline: tools.tagline,
  asOf: tools.asOf,
  rivals: tools.rivals,
  facts: tools.facts,
  sources: tools.sources,
  versions: tools.versions,
  search: tools.search,
  createdAt: tools.createdAt,
  updatedAt: tools.updatedAt,
  archivedAt: tools.archivedAt,
}

/** Lists of tools, read from their heads: no dossier is read. */
export function createToolLists(db: Database) {
  return {
    /** One page of the tools that the query names. Throws `RangeError` for a cursor that no list in this order gave out (`isToolCursor`). */
    listTools: async (query: ToolQuery): Promise<ToolPage> => {
      const sort = orders[query.sort ?? 'name']
      const matches = and(...conditions(db, query))
      const place = query.cursor === undefined ? null : readCursor(query.cursor, query.sort)
      const isAfter = place === null ? undefined : sort.after(place)
      const [rows, [counted]] = await Promise.all([
        db
          .select({ ...head, key: sort.key })
          .from(tools)
          .where(and(matches, isAfter))
          .orderBy(...sort.by)
          .limit(query.limit + 1),
        db.select({ total: sql<number>`count(*)::int` }).from(tools).where(matches),
      ])
      const shown = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? shown.at(-1) : undefined
      const items = shown.map(({ key: _key, ...item }) => item)
      return { items, total: counted?.total ?? 0, next: last === undefined ? null : writeCursor([last.key, last.slug]) }
    },
    /** Every tool by its slug, archived ones too. */
    everyTool: (): Promise<Pick<ToolHead, 'slug' | 'name' | 'category'>[]> =>
      db.select({ slug: tools.slug, name: tools.name, category: tools.category }).from(tools).orderBy(tools.slug),
    /** How many tools there are, and how many of them are archived. */
    countTools: async (): Promise<{ total: number; archived: number }> => {
      const [counted] = await db
        .select({ total: sql<number>`count(*)::int`, archived: sql<number>`count(${tools.archivedAt})::int` })
        .from(tools)
      return counted ?? { total: 0, archived: 0 }
    },
    /** The heads of these tools, archived ones too, by slug; one that no tool has is left out. */
    toolHeads: async (slugs: readonly string[]): Promise<Map<string, ToolHead>> => {
      if (slugs.length === 0) return new Map()
      const rows = await db
        .select(head)
        .from(tools)
        .where(inArray(tools.slug, [...new Set(slugs)]))
      return new Map(rows.map((row) => [row.slug, row]))
    },
    /** The categories of tools that are not archived, with how many each has, A to Z. */
    categories: (): Promise<{ category: string; tools: number }[]> =>
      db
        .select({ category: tools.category, tools: sql<number>`count(*)::int` })
        .from(tools)
        .where(isNull(tools.archivedAt))
        .groupBy(tools.category)
        .orderBy(sql`lower(${tools.category})`, tools.category),
    /** The vendors of tools that are not archived, with how many each has, A to Z. */
    vendors: (): Promise<{ vendor: string; tools: number }[]> =>
      db
        .select({ vendor: tools.vendor, tools: sql<number>`count(*)::int` })
        .from(tools)
        .where(isNull(tools.archivedAt))
        .groupBy(tools.vendor)
        .orderBy(sql`lower(${tools.vendor})`, tools.vendor),
    /** Archives tools or takes them back, each with its entry in the audit log, all in one transaction. */
    archive: ({ slugs, archive, at, entryOf }: ArchiveTools): Promise<Archived[]> =>
      db.transaction(async (tx) => {
        const outcomes = new Map<string, Archived['outcome']>()
        // In one order for everyone: two that archive the same tools at once wait for each other instead of for ever.
        for (const slug of [...new Set(slugs)].sort()) {
          const isOther = archive ? isNull(tools.archivedAt) : isNotNull(tools.archivedAt)
          const changed = await tx
            .update(tools)
            .set({ archivedAt: archive ? at : null })
            .where(and(eq(tools.slug, slug), isOther))
            .returning({ slug: tools.slug })
          if (changed.length > 0) {
            outcomes.set(slug, 'done')
            continue
          }
          const known = await tx.select({ slug: tools.slug }).from(tools).where(eq(tools.slug, slug))
          outcomes.set(slug, known.length > 0 ? 'unchanged' : 'unknown')
        }
        for (const slug of slugs) if (outcomes.get(slug) === 'done') await appendToLog(tx, entryOf(slug))
        return slugs.map((slug) => ({ slug, outcome: outcomes.get(slug) ?? 'unknown' }))
      }),
  }
}

/** At most so many words of a search are looked for. */
const searchedWords = 12

function conditions(db: Database, { q = '', category, vendor, archived = 'no', withoutRecord, sourceChanged }: ToolQuery): SQL[] {
  const words = q.replaceAll('\0', ' ').split(/\s+/u).filter(Boolean).slice(0, searchedWords)
  const found: SQL[] = words.map((word) => sql`strpos(${tools.search}, lower(${word})) > 0`)
  if (category !== undefined) found.push(eq(tools.category, category))
  if (vendor !== undefined) found.push(eq(tools.vendor, vendor))
  if (archived !== 'all') found.push(archived === 'no' ? isNull(tools.archivedAt) : isNotNull(tools.archivedAt))
  if (withoutRecord === true) {
    const about = db.select({ one: sql`1` }).from(seats).innerJoin(records, eq(records.panelId, seats.panelId))
    found.push(not(exists(about.where(eq(seats.tool, tools.slug)))))
  }
  if (sourceChanged === true) {
    const changed = and(eq(sourceChecks.tool, tools.slug), inArray(sourceChecks.outcome, ['changed', 'gone']))
    found.push(exists(db.select({ one: sql`1` }).from(sourceChecks).where(changed)))
  }
  return found
}

type Place = [key: string, slug: string]
type Order = { by: SQL[]; key: SQL<string>; after: (place: Place) => SQL; isKey: (key: string) => boolean }

const instantText = (column: SQL | (typeof tools)['createdAt'] | (typeof tools)['updatedAt']) =>
  sql<string>`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const isInstant = (key: string) => placeInstantSchema.safeParse(key).success

const newestFirst = (column: (typeof tools)['createdAt'] | (typeof tools)['updatedAt']): Order => ({
  by: [desc(column), desc(tools.slug)],
  key: instantText(column),
  after: ([key, slug]) => sql`(${column}, ${tools.slug}) < (${key}::timestamptz, ${slug})`,
  isKey: isInstant,
})

const orders: Record<ToolSort, Order> = {
  name: {
    by: [asc(sortName), asc(tools.slug)],
    key: sql<string>`${sortName}`,
    after: ([key, slug]) => sql`(${sortName}, ${tools.slug}) > (${key}, ${slug})`,
    isKey: () => true,
  },
  newest: newestFirst(tools.createdAt),
  recent: newestFirst(tools.updatedAt),
  'oldest facts': {
    by: [asc(tools.asOf), asc(tools.slug)],
    key: sql<string>`${tools.asOf}`,
    after: ([key, slug]) => sql`(${tools.asOf}, ${tools.slug}) > (${key}, ${slug})`,
    isKey: () => true,
  },
}

const placeSchema = z.tuple([z.string().max(2_000), slugSchema])

/** Whether a list of tools in this order may have given out that cursor. */
export function isToolCursor(cursor: string, sort: ToolSort = 'name'): boolean {
  return placeOf(cursor, sort) !== null
}

function readCursor(cursor: string, sort: ToolSort = 'name'): Place {
  const place = placeOf(cursor, sort)
  if (place === null) throw new RangeError('the cursor is not one that a list of tools in this order gave out: begin at the first page')
  return place
}

function placeOf(cursor: string, sort: ToolSort): Place | null {
  const read = readJsonText(Buffer.from(cursor, 'base64url').toString('utf8'))
  const place = placeSchema.safeParse('value' in read ? read.value : null)
  return place.success && !place.data[0].includes('\0') && orders[sort].isKey(place.data[0]) ? place.data : null
}

function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}
