import { bigint, index, json, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AuditEntry } from '../contracts/audit.js'

/** The hash-chained log. `record_id` repeats what the body says, to find a record's entries. */
export const auditLog = pgTable(
  'audit_log',
  { seq: bigint('seq', { mode: 'number' }).primaryKey(), recordId: text('record_id'), body: json('body').$type<AuditEntry>().notNull() },
  (table) => [uniqueIndex('audit_log_record').on(table.recordId, table.seq)],
)

/** How the log ended when the last entry was added, in all (`log`) and by record: entries cut off its end are missed against it. */
export const auditHeads = pgTable('audit_heads', {
  name: text('name').primaryKey(),
  entries: bigint('entries', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
})

/**
 * What entries are found by: it repeats what their bodies say, and is written with them. The log itself is `audit_log` alone: nothing here is checked or
 * shown.
 */
export const auditIndex = pgTable(
  'audit_index',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
    /** The user id of the person, or the name of the part of the program. */
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    recordId: text('record_id'),
  },
  (table) => [
    index('audit_index_actor').on(table.actor, table.seq),
    index('audit_index_action').on(table.action, table.seq),
    index('audit_index_subject').on(table.subject, table.seq),
    index('audit_index_record').on(table.recordId, table.seq),
    index('audit_index_at').on(table.at),
  ],
)
