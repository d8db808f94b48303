import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Actor } from '../../contracts/actor.js'
import type { SeatCall } from '../../contracts/call.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../../contracts/review.js'
import type { ReviewedContent } from '../../contracts/reviewed-content.js'
import type { Revision } from '../../contracts/revision.js'
import { records, seats } from '../../panels/store/schema.js'

/**
 * What people do with records. Bodies are `json` as in schema.ts; beside them are the columns that queries use. Revisions and the audit
 * log are only ever added to: the migration refuses any change of their rows.
 */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const ofRecord = () =>
  text('record_id')
    .notNull()
    .references(() => records.id)
const ofVerdict = () =>
  text('verdict_id')
    .notNull()
    .references(() => seats.id)

/** Each step of a verdict's life. Revision 1 of a drafted seat is kept with the first step a person takes; until then the record's body is it. */
export const verdictRevisions = pgTable(
  'verdict_revisions',
  {
    verdictId: ofVerdict(),
    number: integer('number').notNull(),
    recordId: ofRecord(),
    body: json('body').$type<Revision>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.verdictId, table.number] }), index('verdict_revisions_record').on(table.recordId)],
)

/** The state of a verdict, for lists: follows from its history and its comments, and is written with them. No row: as the worker left it. */
export const verdictStates = pgTable(
  'verdict_states',
  {
    verdictId: ofVerdict().primaryKey(),
    recordId: ofRecord(),
    /** Null until a person has written. */
    revision: integer('revision'),
    state: text('state', { enum: ['drafted', 'edited', 'accepted'] }),
    isReturned: boolean('is_returned').notNull().default(false),
    call: text('call').$type<SeatCall>(),
    changedAt: instant('changed_at'),
    openComments: integer('open_comments').notNull().default(0),
    isSeatWaived: boolean('is_seat_waived').notNull().default(false),
    assignment: json('assignment').$type<Assignment>(),
    assignedTo: text('assigned_to'),
  },
  (table) => [
    index('verdict_states_record').on(table.recordId),
    index('verdict_states_commented').on(table.recordId).where(sql`open_comments > 0`),
    index('verdict_states_assigned').on(table.assignedTo, table.recordId).where(sql`assigned_to is not null`),
  ],
)

export const verdictComments = pgTable(
  'verdict_comments',
  {
    id: text('id').primaryKey(),
    recordId: ofRecord(),
    verdictId: ofVerdict(),
    at: instant('at').notNull(),
    body: json('body').$type<Comment>().notNull(),
  },
  (table) => [index('verdict_comments_record').on(table.recordId)],
)

/** One for each reviewer and verdict, never changed. */
export const blindCalls = pgTable(
  'blind_calls',
  { verdictId: ofVerdict(), userId: text('user_id').notNull(), recordId: ofRecord(), body: json('body').$type<BlindCall>().notNull() },
  (table) => [primaryKey({ columns: [table.verdictId, table.userId] }), index('blind_calls_record').on(table.recordId)],
)

/** Who was shown which draft: a reviewer who was cannot make a blind call on it any more. */
export const shownDrafts = pgTable(
  'shown_drafts',
  { verdictId: ofVerdict(), userId: text('user_id').notNull(), at: instant('at').notNull() },
  (table) => [primaryKey({ columns: [table.verdictId, table.userId] })],
)

/** What a person is writing: one for each person and verdict. */
export const autosaves = pgTable(
  'autosaves',
  {
    verdictId: ofVerdict(),
    userId: text('user_id').notNull(),
    base: integer('base'),
    content: json('content').$type<unknown>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.verdictId, table.userId] })],
)

/** `waives` is what it waives as one text; a withdrawn waiver stays, and makes room for another. */
export const waivers = pgTable(
  'waivers',
  {
    id: text('id').primaryKey(),
    recordId: ofRecord(),
    verdictId: ofVerdict(),
    body: json('body').$type<Waiver>().notNull(),
    withdrawn: json('withdrawn').$type<{ by: Actor; at: string; reason: string }>(),
  },
  (table) => [index('waivers_record').on(table.recordId)],
)

/**
 * `tools`: by slug, those whose sources changed; left out where that was not noted, and then it is any of the record's. `bySource`: what changed, by
 * tool, where the mark rests on nothing but what sources say now; it ends when they say again what they said.
 */
export type StaleMark = { since: string; reason: string; tools?: string[]; bySource?: Record<string, string> }
export type ApprovalMark = { contentSha256: string; by: Actor; at: string; fourEyes: boolean }
export type Publication = { content: ReviewedContent; contentSha256: string; at: string; by: Actor; fourEyes: boolean }

/** What of a record follows from decisions. No row: nothing was decided yet. */
export const recordReviews = pgTable(
  'record_reviews',
  {
    recordId: ofRecord().primaryKey(),
    standing: text('standing', { enum: ['none', 'published', 'retracted'] }).notNull(),
    stale: json('stale').$type<StaleMark>(),
    approval: json('approval').$type<ApprovalMark>(),
    publication: json('publication').$type<Publication>(),
    publishedAt: instant('published_at'),
    retraction: json('retraction').$type<{ at: string; publicReason: string }>(),
    /** Since when it is left out of lists unless they ask for it; what is public of it stays public. */
    archivedAt: instant('archived_at'),
  },
  // Every page of the site asks whether one was marked.
  (table) => [
    index('record_reviews_stale').on(table.recordId).where(sql`stale is not null`),
    index('record_reviews_archived').on(table.recordId).where(sql`archived_at is not null`),
  ],
)

/** Numbered as their entries in the audit log, so that a follower misses none. */
export const recordDecisions = pgTable(
  'record_decisions',
  { seq: bigint('seq', { mode: 'number' }).primaryKey(), recordId: ofRecord(), body: json('body').$type<RecordDecision>().notNull() },
  (table) => [index('record_decisions_record').on(table.recordId, table.seq)],
)
