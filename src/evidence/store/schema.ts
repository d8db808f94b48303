import { customType, index, integer, json, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Actor } from '../../contracts/actor.js'
import type { PageReport, Proposal } from '../../contracts/proposal.js'
import type { WithoutTexts } from './source-texts.js'

/** What was fetched, when, and what was proposed of it. */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** The texts of sources, each once, by the SHA-256 of its UTF-8. `json`, as every text that a page may hold has to fit. */
export const sourceTexts = pgTable('source_texts', {
  sha256: text('sha256').primaryKey(),
  text: json('text').$type<string>().notNull(),
})

/** What servers sent, compressed with brotli, by the SHA-256 of the bytes. Kept for a set time, so that a better extraction can read it again. */
export const rawPages = pgTable(
  'raw_pages',
  {
    sha256: text('sha256').primaryKey(),
    body: bytes('body').notNull(),
    /** Before the compression. */
    size: integer('size').notNull(),
    /** When it was last fetched. */
    usedAt: instant('used_at').notNull(),
  },
  (table) => [index('raw_pages_used').on(table.usedAt)],
)

/** The newest answer of each address that was read, with what a conditional request needs. */
export const captures = pgTable('captures', {
  /** Whatever decides the answer: the address, and for an API what was accepted. */
  key: text('key').primaryKey(),
  url: text('url').notNull(),
  finalUrl: text('final_url').notNull(),
  status: integer('status').notNull(),
  mediaType: text('media_type'),
  charset: text('charset'),
  etag: text('etag'),
  lastModified: text('last_modified'),
  bytesSha256: text('bytes_sha256').notNull(),
  /** When these bytes were fetched, and when they were last found to be the same. */
  fetchedAt: instant('fetched_at').notNull(),
  checkedAt: instant('checked_at').notNull(),
})

/** One asking for a tool's addresses to be read, and what was proposed. */
export const intakes = pgTable(
  'intakes',
  {
    id: text('id').primaryKey(),
    status: text('status', { enum: ['waiting', 'reading', 'finished', 'failed'] }).notNull(),
    /** Why it failed. */
    reason: text('reason'),
    addresses: json('addresses').$type<string[]>().notNull(),
    /** The slug of the tool that they are about, where that was said. */
    tool: text('tool'),
    /** The model that drafts facts; null where none does. */
    model: text('model'),
    budgetUsd: numeric('budget_usd', { precision: 20, scale: 8, mode: 'number' }),
    /** Who asked; null at the command line. */
    actor: json('actor').$type<Actor>(),
    pages: json('pages').$type<PageReport[]>().notNull(),
    proposal: json('proposal').$type<WithoutTexts<Proposal>>(),
    /** The dossier that was made of it. */
    dossierSha256: text('dossier_sha256'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [index('intakes_newest').on(table.createdAt, table.id), index('intakes_status').on(table.status)],
)
