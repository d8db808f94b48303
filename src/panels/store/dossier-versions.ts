import { desc, eq } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Dossier } from '../../contracts/dossier.js'
import { keepTexts, withoutTexts, withTexts } from '../../evidence/store/source-texts.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { appendVersion, isStored, lockTools } from './append-version.js'
import { dossiers, dossierVersions } from './schema.js'
import { writeToolHeads } from './tool-heads.js'

/** `stale`: another version is current than the one that the writer started from. */
export type DossierReplaced = { status: 'created' | 'replaced' | 'unchanged' } | { status: 'stale'; current: Dossier | null }

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
    /** One transaction; writers of one tool take turns. What was a version before becomes the newest again, as one row more. */
    replace: ({ dossier, base, at, alongside, entry }: ReplaceDossier): Promise<DossierReplaced> =>
      db.transaction(async (tx): Promise<DossierReplaced> => {
        const { sha256 } = dossier
        const { slug } = dossier.tool
        await lockTools(tx, [slug])
        const [newest] = await tx
          .select({ sha256: dossierVersions.sha256 })
          .from(dossierVersions)
          .where(eq(dossierVersions.slug, slug))
          .orderBy(desc(dossierVersions.number))
          .limit(1)
        if ((newest?.sha256 ?? null) !== base)
          return { status: 'stale', current: newest === undefined ? null : await readBody(tx, newest.sha256) }
        if (newest?.sha256 === sha256) return { status: 'unchanged' }
        const isNew = !(await isStored(tx, sha256))
        if (isNew) {
          await tx.insert(dossiers).values({ sha256, slug, body: withoutTexts(dossier), createdAt: at })
          await keepTexts(tx, [dossier])
        }
        await appendVersion(tx, { slug, sha256, at, by: entry?.actor ?? null })
        await writeToolHeads(tx, [slug])
        await alongside?.(tx)
        await appendIfAny(tx, entry)
        return { status: newest === undefined ? 'created' : 'replaced' }
      }),
  }
}

async function readBody(tx: Transaction, hash: string): Promise<Dossier | null> {
  const [row] = await tx.select({ body: dossiers.body }).from(dossiers).where(eq(dossiers.sha256, hash))
  return row === undefined ? null : ((await withTexts<Dossier>(tx, [row.body]))[0] ?? null)
}
