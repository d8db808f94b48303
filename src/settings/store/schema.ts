import { integer, json, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

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
