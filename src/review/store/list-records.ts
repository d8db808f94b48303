import { type SQL, sql } from 'drizzle-orm'
import type { PanelRecord } from '../../contracts/record.js'
import type { Database } from '../../platform/db/database.js'
import { escapeLike, mostCounted } from '../../platform/text/search-text.js'
import { seatsOfVerdicts } from './verdict-seats.js'

type Named = { slug: string; name: string }

export type ListedRecord = {
  id: string
  panelId: string
  title: string
  tools: Named[]
  /** Every model that drafted in it. */
  models: string[]
  status: PanelRecord['status']
  standing: 'none' | 'published' | 'retracted'
  isStale: boolean
  createdAt: Date
  archivedAt: Date | null
  seats: number
  accepted: number
  waiting: number
  unscored: number
  drafting: number
  openComments: number
}

/** What names a record: `createdAt` is an instant. */
export type RecordName = { id: string; title: string; models: string[]; createdAt: string }

export const recordSorts = ['newest', 'oldest', 'waiting', 'title'] as const
export type RecordSort = (typeof recordSorts)[number]
/** What a record may have that someone looks for: a changed source, open comments, seats without a verdict, verdicts of one's own that wait. */
export const recordMarks = ['changed', 'comments', 'unscored', 'mine'] as const
export type RecordMark = (typeof recordMarks)[number]

export type RecordFilter = {
  /** Words, in lower case, that all have to be in what is searched. */
  words: readonly string[]
  status: PanelRecord['status'] | null
  has: RecordMark | null
  tool: string | null
  category: string | null
  archived: 'no' | 'only' | 'all'
  /** Whose `mine` is. */
  userId: string
  /** Whether drafts are kept from them until they have made a call of their own: then each that is waits, as far as the list tells. */
  hides: boolean
}
/** Where a page ended: the value that it is sorted by, and the id. */
export type RecordPlace = { key: string | number; id: string }
export type RecordQuery = { filter: RecordFilter; sort: RecordSort; limit: number; after: RecordPlace | null }

/** Lists of records. They read no record's body: what they show and search is kept beside it. */
export function createRecordLists(db: Database) {
  return {
    /** At most `limit` of those that match, in order, each with what it is sorted by. */
    listRecords: async ({ filter, sort, limit, after }: RecordQuery): Promise<(ListedRecord & { key: string | number })[]> => {
      const { rows } = await db.execute<RecordRow>(recordsQuery({ filter, sort, limit, after }))
      return rows.map(({ createdAt, archivedAt, ...row }) => ({
        ...row,
        title: row.title === '' ? row.id : row.title,
        createdAt: new Date(createdAt),
        archivedAt: archivedAt === null ? null : new Date(archivedAt),
      }))
    },
    /** Titles and what tells records of one title apart, of those that there are. */
    recordNames: async (ids: readonly string[]): Promise<RecordName[]> => {
      if (ids.length === 0) return []
      const { rows } = await db.execute<RecordName>(sql`
        SELECT id, title, models, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "createdAt" FROM records
        WHERE id IN (${sql.join(
          ids.map((id) => sql`${id}`),
          sql`, `,
        )})`)
      return rows
    },
    /** How many match; no more than one above `mostCounted`. */
    countRecords: async (filter: RecordFilter): Promise<number> => {
      const { rows } = await db.execute<{ total: number }>(sql`
        SELECT count(*)::int AS total FROM (
          SELECT 1 FROM records r LEFT JOIN record_reviews rr ON rr.record_id = r.id WHERE ${matches(filter)} LIMIT ${mostCounted + 1}
        ) AS counted`)
      return rows[0]?.total ?? 0
    },
  }
}

type RecordRow = Omit<ListedRecord, 'createdAt' | 'archivedAt'> & { createdAt: string; archivedAt: string | null; key: string | number }

/** Titles are compared by their first characters: places in the list have to fit into an address. */
const sortedTitle = sql`left(lower(r.title), 60) COLLATE "C"`
/** What people made of the verdicts of a record `r`. `OFFSET 0` has PostgreSQL look all of them up at once, not each by its seat. */
const statesOfRecord = sql`(SELECT * FROM verdict_states WHERE record_id = r.id OFFSET 0)`
/** How many verdicts of a record wait to be read. Of those that are not in review none does. */
const waitingVerdicts = (filter: RecordFilter) => sql`CASE WHEN r.status = 'in_review' THEN (
    SELECT count(*)::int FROM (${sql.raw(seatsOfVerdicts)}) s LEFT JOIN ${statesOfRecord} v ON v.verdict_id = s.id
    WHERE v.state IN ('drafted', 'edited') OR v.state IS NULL AND s.status = 'drafted' OR ${isHidden(filter)}
  ) ELSE 0 END`

/** Whether the draft of the verdict `s`, of the state `v`, is kept from the person. */
function isHidden({ hides, userId }: RecordFilter): SQL {
  if (!hides) return sql`false`
  return sql`((v.state IS NOT NULL OR s.status = 'drafted') AND NOT EXISTS (SELECT FROM blind_calls b WHERE b.verdict_id = s.id AND b.user_id = ${userId}))`
}

