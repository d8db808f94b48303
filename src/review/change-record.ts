import type { Actor } from '../contracts/actor.js'
import type { AuditEntry } from '../contracts/audit.js'
import type { RecordDecision } from '../contracts/review.js'
import type { Transaction } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import type { NotFound, Refused } from './refusals.js'
import { buildCase, type ReviewCase } from './review-case.js'
import type { ReviewSettings } from './rules/contexts.js'
import type { StoredReview } from './store/load-review.js'
import type { ReviewWrites } from './store/review-writes.js'
import type { ReviewStore } from './store/reviews.js'

export type ReviewDependencies = {
  reviews: ReviewStore
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
  settings: ReviewSettings
  /**
   * Runs the seats of a panel that have no draft again (panel-actions.ts), and calls `alongside` in the transaction that does. Throws `UsageError`
   * where it cannot.
   */
  retryPanel: (panelId: string, retry: { by: Actor; alongside: (tx: Transaction) => Promise<void> }) => Promise<unknown>
  /** A person who may be assigned something; null when there is none with that id. */
  findPerson: (userId: string) => Promise<{ userId: string; name: string } | null>
}

/** An answer, and what is written with it: null when nothing is. */
export type Outcome<T> = { result: T; writes: ReviewWrites | null }

export const noSuchRecord: NotFound = { status: 'not found', what: 'record' }
export const noSuchVerdict: NotFound = { status: 'not found', what: 'verdict' }
export const outdated: Refused = {
  status: 'refused',
  why: 'it is not as you read it any more',
  fix: 'look at the current version, and decide again',
  isOutdated: true,
}

/** Takes one decision about a record: it is locked, looked at as a whole, and what the decision writes is written with it or not at all. */
export async function changeRecord<T>(
  { reviews, settings }: ReviewDependencies,
  who: { recordId: string; userId: string },
  decide: Decide<T>,
): Promise<T | NotFound> {
  const change = await prepareChange({ reviews, settings }, who, decide)
  const changed = change === null ? null : await reviews.change(who, change)
  return changed ?? noSuchRecord
}

type Decide<T> = (review: ReviewCase) => Outcome<T>

/** What `reviews.change` decides by, with the documents read beforehand: no transaction waits for a second connection. Null without such a record. */
export async function prepareChange<T>(
  { reviews, settings }: Pick<ReviewDependencies, 'reviews' | 'settings'>,
  { recordId }: { recordId: string },
  decide: Decide<T>,
): Promise<((stored: StoredReview) => Outcome<T>) | null> {
  const documents = await reviews.documentsOf(recordId)
  return documents === null ? null : (stored) => decide(buildCase(stored, documents, settings))
}

/** The record as it is, to one person. */
export async function readCase(
  { reviews, settings }: ReviewDependencies,
  who: { recordId: string; userId: string },
): Promise<ReviewCase | null> {
  const documents = await reviews.documentsOf(who.recordId)
  const stored = documents === null ? null : await reviews.read(who.recordId, who.userId)
  return documents === null || stored === null ? null : buildCase(stored, documents, settings)
}

/** An answer that writes nothing. */
export function without<T>(result: T): Outcome<T> {
  return { result, writes: null }
}

type LogSubject = { review: ReviewCase; actor: AuditEntry['actor']; at: string }

/** An entry about a verdict for the log. */
export function verdictEntry(
  { review, actor, at }: LogSubject,
  { verdictId, action, data }: { verdictId: string; action: string; data: AuditEntry['data'] },
): ReviewWrites['log'][number] {
  return { entry: { at, actor, action, subject: { kind: 'verdict', id: verdictId, recordId: review.stored.record.id }, data } }
}

/** An entry about the record itself, with the decision it is about. */
export function recordEntry(
  { review, actor, at }: LogSubject,
  { action, data, decision }: { action: string; data: AuditEntry['data']; decision?: RecordDecision },
): ReviewWrites['log'][number] {
  const { id } = review.stored.record
  const entry = { at, actor, action, subject: { kind: 'record' as const, id, recordId: id }, data }
  return decision === undefined ? { entry } : { entry, decision }
}

/** An approved record whose content changes goes back into review; why is stored with the decision, where a person made it. */
export function voiding(subject: LogSubject, reason: string): Pick<ReviewWrites, 'recordStatus' | 'review' | 'log'> {
  const { review, actor, at } = subject
  const contentSha256 = review.stored.review.approval?.contentSha256 ?? review.stored.record.contentSha256
  const text = reason.length > 2000 ? `${reason.slice(0, 1999).replace(/\p{Surrogate}$/u, '')}…` : reason
  const decision: RecordDecision | undefined =
    'system' in actor ? undefined : { kind: 'void', recordId: review.stored.record.id, by: actor, at, contentSha256, reason: text }
  const data = { contentSha256, reason: text }
  return { recordStatus: 'in_review', review: { approval: null }, log: [recordEntry(subject, { action: 'record.void', data, decision })] }
}
