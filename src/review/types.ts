import type { ChainCheck, Head, NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { AuditEntry } from '../contracts/audit.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../contracts/review.js'
import type { Revision, VerdictContent } from '../contracts/revision.js'
import type { Transaction } from '../platform/db/database.js'
import type {
  AcceptInput,
  AssignInput,
  BlindCallInput,
  CommentInput,
  DecideInput,
  EditInput,
  HandWriteInput,
  MarkStaleInput,
  MergeInput,
  OnVerdict,
  QueueInput,
  ReasonedInput,
  RecordListInput,
  ResolveCommentInput,
  RestoreInput,
  RetractInput,
  RetryInput,
  ReturnInput,
  SaveDraftInput,
  UnwaiveInput,
  WaiveInput,
} from './action-inputs.js'
import type { NotDone, NotFound } from './refusals.js'
import type { ReviewSettings } from './rules/contexts.js'
import type { Merge } from './rules/merge.js'
import type { VerdictState } from './rules/verdict-state-machine.js'
import type { PublishedRecord, QueuePage, RecordPage, RecordStatus, RecordView, Standing, VerdictView } from './views.js'

/*
 * What people do with records under review, as the desk, the API and the command line call it. Nothing here throws for what a person did:
 * each answer is one of the unions below. Texts that come in are checked here (contracts/review.ts), whoever calls.
 */

export type { ReviewSettings }

/** Someone wrote in between. Nothing was written; `yours` is what was sent, `merge` a proposal (null where there is no common base). */
export type Stale = { status: 'stale'; base: Revision | null; current: Revision; yours: VerdictContent; merge: Merge | null }

/** A revision was written. `voided`: an approval stood and stands no more. */
export type RevisionWritten = { status: 'done'; revision: Revision; state: VerdictState; record: RecordStatus; voided: boolean }
/** It says what stood already: nothing was written. */
export type RevisionUnchanged = { status: 'unchanged'; revision: Revision }
export type RevisionResult = RevisionWritten | RevisionUnchanged | Stale | NotDone

export type Done<T> = ({ status: 'done' } & T) | NotDone
export type DoneOrUnchanged<T> = ({ status: 'done' } & T) | { status: 'unchanged' } | NotDone

// What is asked for.

// What is answered.

export type RecordDecided = { status: 'done'; decision: RecordDecision; record: RecordStatus; standing: Standing }

// The log.

export type AuditListInput = { recordId?: string; limit?: number; before?: number }
/** Newest first; `next`: pass it as `before` for older ones. */
export type AuditPage = { entries: AuditEntry[]; next: number | null }

export type AuditActions = {
  list: (input: AuditListInput) => Promise<AuditPage>
  /**
   * Reads the whole log, or one record's, and holds it against the head that was noted apart. `expected`: a head noted elsewhere, such as by an
   * export; the log must hold it at that place.
   */
  verify: (input?: { recordId?: string; expected?: Head }) => Promise<ChainCheck>
  /** Every entry, oldest first, in batches, as they stood when it began. */
  exportAll: (input?: { recordId?: string }) => AsyncIterable<AuditEntry>
  /** How the whole log, or a record's, ends now: to be noted elsewhere. */
  head: (recordId?: string) => Promise<Head>
  /** For what happens outside of a record: people, tokens, tools, settings. */
  note: (entry: Omit<NewEntry, 'at'>) => Promise<AuditEntry>
}

export type ReviewActions = {
  settings: ReviewSettings
  queue: (input: QueueInput) => Promise<QueuePage>
  records: (input: RecordListInput) => Promise<RecordPage>
  /** Notes that the actor was shown the drafts in it. */
  record: (recordId: string, actor: Actor) => Promise<RecordView | NotFound>
  /** Notes that the actor was shown the draft, unless it is hidden. */
  verdict: (recordId: string, verdictId: string, actor: Actor) => Promise<VerdictView | NotFound>
  /** The record a verdict belongs to; null when there is none (yet). */
  recordOfVerdict: (verdictId: string) => Promise<string | null>
  /** What the site shows of a record; null when it never was public. */
  published: (recordId: string) => Promise<PublishedRecord | null>
  /** Everything decided after an entry of the audit log, in order: what webhooks go by. `seq` is the entry's number. */
  decisionsAfter: (seq: number, limit: number) => Promise<{ seq: number; decision: RecordDecision }[]>

  edit: (input: EditInput) => Promise<RevisionResult>
  merge: (input: MergeInput) => Promise<RevisionResult>
  accept: (input: AcceptInput) => Promise<RevisionResult>
  return: (input: ReturnInput) => Promise<RevisionResult>
  restore: (input: RestoreInput) => Promise<RevisionResult>
  handWrite: (input: HandWriteInput) => Promise<RevisionResult>
  /** Tries an unscored seat (with all others of its panel that no person wrote) again. */
  retry: (input: RetryInput) => Promise<Done<{ panelId: string; record: RecordStatus; voided: boolean }>>
  comment: (input: CommentInput) => Promise<Done<{ comment: Comment }>>
  resolveComment: (input: ResolveCommentInput) => Promise<DoneOrUnchanged<{ comment: Comment }>>
  assign: (input: AssignInput) => Promise<DoneOrUnchanged<{ assignment: Assignment }>>
  blindCall: (input: BlindCallInput) => Promise<Done<{ blindCall: BlindCall }>>
  waive: (input: WaiveInput) => Promise<DoneOrUnchanged<{ waiver: Waiver; record: RecordStatus; voided: boolean }>>
  unwaive: (input: UnwaiveInput) => Promise<Done<{ record: RecordStatus; voided: boolean }>>

  approve: (input: DecideInput) => Promise<RecordDecided | NotDone>
  voidApproval: (input: ReasonedInput) => Promise<RecordDecided | NotDone>
  publish: (input: DecideInput) => Promise<RecordDecided | NotDone>
  retract: (input: RetractInput) => Promise<RecordDecided | NotDone>
  reopen: (input: ReasonedInput) => Promise<RecordDecided | NotDone>
  markStale: (input: MarkStaleInput) => Promise<DoneOrUnchanged<{ record: RecordStatus; voided: boolean }>>
  /** What new versions of dossiers mark: to be called in the transaction that stores them, or those with the given hashes (changed-sources.ts). */
  marksFor: (dossiers: readonly Dossier[]) => Promise<(tx: Transaction, stored?: ReadonlySet<string>) => Promise<void>>
  clearStale: (input: ReasonedInput) => Promise<Done<{ record: RecordStatus }>>

  /** A draft of one's own: seen by no one else, and gone with the next revision one saves. Parts may be empty. */
  saveDraft: (input: SaveDraftInput) => Promise<Done<{ at: string }>>
  discardDraft: (input: OnVerdict) => Promise<DoneOrUnchanged<object>>

  audit: AuditActions
}
