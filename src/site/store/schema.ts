import { bigint, boolean, index, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { SeatCall } from '../../contracts/call.js'
import type { PanelShip } from '../../contracts/record.js'
import type { WrittenBy } from '../../contracts/reviewed-content.js'
import type { PublishedTool, SentenceCounts } from '../../contracts/site.js'

/**
 * What readers see, worked out of the decisions about records: it can be emptied and is filled again from them. Bodies are `json` as in
 * schema.ts; beside them are the columns that lists use.
 */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** What lists show of a published tool, so that they read no body. */
export type PublishedSummary = {
  name: string
  shortName: string | null
  vendor: string
  category: string
  tagline: string
  panelShip: PanelShip
  calls: { persona: string; seat: string; model: string; call: SeatCall | null }[]
  entryPrice: string
}

/** What is counted over all published tools. */
export type PublishedFigures = {
  verdicts: {
    id: string
    persona: string
    model: string
    origin: 'recorded' | 'authored' | null
    call: SeatCall | null
    /** What the model had called; null where it had drafted nothing. */
    draftCall: SeatCall | null
    /** Null on an unscored seat. */
    writtenBy: WrittenBy | null
  }[]
  sentences: SentenceCounts
  evidence: { quotes: number; found: number }
  /** Last days of its predictions, one each. */
  deadlines: string[]
  fourEyes: boolean
}

/** A tool in one publication of a record. The newest that was not retracted is what the tool's page shows. */
export const publishedTools = pgTable(
  'published_tools',
  {
    slug: text('slug').notNull(),
    recordId: text('record_id').notNull(),
    /** The decision that published it, by its number in the audit log. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    publishedAt: instant('published_at').notNull(),
    /** Set when the record was retracted. */
    retractedAt: instant('retracted_at'),
    retractionReason: text('retraction_reason'),
    /** Whether a later publication, of this record or another, or a retraction took its place. */
    isCurrent: boolean('is_current').notNull(),
    name: text('name').notNull(),
    category: text('category').notNull(),
    /** Name, short name, vendor, category, tagline and description in one, in lower case, for searching. */
    searchText: text('search_text').notNull(),
    ships: integer('ships').notNull(),
    calls: integer('calls').notNull(),
    body: json('body').$type<PublishedTool>().notNull(),
    /** `changed` when the tool was published already. */
    kind: text('kind', { enum: ['published', 'changed'] }).notNull(),
    recordTitle: text('record_title').notNull(),
    /** Of the record's content: identifies a publication of the same words. */
    contentSha256: text('content_sha256').notNull(),
    /** The name without case and accents, for sorting. */
    sortName: text('sort_name').notNull(),
    summary: json('summary').$type<PublishedSummary>().notNull(),
    figures: json('figures').$type<PublishedFigures>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.slug, table.seq] }),
    index('published_tools_category').on(table.isCurrent, table.category, table.publishedAt),
    index('published_tools_current').on(table.isCurrent, table.publishedAt),
    index('published_tools_record').on(table.recordId),
  ],
)

/** What changed, in the order of the decisions: for feeds and the newsletter. */
export const siteChanges = pgTable('site_changes', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  kind: text('kind', { enum: ['published', 'changed', 'retracted'] }).notNull(),
  at: instant('at').notNull(),
  recordId: text('record_id').notNull(),
  title: text('title').notNull(),
  publicReason: text('public_reason'),
})

/** `site`: the last decision that was applied, locked while others are. `rebuilds`: how often the index was rebuilt. */
export const siteCursor = pgTable('site_cursor', {
  name: text('name').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
})

/** Tools that were renamed: readers of the old slug are sent to the new one. */
export const siteRedirects = pgTable('site_redirects', {
  from: text('from_slug').primaryKey(),
  to: text('to_slug').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})
