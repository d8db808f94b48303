import { and, eq, isNull } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Actor } from '../../contracts/actor.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { BlindCall, Comment, RecordDecision, Waiver } from '../../contracts/review.js'
import type { Revision } from '../../contracts/revision.js'
import { records } from '../../panels/store/schema.js'
import type { Transaction } from '../../platform/db/database.js'
import { hashJson } from '../../platform/hash.js'
import {
  autosaves,
  blindCalls,
  recordDecisions,
  recordReviews,
  verdictComments,
  verdictRevisions,
  verdictStates,
  waivers,
} from './schema.js'

type VerdictColumns = Partial<Omit<typeof verdictStates.$inferInsert, 'verdictId' | 'recordId'>>
type ReviewColumns = Partial<Omit<typeof recordReviews.$inferInsert, 'recordId'>>

/** What one decision changes, all of it or nothing. */
export type ReviewWrites = {
  /** New ones, by their order; one whose number is taken makes all of it fail. */
  revisions?: readonly Revision[]
  /** The state of a verdict then, for lists. */
  verdicts?: readonly { verdictId: string; columns: VerdictColumns }[]
  recordStatus?: PanelRecord['status']
  review?: ReviewColumns
  comments?: readonly Comment[]
  blindCall?: { userId: string; body: BlindCall }
  waiver?: { id: string; body: Waiver }
  withdraw?: { waiver: Waiver; withdrawn: { by: Actor; at: string; reason: string } }
  dropAutosave?: { verdictId: string; userId: string }
  /** Added to the audit log in this order; a decision is kept under its entry's number. */
  log: readonly { entry: NewEntry; decision?: RecordDecision }[]
}

/** Writes all of it, the audit log last: its lock is the one that everyone waits for. */
export async function writeReview(tx: Transaction, recordId: string, writes: ReviewWrites): Promise<void> {
  const { revisions = [], verdicts = [], recordStatus, review, dropAutosave } = writes
  if (revisions.length > 0) {
    await tx.insert(verdictRevisions).values(revisions.map((body) => ({ verdictId: body.verdictId, number: body.number, recordId, body })))
  }
  await writeRemarks(tx, recordId, writes)
  for (const { verdictId, columns } of verdicts) {
    await tx
      .insert(verdictStates)
      .values({ verdictId, recordId, ...columns })
      .onConflictDoUpdate({ target: verdictStates.verdictId, set: columns })
  }
  if (dropAutosave !== undefined) {
    const { verdictId, userId } = dropAutosave
    await tx.delete(autosaves).where(and(eq(autosaves.verdictId, verdictId), eq(autosaves.userId, userId)))
  }
  if (recordStatus !== undefined) await tx.update(records).set({ status: recordStatus }).where(eq(records.id, recordId))
  if (review !== undefined) {
    await tx
      .insert(recordReviews)
      .values({ recordId, standing: 'none', ...review })
      .onConflictDoUpdate({ target: recordReviews.recordId, set: review })
  }
  for (const { entry, decision } of writes.log) {
    const { seq } = await appendToLog(tx, entry)
    if (decision !== undefined) await tx.insert(recordDecisions).values({ seq, recordId, body: decision })
  }
}

async function writeRemarks(
  tx: Transaction,
  recordId: string,
  { comments = [], blindCall, waiver, withdraw }: ReviewWrites,
): Promise<void> {
  for (const body of comments) {
    const { id, verdictId, at } = body
    await tx
      .insert(verdictComments)
      .values({ id, recordId, verdictId, at: new Date(at), body })
      .onConflictDoUpdate({ target: verdictComments.id, set: { body } })
  }
  if (blindCall !== undefined) {
    const { userId, body } = blindCall
    await tx.insert(blindCalls).values({ verdictId: body.verdictId, userId, recordId, body })
  }
  if (waiver !== undefined)
    await tx.insert(waivers).values({ id: waiver.id, recordId, verdictId: waiver.body.verdictId, body: waiver.body })
  if (withdraw === undefined) return
  const { verdictId, waives } = withdraw.waiver
  const open = await tx
    .select({ id: waivers.id, body: waivers.body })
    .from(waivers)
    .where(and(eq(waivers.verdictId, verdictId), isNull(waivers.withdrawn)))
  for (const { id, body } of open) {
    if (hashJson(body.waives) === hashJson(waives)) {
      await tx.update(waivers).set({ withdrawn: withdraw.withdrawn }).where(eq(waivers.id, id))
    }
  }
}
