import { eq, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import type { Transaction } from '../../platform/db/database.js'
import { dossiers, dossierVersions } from './schema.js'

/** Who keeps a version: a person, or a part of the program; null where it is not known. */
export type KeptBy = NewEntry['actor'] | null

/** Makes writers of these tools take turns until the transaction ends. In one order for everyone, so that two never wait for each other. */
export async function lockTools(tx: Transaction, slugs: readonly string[]): Promise<void> {
  for (const slug of [...new Set(slugs)].sort()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`dossier ${slug}`}, 0))`)
  }
}

type Version = { slug: string; sha256: string; at: Date; by: KeptBy }

/**
 * Makes a stored dossier the newest version of its tool: one row more, and none rewritten. To be called with the tool locked. Returns its number.
 * Its time is never before that of the version before, whatever this machine's clock says.
 */
export async function appendVersion(tx: Transaction, { slug, sha256, at, by }: Version): Promise<number> {
  const [last] = await tx
    .select({
      number: sql<number>`coalesce(max(${dossierVersions.number}), 0)`.mapWith(Number),
      createdAt: sql<Date | null>`max(${dossierVersions.createdAt})`.mapWith(dossierVersions.createdAt),
    })
    .from(dossierVersions)
    .where(eq(dossierVersions.slug, slug))
  const createdAt = last?.createdAt != null && last.createdAt >= at ? new Date(last.createdAt.getTime() + 1) : at
  const number = (last?.number ?? 0) + 1
  await tx.insert(dossierVersions).values({ slug, number, sha256, createdAt, by })
  return number
}

/** Whether the database holds a document of that hash. */
export async function isStored(tx: Transaction, sha256: string): Promise<boolean> {
  const rows = await tx.select({ sha256: dossiers.sha256 }).from(dossiers).where(eq(dossiers.sha256, sha256))
  return rows.length > 0
}
