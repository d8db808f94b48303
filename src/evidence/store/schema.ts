import { bigint, boolean, customType, index, integer, json, numeric, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Actor } from '../../contracts/actor.js'
import type { PageReport, Proposal } from '../../contracts/proposal.js'
import type { ToolFreshness } from '../../contracts/site.js'
import type { WithoutTexts } from './without-texts.js'

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

/** Each address of which a published tool has a source: when it is read again, and how that went the last time. */
export const sourcePages = pgTable(
  'source_pages',
  {
    address: text('address').primaryKey(),
    nextAt: instant('next_at').notNull(),
    /** Until when a process that reads it has it for itself. */
    claimedUntil: instant('claimed_until'),
    /** When it was last asked, whatever came of it. */
    checkedAt: instant('checked_at'),
    /** `gone`: it answers no longer. `failed`: it did not answer, and may do so again. */
    outcome: text('outcome', { enum: ['answered', 'gone', 'failed'] }),
    /** In a row, up to now. */
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    httpStatus: integer('http_status'),
    /** What went wrong, and what to do; null where nothing did. */
    message: text('message'),
    fix: text('fix'),
  },
  (table) => [index('source_pages_next').on(table.nextAt)],
)

/** Each source of a published tool, as its dossier has it and as its address has it now. */
export const sourceChecks = pgTable(
  'source_checks',
  {
    tool: text('tool').notNull(),
    source: text('source').notNull(),
    /** The dossier that the tool is published with, and the record that it is published in. */
    dossierSha256: text('dossier_sha256').notNull(),
    recordId: text('record_id').notNull(),
    position: integer('position').notNull(),
    address: text('address').notNull(),
    /** Null until it was read again. `gone`: its address answers, or did, and this source is there no more. */
    outcome: text('outcome', { enum: ['same', 'changed', 'gone', 'failed'] }),
    /** Whether its text came from its address: another one is looked at for whether it answers alone. */
    isCaptured: boolean('is_captured').notNull(),
    /** The text that is published, and the text that is there now, where that is another one. */
    beforeSha256: text('before_sha256').notNull(),
    afterSha256: text('after_sha256'),
    /** The text that is compared with where that is not the published one: of the same bytes, by a newer extraction. */
    baseSha256: text('base_sha256'),
    /** What changed, in words, such as `the entry price: $20 → $25`. */
    changes: json('changes').$type<string[]>().notNull(),
    /** When its text was last read, and since when it has been changed or gone. */
    readAt: instant('read_at').notNull(),
    since: instant('since'),
  },
  (table) => [primaryKey({ columns: [table.tool, table.source] }), index('source_checks_address').on(table.address)],
)

/** What readers see of it, by tool; `version` is raised with each change. */
export const toolFreshness = pgTable('tool_freshness', {
  tool: text('tool').primaryKey(),
  body: json('body').$type<ToolFreshness>(),
  version: bigint('version', { mode: 'number' }).notNull(),
})
