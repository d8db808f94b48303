import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** The order of a list by name: without regard to case. As much of it as an index takes: names frozen before they had a limit may be longer. */
export const sortName = sql`lower(left("tools"."name", 200))`

/** Each tool as lists show it: what its newest dossier says of it, kept in the transaction that adds one, so that no list reads dossiers. */
export const tools = pgTable(
  'tools',
  {
    slug: text('slug').primaryKey(),
    /** Its newest dossier. */
    sha256: text('sha256').notNull(),
    name: text('name').notNull(),
    vendor: text('vendor').notNull(),
    category: text('category').notNull(),
    tagline: text('tagline').notNull(),
    asOf: text('as_of').notNull(),
    rivals: text('rivals').array().notNull(),
    facts: integer('facts').notNull(),
    sources: integer('sources').notNull(),
    versions: integer('versions').notNull(),
    /** All that it is found by, in lower case. */
    search: text('search').notNull(),
    /** When its first dossier came, and its newest. */
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Since when lists and kick-offs leave it out; null while they do not. */
    archivedAt: instant('archived_at'),
  },
  (table) => [
    index('tools_name').on(sortName, table.slug),
    index('tools_newest').on(table.createdAt, table.slug),
    index('tools_recent').on(table.updatedAt, table.slug),
  ],
)
