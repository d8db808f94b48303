import { integer, json, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { NewEntry } from '../../audit/audit-chain.js'
import { bytes } from '../../platform/db/bytes-column.js'

/** The logo of each tool that has one, as it is sent; no part of any dossier. */
export const toolLogos = pgTable('tool_logos', {
  slug: text('slug').primaryKey(),
  type: text('type', { enum: ['image/png', 'image/webp'] }).notNull(),
  bytes: bytes('bytes').notNull(),
  sha256: text('sha256').notNull(),
  /** In pixels. */
  width: integer('width').notNull(),
  height: integer('height').notNull(),
  /** The address it was taken from; null for a file that someone sent. */
  source: text('source'),
  by: json('by').$type<NewEntry['actor']>().notNull(),
  at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
})
