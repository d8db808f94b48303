import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { records } from '../../panels/store/schema.js'

/** Webhooks, and what was sent to them. */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const webhooks = pgTable('webhooks', {
  id: text('id').primaryKey(),
  url: text('url').notNull(),
  description: text('description').notNull(),
  events: text('events', { enum: ['record.published', 'record.retracted'] })
    .array()
    .notNull(),
  isActive: boolean('is_active').notNull(),
  /** Signs what is sent, so it is kept as it is, unlike what only has to be recognised. */
  secret: text('secret').notNull(),
  /** The secret before, which signs beside it until then. */
  previousSecret: text('previous_secret'),
  previousUntil: instant('previous_until'),
  /** Decisions up to this entry of the audit log were made before it was there. */
  afterSeq: bigint('after_seq', { mode: 'number' }).notNull(),
  /** Counts up with every change. */
  version: integer('version').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** One row for each decision and each webhook that wants to know of it. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** The decision's entry in the audit log. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    recordId: text('record_id')
      .notNull()
      .references(() => records.id),
    event: text('event', { enum: ['record.published', 'record.retracted'] }).notNull(),
    /** The bytes that are signed and sent, the same at every attempt. */
    body: text('body').notNull(),
    status: text('status', { enum: ['pending', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    attemptedAt: instant('attempted_at'),
    /** What the receiver last answered; null when it did not. */
    responseStatus: integer('response_status'),
    /** Why the last attempt failed. */
    problem: text('problem'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('webhook_deliveries_once').on(table.webhookId, table.seq),
    index('webhook_deliveries_pending').on(table.createdAt).where(sql`status = 'pending'`),
  ],
)

/** One row: up to which entry of the audit log decisions were turned into deliveries. */
export const webhookOutbox = pgTable('webhook_outbox', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
})
