import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { countEntries, createAuditLog } from '../../audit/audit-log.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../../contracts/review.js'
import type { Revision } from '../../contracts/revision.js'
import { createDocumentStore } from '../../panels/store/documents.js'
import type { PanelStatus } from '../../panels/store/panel-life.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import { panels, records, seats } from '../../panels/store/schema.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { createReviewLists } from './review-lists.js'
import { type ReviewWrites, writeReview } from './review-writes.js'
import {
  type ApprovalMark,
  autosaves,
  blindCalls,
  type Publication,
  recordDecisions,
  recordReviews,
  type StaleMark,
  shownDrafts,
  verdictComments,
  verdictRevisions,
  verdictStates,
  waivers,
} from './schema.js'

export type StoredSeat = {
  id: string
  tool: string
  persona: string
  model: string
  status: SeatStatus
  reason: string | null
  finishedAt: Date | null
}

/** Everything that is kept about a record and its review. */
export type StoredReview = {
  record: PanelRecord
  status: PanelRecord['status']
  createdAt: Date
  panelStatus: PanelStatus
  seats: StoredSeat[]
  /** By verdict, in their order; none for a verdict no one touched. */
  revisions: ReadonlyMap<string, Revision[]>
  comments: Comment[]
  /** Those that were not withdrawn. */
  waivers: Waiver[]
  blindCalls: BlindCall[]
  assignments: ReadonlyMap<string, Assignment>
  decisions: RecordDecision[]
  review: ReviewState
  /** Verdicts whose draft was shown to the person it was loaded for. */
  shown: ReadonlySet<string>
  /** Entries in the record's audit log. */
  version: number
}

export type ReviewState = {
  standing: 'none' | 'published' | 'retracted'
  stale: StaleMark | null
  approval: ApprovalMark | null
  publication: Publication | null
  retraction: { at: string; publicReason: string } | null
}

/** The plan's dossiers and personas, which never change. */
export type ReviewDocuments = { plan: Plan; dossiers: Dossier[]; personas: Persona[] }

export type StoredAutosave = { verdictId: string; base: number | null; content: unknown; at: Date }

export type ReviewStore = ReturnType<typeof createReviewStore>

/** Records under review in PostgreSQL: read whole, and changed in one transaction that locks the record. */
export function createReviewStore(db: Database) {
  const documents = createDocumentStore(db)
  return {
    ...createReviewLists(db, documents),
    audit: createAuditLog(db),
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
      db.transaction((tx) => load(tx, { recordId, userId, lock: false }), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
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
    /** The records about a tool that are approved or that the site shows. */
    decidedOn: async (tool: string): Promise<string[]> => {
      const isDecided = or(inArray(records.status, ['approved', 'published']), eq(recordReviews.standing, 'published'))
      const rows = await db
        .selectDistinct({ id: records.id })
        .from(records)
        .innerJoin(seats, eq(seats.panelId, records.panelId))
        .leftJoin(recordReviews, eq(recordReviews.recordId, records.id))
        .where(and(eq(seats.tool, tool), isDecided))
        .orderBy(asc(records.id))
      return rows.map(({ id }) => id)
    },
    recordOfVerdict: async (verdictId: string): Promise<string | null> => {
      const [row] = await db
        .select({ id: records.id })
        .from(seats)
        .innerJoin(records, eq(records.panelId, seats.panelId))
        .where(eq(seats.id, verdictId))
      return row?.id ?? null
    },
    publication: async (recordId: string): Promise<(ReviewState & { panelId: string }) | null> => {
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
  const stored = await load(tx, { recordId, userId, lock: true })
  if (stored === null) return null
  const { result, writes } = decide(stored)
  if (writes !== null) await writeReview(tx, recordId, writes)
  return result
}

function createAutosaves(db: Database) {
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

type Load = { recordId: string; userId: string; lock: boolean }

async function load(tx: Transaction, { recordId, userId, lock }: Load): Promise<StoredReview | null> {
  // Not the strongest lock: that one would also hold up whoever merely refers to the record.
  const query = tx.select().from(records).where(eq(records.id, recordId))
  const [row] = await (lock ? query.for('no key update') : query)
  if (row === undefined) return null
  const { id, tool, persona, model, status, reason, finishedAt, panelId } = seats
  const [panel] = await tx.select({ status: panels.status }).from(panels).where(eq(panels.id, row.panelId))
  const seatRows = await tx
    .select({ id, tool, persona, model, status, reason, finishedAt })
    .from(seats)
    .where(eq(panelId, row.panelId))
    .orderBy(asc(seats.position))
  const revisionRows = await tx
    .select()
    .from(verdictRevisions)
    .where(eq(verdictRevisions.recordId, recordId))
    .orderBy(asc(verdictRevisions.number))
  return {
    record: row.body,
    status: row.status,
    createdAt: row.createdAt,
    panelStatus: panel?.status ?? 'finished',
    seats: seatRows,
    revisions: groupRevisions(revisionRows),
    ...(await loadRemarks(tx, recordId)),
    ...(await loadPublicStatus(tx, { recordId, userId, panelId: row.panelId })),
  }
}

async function loadRemarks(tx: Transaction, recordId: string) {
  const comments = await tx
    .select({ body: verdictComments.body })
    .from(verdictComments)
    .where(eq(verdictComments.recordId, recordId))
    .orderBy(asc(verdictComments.at), asc(verdictComments.id))
  const waived = await tx
    .select({ body: waivers.body })
    .from(waivers)
    .where(and(eq(waivers.recordId, recordId), isNull(waivers.withdrawn)))
    .orderBy(asc(waivers.id))
  const called = await tx.select({ body: blindCalls.body }).from(blindCalls).where(eq(blindCalls.recordId, recordId))
  const bodies = <Body>(rows: { body: Body }[]) => rows.map(({ body }) => body)
  return {
    comments: bodies(comments),
    waivers: bodies(waived).toSorted((a, b) => compare(a.at, b.at)),
    blindCalls: bodies(called).toSorted((a, b) => compare(a.at, b.at)),
  }
}

async function loadPublicStatus(tx: Transaction, { recordId, userId, panelId }: { recordId: string; userId: string; panelId: string }) {
  const { verdictId, assignment } = verdictStates
  const assigned = await tx.select({ verdictId, assignment }).from(verdictStates).where(eq(verdictStates.recordId, recordId))
  const decisions = await tx
    .select({ body: recordDecisions.body })
    .from(recordDecisions)
    .where(eq(recordDecisions.recordId, recordId))
    .orderBy(asc(recordDecisions.seq))
  const [review] = await tx.select().from(recordReviews).where(eq(recordReviews.recordId, recordId))
  const shown = await tx
    .select({ id: shownDrafts.verdictId })
    .from(shownDrafts)
    .where(and(eq(shownDrafts.userId, userId), sql`${shownDrafts.verdictId} in (select id from seats where panel_id = ${panelId})`))
  const { standing = 'none', stale = null, approval = null, publication = null, retraction = null } = review ?? {}
  return {
    assignments: new Map(assigned.flatMap((row) => (row.assignment === null ? [] : [[row.verdictId, row.assignment] as const]))),
    decisions: decisions.map(({ body }) => body),
    review: { standing, stale, approval, publication, retraction },
    shown: new Set(shown.map((row) => row.id)),
    version: await countEntries(tx, recordId),
  }
}

function groupRevisions(rows: readonly { verdictId: string; body: Revision }[]): Map<string, Revision[]> {
  const histories = new Map<string, Revision[]>()
  for (const { verdictId, body } of rows) histories.set(verdictId, [...(histories.get(verdictId) ?? []), body])
  return histories
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
