import { and, eq } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { autosaves } from './schema.js'

export type StoredAutosave = { verdictId: string; base: number | null; content: unknown; at: Date }

/** What people typed and have not saved yet. */
export function createAutosaves(db: Database) {
  const ofPerson = (verdictId: string, userId: string) => and(eq(autosaves.verdictId, verdictId), eq(autosaves.userId, userId))
  return {
    autosave: async (verdictId: string, userId: string): Promise<StoredAutosave | null> => {
      const [row] = await db.select().from(autosaves).where(ofPerson(verdictId, userId))
      return row ?? null
    },
    saveAutosave: async ({ userId, ...draft }: StoredAutosave & { userId: string }): Promise<void> => {
      const { base, content, at } = draft
      await db
        .insert(autosaves)
        .values({ userId, ...draft })
        .onConflictDoUpdate({ target: [autosaves.verdictId, autosaves.userId], set: { base, content, at } })
    },
    /** Whether there was one. */
    dropAutosave: async (verdictId: string, userId: string): Promise<boolean> => {
      const dropped = await db.delete(autosaves).where(ofPerson(verdictId, userId)).returning({ at: autosaves.at })
      return dropped.length > 0
    },
  }
}
