import { sql } from 'drizzle-orm'
import { index, integer, json, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { IssueContent } from '../../contracts/newsletter-issue.js'

/** The newsletter: who gets it, what it said, and what became of each mail. */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const subscribers = pgTable(
  'subscribers',
  {
    id: text('id').primaryKey(),
    /** As typed; compared in lower case. Emptied, like all else that says who it was, when the subscriber is deleted. */
    email: text('email').notNull(),
    status: text('status', { enum: ['pending', 'active', 'unsubscribed', 'bounced', 'complained'] }).notNull(),
    /** When a subscription was last asked for, when it was confirmed, and when it ended. */
    askedAt: instant('asked_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    endedAt: instant('ended_at'),
    /** Of the token in the mail that asks to confirm; null once used. */
    confirmTokenSha256: text('confirm_token_sha256'),
    confirmExpiresAt: instant('confirm_expires_at'),
    /** Soft bounces since the last mail that went through. */
    softBounces: integer('soft_bounces').notNull().default(0),
    problem: text('problem'),
  },
  (table) => [
    uniqueIndex('subscribers_email').on(sql`lower(${table.email})`),
    uniqueIndex('subscribers_confirm').on(table.confirmTokenSha256),
    index('subscribers_status').on(table.status, table.id),
  ],
)

/** What happened to a subscription, for the subscriber's own export. */
export const subscriberEvents = pgTable(
  'subscriber_events',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    /** `asked`, `confirmed`, `unsubscribed by one click`, `bounced`, … */
    event: text('event').notNull(),
    detail: text('detail'),
  },
  (table) => [index('subscriber_events_subscriber').on(table.subscriberId, table.at)],
)

/**
 * Addresses whose owners complained about a mail and then had everything about them deleted: keyed hashes alone, so that no one's form brings them
 * back unasked. Goes when the owner confirms a new subscription.
 */
export const mailSuppressions = pgTable('mail_suppressions', {
  emailHash: text('email_hash').primaryKey(),
  at: instant('at').notNull(),
})

/** One issue a week (ISO week, `2026-W47`): drafted, then approved, then sent. */
export const issues = pgTable(
  'digests',
  {
    id: text('id').primaryKey(),
    week: text('week').notNull().unique(),
    status: text('status', { enum: ['draft', 'approved', 'sending', 'sent', 'discarded'] }).notNull(),
    /** Of the current content; an approval names one, and an edit voids it. */
    contentSha256: text('content_sha256').notNull(),
    content: json('content').$type<IssueContent>().notNull(),
    draftedAt: instant('drafted_at').notNull(),
    changedBy: text('changed_by'),
    approvedBy: text('approved_by'),
    approvedAt: instant('approved_at'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [index('digests_status').on(table.status)],
)

/**
 * One mail of an issue to one subscriber. `handed-over`: the server may have it, and no one saw it say so; such a one is never sent again
 * by itself. A row is made for every subscriber when sending begins, so that no one is left out and no one comes twice.
 */
export const issueDeliveries = pgTable(
  'digest_deliveries',
  {
    issueId: text('digest_id')
      .notNull()
      .references(() => issues.id),
    subscriberId: text('subscriber_id').notNull(),
    status: text('status', { enum: ['waiting', 'sending', 'handed-over', 'sent', 'refused', 'failed', 'skipped'] }).notNull(),
    messageId: text('message_id').notNull(),
    attempts: integer('attempts').notNull().default(0),
    at: instant('at'),
    detail: text('detail'),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.subscriberId] }),
    uniqueIndex('digest_deliveries_message').on(table.messageId),
    index('digest_deliveries_status').on(table.issueId, table.status),
    index('digest_deliveries_subscriber').on(table.subscriberId, table.at),
  ],
)
