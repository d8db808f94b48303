import { and, asc, eq, gt, inArray, or } from 'drizzle-orm'
import { createAuditLog } from '../../audit/audit-log.js'
import type { AuditEntry } from '../../contracts/audit.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import type { RecordDecision } from '../../contracts/review.js'
import { createDocumentStore } from '../../panels/store/documents.js'
import { panels, records, seats } from '../../panels/store/schema.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { createAutosaves } from './autosaves.js'
import { loadReview, type ReviewState, type StoredReview } from './load-review.js'
import { readLogTitles } from './log-titles.js'
import { createReviewLists } from './review-lists.js'
import { type ReviewWrites, writeReview } from './review-writes.js'
import { recordDecisions, recordReviews, shownDrafts } from './schema.js'

/** The plan's dossiers and personas, which never change. */
export type ReviewDocuments = { plan: Plan; dossiers: Dossier[]; personas: Persona[] }

export type ReviewStore = ReturnType<typeof createReviewStore>

/** Records under review in PostgreSQL: read whole, and changed in one transaction that locks the record. */
export function createReviewStore(db: Database) {
  const documents = createDocumentStore(db)
  return {
    ...createReviewLists(db, documents),
    audit: createAuditLog(db),
    /** What entries of the log are about, by name. */
    logTitles: (entries: readonly AuditEntry[]) => readLogTitles(db, entries),
    /** Null when there is no such record. Read before a change, so that no transaction waits for a second connection. */
    documentsOf: async (recordId: string): Promise<ReviewDocuments | null> => {
      const [row] = await db
        .select({ plan: panels.plan })
        .from(records)
        .innerJoin(panels, eq(panels.id, records.panelId))
        .where(eq(records.id, recordId))
      if (row === undefined) return null
      const { plan } = row
      return {
        plan,
        dossiers: await Promise.all(plan.tools.map((tool) => documents.dossier(tool.dossierSha256))),
        personas: await Promise.all(plan.personas.map((persona) => documents.persona(persona.sha256))),
      }
    },
    /** The record as one moment shows it, to that person; null when there is none. */
    read: (recordId: string, userId: string): Promise<StoredReview | null> =>
      db.transaction((tx) => loadReview(tx, { recordId, userId, lock: false }), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    /** Locks the record, lets `decide` look at it, and writes what it says in the same transaction. Null when there is no such record. */
    change: <T>({ recordId, userId }: Person, decide: Decide<T>): Promise<T | null> =>
      db.transaction((tx) => change(tx, { recordId, userId }, decide)),
    /** The same within a transaction that writes something else, too. */
    changeWithin: change,
    /** Locks these records for a change, in one order for everyone. */
    lock: async (tx: Transaction, recordIds: readonly string[]): Promise<void> => {
      const { id } = records
      await tx
        .select({ id })
        .from(records)
        .where(inArray(id, [...recordIds]))
        .orderBy(asc(id))
        .for('no key update')
    },
    /** The records that are approved or that the site shows, by the tool that they are about: one statement, however many tools. */
    decidedOn: async (tools: readonly string[]): Promise<Map<string, string[]>> => {
      const isDecided = or(inArray(records.status, ['approved', 'published']), eq(recordReviews.standing, 'published'))
      const rows = await db
        .selectDistinct({ id: records.id, tool: seats.tool })
        .from(records)
        .innerJoin(seats, eq(seats.panelId, records.panelId))
        .leftJoin(recordReviews, eq(recordReviews.recordId, records.id))
        .where(and(inArray(seats.tool, [...tools]), isDecided))
        .orderBy(asc(records.id))
      const ids = new Map<string, string[]>()
      for (const { id, tool } of rows) ids.set(tool, [...(ids.get(tool) ?? []), id])
      return ids
    },
    recordOfVerdict: async (verdictId: string): Promise<string | null> => {
      const [row] = await db
        .select({ id: records.id })
        .from(seats)
        .innerJoin(records, eq(records.panelId, seats.panelId))
        .where(eq(seats.id, verdictId))
      return row?.id ?? null
    },
    publication: async (recordId: string): Promise<(Omit<ReviewState, 'archivedAt'> & { panelId: string }) | null> => {
      const [row] = await db
        .select({ review: recordReviews, panelId: records.panelId })
        .from(recordReviews)
        .innerJoin(records, eq(records.id, recordReviews.recordId))
        .where(eq(recordReviews.recordId, recordId))
      return row === undefined ? null : { ...row.review, panelId: row.panelId }
    },
    decisionsAfter: (seq: number, limit: number): Promise<{ seq: number; decision: RecordDecision }[]> =>
      db
        .select({ seq: recordDecisions.seq, decision: recordDecisions.body })
        .from(recordDecisions)
        .where(gt(recordDecisions.seq, seq))
        .orderBy(asc(recordDecisions.seq))
        .limit(limit),
    noteShown: async ({ userId, verdictIds, at }: { userId: string; verdictIds: readonly string[]; at: Date }): Promise<void> => {
      if (verdictIds.length === 0) return
      await db
        .insert(shownDrafts)
        .values(verdictIds.map((verdictId) => ({ verdictId, userId, at })))
        .onConflictDoNothing()
    },
    ...createAutosaves(db),
  }
}

type Person = { recordId: string; userId: string }
type Decide<T> = (stored: StoredReview) => { result: T; writes: ReviewWrites | null }

async function change<T>(tx: Transaction, { recordId, userId }: Person, decide: Decide<T>): Promise<T | null> {
  const stored = await loadReview(tx, { recordId, userId, lock: true })
  if (stored === null) return null
  const { result, writes } = decide(stored)
  if (writes !== null) await writeReview(tx, recordId, writes)
  return result
}
