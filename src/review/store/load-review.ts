import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { countEntries } from '../../audit/audit-log.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../../contracts/review.js'
import type { Revision } from '../../contracts/revision.js'
import type { SeatStatus } from '../../panels/store/panels.js'
import type { PanelStatus } from '../../panels/store/reopen-panel.js'
import { panels, records, seats } from '../../panels/store/schema.js'
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
}

type Load = { recordId: string; userId: string; lock: boolean }

/** Everything that is kept about a record; null when there is none. With `lock` the record stays as it is until the transaction ends. */
export async function loadReview(tx: Transaction, { recordId, userId, lock }: Load): Promise<StoredReview | null> {
  // Not the strongest lock: that one would also hold up writers that merely refer to the record.
  const query = tx.select().from(records).where(eq(records.id, recordId))
  const [row] = await (lock ? query.for('no key update') : query)
  if (row === undefined) return null
  const { id, tool, persona, model, status, reason, finishedAt, panelId } = seats
  const [panel] = await tx
    .select({ status: panels.status, repliesCleanedAt: panels.repliesCleanedAt })
    .from(panels)
    .where(eq(panels.id, row.panelId))
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
    repliesCleanedAt: panel?.repliesCleanedAt ?? null,
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
