import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { entriesOf } from '../../audit/audit-log.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../../contracts/review.js'
import type { Revision } from '../../contracts/revision.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import type { PanelStatus } from '../../panels/store/reopen-panel.js'
import { panels, records, type SeatVerdict, seats } from '../../panels/store/schema.js'
import type { Transaction } from '../../platform/db/database.js'
import {
  type ApprovalMark,
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
  /** When the replies it rests on were deleted, as retention says. */
  repliesCleanedAt: Date | null
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
  archivedAt: string | null
}

type Load = { recordId: string; userId: string; lock: boolean }

/** Everything that is kept about a record; null when there is none. With `lock` the record stays as it is until the transaction ends. */
export async function loadReview(tx: Transaction, { recordId, userId, lock }: Load): Promise<StoredReview | null> {
  // Not the strongest lock: that one would also hold up writers that merely refer to the record.
  const query = tx.select().from(records).where(eq(records.id, recordId))
  const [row] = await (lock ? query.for('no key update') : query)
  if (row === undefined) return null
  const { id, tool, persona, model, status, reason, finishedAt, panelId, verdict, verdictId, against } = seats
  const seatRows = await tx
    .select({ id, tool, persona, model, status, reason, finishedAt, verdict })
    .from(seats)
    .where(and(eq(panelId, row.panelId), isNull(verdictId), isNull(against)))
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
    seats: seatRows.map(toStoredSeat),
    revisions: groupRevisions(revisionRows),
    ...(await loadRest(tx, { recordId, userId, panelId: row.panelId })),
  }
}

/** What `loadRest` reads, as its statement names it. */
type Rest = {
  panelStatus: PanelStatus | null
  repliesCleanedAt: string | null
  comments: Comment[]
  waivers: Waiver[]
  blindCalls: BlindCall[]
  assigned: { verdictId: string; assignment: Assignment }[]
  decisions: RecordDecision[]
  review: ReviewState | null
  shown: string[]
  version: number
}

/** Short lists and single values, in one statement: by themselves each would cost a round trip, on every page of the desk. */
async function loadRest(tx: Transaction, { recordId, userId, panelId }: { recordId: string; userId: string; panelId: string }) {
  const list = (rows: SQL) => sql`(SELECT coalesce(json_agg(item), '[]'::json) FROM (${rows}) AS items)`
  const ofRecord = sql`record_id = ${recordId}`
  const { rows } = await tx.execute<Rest>(sql`
    SELECT
      (SELECT status FROM ${panels} WHERE id = ${panelId}) AS "panelStatus",
      (SELECT to_json(replies_cleaned_at) #>> '{}' FROM ${panels} WHERE id = ${panelId}) AS "repliesCleanedAt",
      ${list(sql`SELECT body AS item FROM ${verdictComments} WHERE ${ofRecord} ORDER BY at, id`)} AS comments,
      ${list(sql`SELECT body AS item FROM ${waivers} WHERE ${ofRecord} AND withdrawn IS NULL ORDER BY id`)} AS waivers,
      ${list(sql`SELECT body AS item FROM ${blindCalls} WHERE ${ofRecord}`)} AS "blindCalls",
      ${list(sql`SELECT json_build_object('verdictId', verdict_id, 'assignment', assignment) AS item FROM ${verdictStates} WHERE ${ofRecord} AND assignment IS NOT NULL`)} AS assigned,
      ${list(sql`SELECT body AS item FROM ${recordDecisions} WHERE ${ofRecord} ORDER BY seq`)} AS decisions,
      (SELECT json_build_object('standing', standing, 'stale', stale, 'approval', approval, 'publication', publication, 'retraction', retraction,
        'archivedAt', archived_at)
       FROM ${recordReviews} WHERE ${ofRecord}) AS review,
      ${list(sql`SELECT verdict_id AS item FROM ${shownDrafts} WHERE user_id = ${userId} AND verdict_id IN (SELECT id FROM ${seats} WHERE panel_id = ${panelId})`)} AS shown,
      ${entriesOf(recordId)} AS version`)
  const [rest] = rows
  if (rest === undefined) throw new Error(`the record ${recordId} could not be read`)
  return {
    panelStatus: rest.panelStatus ?? 'finished',
    repliesCleanedAt: rest.repliesCleanedAt === null ? null : new Date(rest.repliesCleanedAt),
    comments: rest.comments,
    waivers: rest.waivers.toSorted((a, b) => compare(a.at, b.at)),
    blindCalls: rest.blindCalls.toSorted((a, b) => compare(a.at, b.at)),
    assignments: new Map(rest.assigned.map(({ verdictId, assignment }) => [verdictId, assignment])),
    decisions: rest.decisions,
    review: rest.review ?? {
      standing: 'none' as const,
      stale: null,
      approval: null,
      publication: null,
      retraction: null,
      archivedAt: null,
    },
    shown: new Set(rest.shown),
    version: rest.version,
  }
}

type SeatRow = StoredSeat & { verdict: SeatVerdict | null }

/** A seat of several drafts as they came to it; while the panel runs on for it, as the row that stands for it. */
function toStoredSeat({ verdict, ...row }: SeatRow): StoredSeat {
  if (verdict === null) return row
  const { model, status, reason } = verdict
  return row.status === 'planned' || row.status === 'drafting' ? { ...row, model } : { ...row, model, status, reason }
}

function groupRevisions(rows: readonly { verdictId: string; body: Revision }[]): Map<string, Revision[]> {
  const histories = new Map<string, Revision[]>()
  for (const { verdictId, body } of rows) histories.set(verdictId, [...(histories.get(verdictId) ?? []), body])
  return histories
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
