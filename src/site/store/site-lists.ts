import { and, asc, desc, eq, inArray, ne, notExists, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { escapeLike } from '../../platform/text/search-text.js'
import { type PublishedFigures, type PublishedSummary, publishedTools, siteRedirects } from './schema.js'
import { staleSince } from './stale-since.js'

/** A published tool as lists have it. */
export type ListedTool = { slug: string; recordId: string; publishedAt: Date; summary: PublishedSummary; staleSince?: string | null }

/** Words are in lower case; a tool matches when it holds each of them. */
export type ToolFilter = { words: readonly string[]; category: string | null }
export type ToolOrder = 'newest' | 'ship' | 'name'

const { slug, name, recordId, publishedAt, summary, category, isCurrent, searchText, calls, sortName } = publishedTools
const listed = { slug, recordId, publishedAt, summary, staleSince }
/** By code points, so that every database sorts alike. */
const bySlug = sql`${slug} COLLATE "C"`

/** Stands published, and was not renamed since. */
export function isShown(db: Database): SQL | undefined {
  const renamed = db.select({ one: sql`1` }).from(siteRedirects).where(eq(siteRedirects.from, slug))
  return and(eq(isCurrent, true), notExists(renamed))
}

/** Lists of published tools. They read no body. */
export function createSiteLists(db: Database) {
  const shown = isShown(db)
  const matches = (filter: ToolFilter) =>
    and(
      shown,
      filter.category === null ? undefined : eq(category, filter.category),
      ...filter.words.map((word) => sql`${searchText} LIKE ${`%${escapeLike(word)}%`}`),
    )
  return {
    findTools: (query: ToolFilter & { order: ToolOrder; limit: number; offset: number }): Promise<ListedTool[]> =>
      db
        .select(listed)
        .from(publishedTools)
        .where(matches(query))
        .orderBy(...orders[query.order], bySlug)
        .limit(query.limit)
        .offset(query.offset),
    countTools: async (filter: ToolFilter): Promise<number> => {
      const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(publishedTools).where(matches(filter))
      return row?.count ?? 0
    },
    /** Those of these that are published. */
    listTools: (slugs: readonly string[]): Promise<ListedTool[]> =>
      db
        .select(listed)
        .from(publishedTools)
        .where(and(shown, inArray(slug, [...slugs]))),
    /** All, newest first. */
    allTools: (): Promise<ListedTool[]> => db.select(listed).from(publishedTools).where(shown).orderBy(desc(publishedAt), bySlug),
    categories: (): Promise<{ name: string; tools: number }[]> =>
      db
        .select({ name: category, tools: sql<number>`count(*)::int` })
        .from(publishedTools)
        .where(shown)
        .groupBy(category)
        .orderBy(sql`lower(${category}) COLLATE "C"`, category),
    /** By name; without that one. */
    otherTools: (than: string, limit: number): Promise<{ slug: string; name: string }[]> =>
      db
        .select({ slug, name })
        .from(publishedTools)
        .where(and(shown, ne(slug, than)))
        .orderBy(sortedByName, bySlug)
        .limit(limit),
    /** The most recently published others of its category. */
    nearestTools: (tool: { slug: string; category: string }, limit: number): Promise<{ slug: string; name: string; publishedAt: Date }[]> =>
      db
        .select({ slug, name, publishedAt })
        .from(publishedTools)
        .where(and(shown, eq(category, tool.category), ne(slug, tool.slug)))
        .orderBy(desc(publishedAt), bySlug)
        .limit(limit),
    figures: (): Promise<{ recordId: string; publishedAt: Date; summary: PublishedSummary; figures: PublishedFigures }[]> =>
      db
        .select({ recordId, publishedAt, summary, figures: publishedTools.figures })
        .from(publishedTools)
        .where(shown)
        .orderBy(desc(publishedAt), bySlug),
  }
}

const sortedByName = sql`${sortName} COLLATE "C"`
/** The normal quantile of a 95% interval, both ends together. */
const z = 1.96
/**
 * What the calls bear out: the lower end of the Wilson score interval of the share of ships (E. B. Wilson, Probable Inference, the Law of Succession, and
 * Statistical Inference, 1927), so that 3 of 4 comes before 1 of 1. Rounded, so that equal counts are equal; a tool without a call that counts has
 * none and comes last.
 */
const borneOut = sql.raw(
  `round(((ships + ${(z * z) / 2} - ${z} * sqrt(ships::float8 * (calls - ships) / nullif(calls, 0) + ${(z * z) / 4})) / (calls + ${z * z}))::numeric, 9) DESC NULLS LAST`,
)
const orders: Record<ToolOrder, SQL[]> = {
  newest: [desc(publishedAt)],
  ship: [borneOut, desc(calls), desc(publishedAt)],
  name: [asc(sortedByName)],
}
