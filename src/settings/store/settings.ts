import { and, eq, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Database } from '../../platform/db/database.js'
import { settings } from './schema.js'

export type SettingRow = typeof settings.$inferSelect

/** A change of the row as it was at that version; 0 for one that was not there. */
export type SettingWrite = { key: string; version: number; value: unknown; by: string; at: Date; entry: NewEntry }

/** The rows of what admins set. Each method is one statement or transaction. */
export function createSettingStore(db: Database) {
  return {
    all: (): Promise<SettingRow[]> => db.select().from(settings),
    find: async (key: string): Promise<SettingRow | null> => (await db.select().from(settings).where(eq(settings.key, key)))[0] ?? null,
    /** Writes it with its entry in the audit log; false when it is at another version by now, and then nothing is written. */
    write: ({ key, version, value, by, at, entry }: SettingWrite): Promise<boolean> =>
      db.transaction(async (tx) => {
        const written =
          version === 0
            ? await tx.insert(settings).values({ key, value, version: 1, by, at }).onConflictDoNothing().returning({ key: settings.key })
            : await tx
                .update(settings)
                .set({ value, version: sql`${settings.version} + 1`, by, at })
                .where(and(eq(settings.key, key), eq(settings.version, version)))
                .returning({ key: settings.key })
        if (written.length === 0) return false
        await appendToLog(tx, entry)
        return true
      }),
  }
}