type Order = { key: SQL; order: SQL; after: (place: RecordPlace) => SQL }
const createdMicros = sql`(extract(epoch FROM r.created_at) * 1000000)::bigint::float8`
const orders: Readonly<Record<RecordSort, Order>> = {
  newest: {
    key: createdMicros,
    order: sql`r.created_at DESC, r.id DESC`,
    after: ({ key, id }) => sql`(r.created_at, r.id) < (${instantOf(key)}, ${id})`,
  },
  oldest: {
    key: createdMicros,
    order: sql`r.created_at, r.id`,
    after: ({ key, id }) => sql`(r.created_at, r.id) > (${instantOf(key)}, ${id})`,
  },
  waiting: {
    key: sql`w.waiting`,
    order: sql`w.waiting DESC, r.id DESC`,
    after: ({ key, id }) => sql`(w.waiting, r.id) < (${Number(key)}, ${id})`,
  },
  title: {
    key: sortedTitle,
    order: sql`${sortedTitle}, r.id`,
    after: ({ key, id }) => sql`(${sortedTitle}, r.id) > (${String(key)}, ${id})`,
  },
}

/** An instant as cursors keep it: microseconds since 1970, as PostgreSQL counts them. */
function instantOf(key: string | number): SQL {
  return sql`timestamptz 'epoch' + ${Number(key)}::float8 * interval '1 microsecond'`
}

function recordsQuery({ filter, sort, limit, after }: RecordQuery): SQL {
  const { key, order, after: isAfter } = orders[sort]
  const waiting = sort === 'waiting' ? sql`CROSS JOIN LATERAL (SELECT ${waitingVerdicts(filter)} AS waiting) w` : sql``
  return sql`
    SELECT r.id, r.panel_id AS "panelId", r.title, r.tools, r.models, r.status, r.created_at AS "createdAt", r.key, r.standing, r.is_stale AS "isStale",
      r.archived_at AS "archivedAt", c.seats, c.accepted, c.unscored, c.drafting, c.seats - c.accepted - c.unscored - c.drafting AS waiting,
      c.open_comments AS "openComments"
    FROM (
      SELECT r.id, r.panel_id, r.title, r.tools, r.models, r.status, r.created_at, ${key} AS key, coalesce(rr.standing, 'none') AS standing,
        rr.stale IS NOT NULL AS is_stale, rr.archived_at
      FROM records r LEFT JOIN record_reviews rr ON rr.record_id = r.id ${waiting}
      WHERE ${matches(filter)} AND ${after === null ? sql`true` : isAfter(after)}
      ORDER BY ${order} LIMIT ${limit}
    ) r
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS seats,
        (count(*) FILTER (WHERE v.state = 'accepted' AND NOT (r.status = 'in_review' AND ${isHidden(filter)})))::int AS accepted,
        (count(*) FILTER (WHERE v.state IS NULL AND s.status = 'unscored'))::int AS unscored,
        (count(*) FILTER (WHERE v.state IS NULL AND s.status IN ('planned', 'drafting')))::int AS drafting,
        coalesce(sum(v.open_comments) FILTER (WHERE NOT ${isHidden(filter)}), 0)::int AS open_comments
      FROM (${sql.raw(seatsOfVerdicts)}) s LEFT JOIN ${statesOfRecord} v ON v.verdict_id = s.id
    ) c
    ORDER BY ${sql.raw(outerOrder[sort])}`
}

/** The order again, over the page alone: a join keeps none. */
const outerOrder: Readonly<Record<RecordSort, string>> = {
  newest: 'r.created_at DESC, r.id DESC',
  oldest: 'r.created_at, r.id',
  waiting: 'r.key DESC, r.id DESC',
  title: 'r.key, r.id',
}

function matches(filter: RecordFilter): SQL {
  const { words, status, has, tool, category, archived } = filter
  const conditions = [
    ...words.map((word) => sql`r.search_text LIKE ${`%${escapeLike(word)}%`}`),
    ...(status === null ? [] : [sql`r.status = ${status}`]),
    ...(tool === null ? [] : [sql`r.slugs @> ARRAY[${tool}]::text[]`]),
    ...(category === null ? [] : [sql`r.categories @> ARRAY[${category}]::text[]`]),
    ...(archived === 'all' ? [] : [archived === 'only' ? sql`rr.archived_at IS NOT NULL` : sql`rr.archived_at IS NULL`]),
    ...(has === null ? [] : [marked[has](filter)]),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `)
}

const marked: Readonly<Record<RecordMark, (filter: RecordFilter) => SQL>> = {
  changed: () => sql`rr.stale IS NOT NULL`,
  comments: (filter) => hasVerdict(filter, { such: sql`v.open_comments > 0`, ofShown: sql`true`, ofHidden: sql`false` }),
  unscored: () => sql`r.panel_id IN (
    SELECT s.panel_id FROM seats s LEFT JOIN verdict_states v ON v.verdict_id = s.id
    WHERE s.status = 'unscored' AND s.verdict_id IS NULL AND s.against IS NULL AND v.state IS NULL)`,
  mine: (filter) => {
    const ofShown = sql`(v.state IS DISTINCT FROM 'accepted' OR v.open_comments > 0)`
    const such = sql`v.assigned_to = ${filter.userId}`
    return sql`r.status IN ('in_review', 'approved') AND ${hasVerdict(filter, { such, ofShown, ofHidden: sql`r.status = 'in_review'` })}`
  },
}

/** Whether the record has such a verdict: of those that the person may see, one that is so; of those that are kept from them, one of which that is said alike. */
function hasVerdict(filter: RecordFilter, { such, ofShown, ofHidden }: { such: SQL; ofShown: SQL; ofHidden: SQL }): SQL {
  if (!filter.hides) return sql`r.id IN (SELECT v.record_id FROM verdict_states v WHERE ${such} AND ${ofShown})`
  return sql`r.id IN (SELECT v.record_id FROM verdict_states v WHERE ${such}) AND EXISTS (
    SELECT FROM (${sql.raw(seatsOfVerdicts)}) s JOIN verdict_states v ON v.verdict_id = s.id
    WHERE ${such} AND CASE WHEN ${isHidden(filter)} THEN ${ofHidden} ELSE ${ofShown} END)`
}
