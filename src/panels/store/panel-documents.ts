import { inArray, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Recording } from '../../contracts/model-call.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import { keepTexts, withoutTexts } from '../../evidence/store/source-texts.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { appendVersion, lockTools } from './append-version.js'
import { chunks } from './documents.js'
import { dossiers, personas, recordings } from './schema.js'
import { writeToolHeads } from './tool-heads.js'

/** Everything a panel rests on. */
export type PanelDocuments = { dossiers: readonly Dossier[]; personas: readonly Persona[]; recordings: readonly Recording[] }

type PanelWithDocuments = { plan: Plan; documents: PanelDocuments; createdAt: Date; entry?: NewEntry }

/** Stores what a panel rests on, and returns the hashes of the dossiers that were not there yet. */
export async function insertDocuments(tx: Transaction, panel: PanelWithDocuments): Promise<Set<string>> {
  const { plan, documents, createdAt } = panel
  const personaRows = documents.personas.map((body) => ({ sha256: body.sha256, id: body.id, version: body.version, body, createdAt }))
  const stored = await insertDossiers(tx, panel)
  await tx.insert(personas).values(personaRows.sort(byHash)).onConflictDoNothing()
  const setSha256 = plan.recordingSet
  if (setSha256 === null || documents.recordings.length === 0) return stored
  // Held until the panel is there: a clean-up that deletes the set waits, and then finds who needs it.
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${setSha256}, 0))`)
  const recordingRows = documents.recordings.map((recording) => toRow(setSha256, recording))
  for (const some of chunks(recordingRows)) await tx.insert(recordings).values(some).onConflictDoNothing()
  return stored
}

/** Those that are not stored yet become the newest version of their tool. Where all are, which is the rule, nothing is locked. */
async function insertDossiers(tx: Transaction, { documents, createdAt, entry }: PanelWithDocuments): Promise<Set<string>> {
  const stored = new Set<string>()
  const grown = new Set<string>()
  const unknown = await findUnknown(tx, documents.dossiers)
  if (unknown.length === 0) return stored
  await lockTools(
    tx,
    unknown.map(({ tool }) => tool.slug),
  )
  const rows = unknown.map((dossier) => ({
    sha256: dossier.sha256,
    slug: dossier.tool.slug,
    body: withoutTexts(dossier),
    createdAt,
  }))
  for (const some of chunks(rows)) {
    const inserted = await tx
      .insert(dossiers)
      .values(some)
      .onConflictDoNothing()
      .returning({ sha256: dossiers.sha256, slug: dossiers.slug })
    for (const { sha256, slug } of inserted) {
      stored.add(sha256)
      grown.add(slug)
      await appendVersion(tx, { slug, sha256, at: createdAt, by: entry?.actor ?? null })
    }
  }
  await keepTexts(
    tx,
    unknown.filter(({ sha256 }) => stored.has(sha256)),
  )
  await writeToolHeads(tx, grown)
  return stored
}

function toRow(setSha256: string, recording: Recording): typeof recordings.$inferInsert {
  const { key, model, request, sample, origin, raw, costUsd, latencyMs, recordedAt } = recording
  return { setSha256, key, identity: { model, request, sample }, reply: { origin, raw, costUsd, latencyMs, recordedAt } }
}

const byHash = (a: { sha256: string }, b: { sha256: string }) => (a.sha256 < b.sha256 ? -1 : 1)

/** Those of the dossiers that the database does not hold. */
export async function findUnknown(db: Database | Transaction, given: readonly Dossier[]): Promise<Dossier[]> {
  const hashes = given.map(({ sha256 }) => sha256)
  const rows = await Promise.all(
    chunks(hashes).map((some) => db.select({ sha256: dossiers.sha256 }).from(dossiers).where(inArray(dossiers.sha256, some))),
  )
  const known = new Set(rows.flat().map(({ sha256 }) => sha256))
  return given.filter(({ sha256 }) => !known.has(sha256))
}
