import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { PublishedTool } from '../../contracts/site.js'
import type { Database } from '../../platform/db/database.js'
import { freshness } from './freshness.js'
import { logo } from './logo.js'
import { type PublishedSummary, publishedTools, siteChanges } from './schema.js'
import { staleSince } from './stale-since.js'

/** One publication of a tool, without its body. */
export type ToolPublication = {
  slug: string
  seq: number
  recordId: string
  recordTitle: string
  publishedAt: Date
  retractedAt: Date | null
  retractionReason: string | null
  kind: 'published' | 'changed'
  summary: PublishedSummary
}

export type RecordTools = { recordId: string; publishedAt: Date; slugs: string[] }
export type ToolAddress = { slug: string; category: string; changedAt: Date }
export type StoredChange = typeof siteChanges.$inferSelect

const { slug, seq, recordId, recordTitle, publishedAt, retractedAt, retractionReason, kind, summary, isCurrent } = publishedTools
const publication = { slug, seq, recordId, recordTitle, publishedAt, retractedAt, retractionReason, kind, summary }

/** What single pages, feeds and the sitemap are made of. */
export function createSiteReads(db: Database) {
  return {
    /** As last published, with the mark of a changed source and what was found of all of them; those of these slugs that are published. */
    bodies: async (slugs: readonly string[]): Promise<Map<string, PublishedTool>> => {
      const rows = await db
        .select({ slug, body: publishedTools.body, staleSince, freshness, logo })
        .from(publishedTools)
        .where(and(eq(isCurrent, true), inArray(slug, [...slugs])))
      return new Map(rows.map(({ slug: of, body, ...now }) => [of, { ...body, ...withoutNulls(now) }]))
    },
    /** From which record each of these tools is published, of those that are. */
    recordsOf: (slugs: readonly string[]): Promise<{ tool: string; recordId: string }[]> =>
      db
        .select({ tool: slug, recordId })
        .from(publishedTools)
        .where(and(eq(isCurrent, true), inArray(slug, [...slugs]))),
    /** Which of these slugs were ever published, and whether they still are. */
    publicStates: async (slugs: readonly string[]): Promise<Map<string, boolean>> => {
      const rows = await db
        .select({ slug, isPublished: sql<boolean>`bool_or(${isCurrent})` })
        .from(publishedTools)
        .where(inArray(slug, [...slugs]))
        .groupBy(slug)
      return new Map(rows.map(({ slug: of, isPublished }) => [of, isPublished]))
    },
    /** Every publication of these tools, newest first. */
    publications: (slugs: readonly string[]): Promise<ToolPublication[]> =>
      db
        .select(publication)
        .from(publishedTools)
        .where(inArray(slug, [...slugs]))
        .orderBy(desc(seq)),
    /** Tools that are in one record with these ones: each with the one it is beside, the newest first. */
    peers: async (slugs: readonly string[]): Promise<{ of: string; slug: string; name: string }[]> =>
      (await db.$client.query<{ of: string; slug: string; name: string }>({ ...peersQuery, values: [[...slugs]] })).rows,
    /** The tools of each record that was not retracted and compares several, the newest record first. */
    recordTools: async (limit: number | null): Promise<RecordTools[]> =>
      (await db.$client.query<RecordTools>({ ...recordToolsQuery, values: [limit] })).rows,
    /** All tools that are published: the newest first, with when their page last changed. */
    addresses: async (): Promise<ToolAddress[]> => (await db.$client.query<ToolAddress>(addressesQuery)).rows,
    /** Newest first; from `after` on and before `before`. */
    changes: ({ after, before, limit }: { after?: Date; before?: Date; limit: number }): Promise<StoredChange[]> =>
      db
        .select()
        .from(siteChanges)
        .where(
          and(after === undefined ? undefined : gte(siteChanges.at, after), before === undefined ? undefined : lt(siteChanges.at, before)),
        )
        .orderBy(desc(siteChanges.seq))
        .limit(limit),
    /** Every publication of these records, newest first; the current one with the mark of a changed source. */
    publicationsOfRecords: (recordIds: readonly string[]): Promise<(ToolPublication & { staleSince: string | null })[]> =>
      db
        .select({ ...publication, staleSince: sql<string | null>`CASE WHEN ${isCurrent} THEN ${staleSince} END` })
        .from(publishedTools)
        .where(inArray(recordId, [...recordIds]))
        .orderBy(desc(seq)),
    /** What every published tool is published with: its record, and the dossier that was reviewed. A tool that was renamed keeps its old slug here. */
    publishedDossiers: async (): Promise<{ tool: string; recordId: string; dossierSha256: string }[]> =>
      (await db.$client.query<{ tool: string; recordId: string; dossierSha256: string }>(publishedDossiersQuery)).rows,
    retractions: async (): Promise<number> => {
      const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(siteChanges).where(eq(siteChanges.kind, 'retracted'))
      return row?.count ?? 0
    },
  }
}

