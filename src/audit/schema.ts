import { bigint, json, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
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
