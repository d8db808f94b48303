import { and, eq, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { settings, siteLogo } from './schema.js'

export type SettingRow = typeof settings.$inferSelect

/** A change of the row as it was at that version; 0 for one that was not there. */
export type SettingWrite = { key: string; version: number; value: unknown; by: string; at: Date; entry: NewEntry }

/** The file of the site's logo. */
export type LogoFile = Omit<typeof siteLogo.$inferSelect, 'sha256'>

/** The rows of what admins set. Each method is one statement or transaction. */
export function createSettingStore(db: Database) {
  return {
    all: (): Promise<SettingRow[]> => db.select().from(settings),
    find: async (key: string): Promise<SettingRow | null> => (await db.select().from(settings).where(eq(settings.key, key)))[0] ?? null,
    /** The picture of that hash; null where the site's logo is another, or none. */
    logoOf: async (sha256: string): Promise<LogoFile | null> => {
      const [row] = await db.select({ type: siteLogo.type, bytes: siteLogo.bytes }).from(siteLogo).where(eq(siteLogo.sha256, sha256))
      return row ?? null
    },
    /** Writes it with its entry in the audit log and what `more` writes; false when it is at another version by now, and then nothing is written. */
    write: ({ key, version, value, by, at, entry }: SettingWrite, more?: (tx: Transaction) => Promise<void>): Promise<boolean> =>
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
        await more?.(tx)
        await appendToLog(tx, entry)
        return true
      }),
  }
}

/** Puts a picture in the place of the site's logo; null takes it away. To be part of the transaction that changes the setting. */
export async function putLogo(tx: Transaction, logo: typeof siteLogo.$inferInsert | null): Promise<void> {
  await tx.delete(siteLogo)
  if (logo !== null) await tx.insert(siteLogo).values(logo)
}
