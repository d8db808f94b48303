import { integer, json, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { bytes } from '../../platform/db/bytes-column.js'

/** What admins set on the desk, by its name; a name without a row is as the package has it. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  /** As `settingSchemas` has it. */
  value: json('value').notNull(),
  /** Counts up with every change. */
  version: integer('version').notNull(),
  /** Who changed it last, by name. */
  by: text('by').notNull(),
  at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
})

/** The picture that the setting `logo` names: one row, or none. */
export const siteLogo = pgTable('site_logo', {
  /** Of the bytes. */
  sha256: text('sha256').primaryKey(),
  type: text('type', { enum: ['image/png', 'image/webp'] }).notNull(),
  bytes: bytes('bytes').notNull(),
})
