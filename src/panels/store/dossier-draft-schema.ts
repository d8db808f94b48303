import { index, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Actor } from '../../contracts/actor.js'
import type { DossierValues, DraftConflicts } from '../../contracts/dossier-form.js'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** Dossiers that people are writing, as their forms have them. */
export const dossierDrafts = pgTable(
  'dossier_drafts',
  {
    id: text('id').primaryKey(),
    /** What the form began with. */
    origin: text('origin', { enum: ['new', 'edit', 'duplicate', 'intake'] }).notNull(),
    /** The tool of which it is to be the next version; null for a new one. */
    slug: text('slug'),
    /** The version it began with, or was brought up to since; null for none. */
    base: text('base'),
    intakeId: text('intake_id'),
    /** Of the tool, for lists. */
    name: text('name').notNull(),
    values: json('values').$type<DossierValues>().notNull(),
    conflicts: json('conflicts').$type<DraftConflicts>().notNull(),
    /** Counts up with every save. */
    revision: integer('revision').notNull(),
    owner: text('owner').notNull(),
    savedBy: json('saved_by').$type<Actor>().notNull(),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (table) => [index('dossier_drafts_owner').on(table.owner, table.savedAt)],
)

/** What each save changed: the fields as they were before it, null for those that were not there. */
export const dossierDraftChanges = pgTable(
  'dossier_draft_changes',
  {
    draftId: text('draft_id')
      .notNull()
      .references(() => dossierDrafts.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    /** The window that saved; empty where it was none. */
    window: text('window').notNull(),
    before: json('before').$type<Record<string, string | null>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.draftId, table.revision] })],
)