type Now = Pick<PublishedTool, 'staleSince' | 'freshness' | 'logo'>

/** Nothing is written where nothing is known. */
function withoutNulls({
  staleSince: since,
  freshness: found,
  logo: shown,
}: { [Key in keyof Now]-?: Exclude<Now[Key], undefined> | null }): Now {
  return {
    ...(since === null ? {} : { staleSince: since }),
    ...(found === null ? {} : { freshness: found }),
    ...(shown === null ? {} : { logo: shown }),
  }
}

const notRenamed = (table: string) => `NOT EXISTS (SELECT 1 FROM site_redirects WHERE from_slug = ${table}.slug)`

/*
 * Where a record's publication was not retracted, each of its tools is published: as this record has it, or a newer one. $1 the tools.
 */
const peersQuery = {
  name: 'site-peers',
  text: `
  SELECT own.slug AS of, current.slug, current.name
  FROM published_tools own
  JOIN published_tools beside ON beside.record_id = own.record_id AND beside.slug <> own.slug AND beside.retracted_at IS NULL
  JOIN published_tools current ON current.slug = beside.slug AND current.is_current
  WHERE own.slug = ANY($1) AND own.retracted_at IS NULL AND ${notRenamed('current')}
  GROUP BY own.slug, current.slug, current.name
  ORDER BY max(own.published_at) DESC, current.slug COLLATE "C"`,
}

/* Out of the plans of panels, which are small: the published bodies are read for no page here. */
const publishedDossiersQuery = {
  name: 'site-published-dossiers',
  text: `
  SELECT p.slug AS tool, p.record_id AS "recordId", planned ->> 'dossierSha256' AS "dossierSha256"
  FROM published_tools p
  JOIN records r ON r.id = p.record_id
  JOIN panels n ON n.id = r.panel_id
  CROSS JOIN LATERAL json_array_elements(n.plan -> 'tools') planned
  WHERE p.is_current AND ${notRenamed('p')} AND planned ->> 'slug' = p.slug
  ORDER BY p.slug COLLATE "C"`,
}

/* $1 at most so many, or null. */
const recordToolsQuery = {
  name: 'site-record-tools',
  text: `
  SELECT record_id AS "recordId", max(published_at) AS "publishedAt", array_agg(DISTINCT slug) AS slugs
  FROM published_tools p
  WHERE retracted_at IS NULL AND ${notRenamed('p')}
  GROUP BY record_id
  HAVING count(DISTINCT slug) > 1
  ORDER BY 2 DESC, 1
  LIMIT $1`,
}

const addressesQuery = {
  name: 'site-addresses',
  text: `
  SELECT p.slug, p.category, past.changed_at AS "changedAt"
  FROM published_tools p
  JOIN (SELECT slug, max(greatest(published_at, retracted_at)) AS changed_at FROM published_tools GROUP BY slug) past ON past.slug = p.slug
  WHERE p.is_current AND ${notRenamed('p')}
  ORDER BY p.published_at DESC, p.slug COLLATE "C"`,
}
