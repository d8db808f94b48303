import { desc, eq, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Dossier } from '../../contracts/dossier.js'
import { keepTexts, withoutTexts, withTexts } from '../../evidence/store/source-texts.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { dossiers } from './schema.js'

/** `stale`: another version is current than the one that the writer started from. `old version`: it was current before, and versions are only ever added. */
export type DossierReplaced =
  | { status: 'created' | 'replaced' | 'unchanged' }
  | { status: 'stale'; current: Dossier | null }
  | { status: 'old version'; since: Date }

export type ReplaceDossier = {
  dossier: Dossier
  /** The version the writer started from, by its hash; null where there was none. */
  base: string | null
  at: Date
  /** What else is written in the same transaction. */
  alongside?: (tx: Transaction) => Promise<void>
  /** Tells of it in the audit log, in the same transaction. */
  entry?: NewEntry
}

export type DossierVersions = ReturnType<typeof createDossierVersions>

/** Dossiers written by several people: a new version follows the one that its writer saw, or nothing is written. */
export function createDossierVersions(db: Database) {
  return {
    /** One transaction; writers of one tool take turns. */
    replace: ({ dossier, base, at, alongside, entry }: ReplaceDossier): Promise<DossierReplaced> =>
      db.transaction(async (tx): Promise<DossierReplaced> => {
        const { slug } = dossier.tool
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`dossier ${slug}`}, 0))`)
        const rows = await tx
          .select({ sha256: dossiers.sha256, createdAt: dossiers.createdAt })
          .from(dossiers)
          .where(eq(dossiers.slug, slug))
          .orderBy(desc(dossiers.createdAt), dossiers.sha256)
        const [newest] = rows
        if ((newest?.sha256 ?? null) !== base) {
          const [row] = await tx
            .select({ body: dossiers.body })
            .from(dossiers)
            .where(eq(dossiers.sha256, newest?.sha256 ?? ''))
          const [current = null] = row === undefined ? [] : await withTexts<Dossier>(tx, [row.body])
          return { status: 'stale', current }
        }
        if (newest?.sha256 === dossier.sha256) return { status: 'unchanged' }
        const before = rows.find(({ sha256 }) => sha256 === dossier.sha256)
        if (before !== undefined) return { status: 'old version', since: before.createdAt }
        // The newest version is the one with the latest time, whatever this machine's clock says.
        const createdAt = newest !== undefined && newest.createdAt >= at ? new Date(newest.createdAt.getTime() + 1) : at
        await tx.insert(dossiers).values({ sha256: dossier.sha256, slug, body: withoutTexts(dossier), createdAt })
        await keepTexts(tx, [dossier])
        await alongside?.(tx)
        await appendIfAny(tx, entry)
        return { status: newest === undefined ? 'created' : 'replaced' }
      }),
  }
}
