import type { ChainCheck, Head, NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { AuditEntry } from '../contracts/audit.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { PanelRecord, RecordVerdict } from '../contracts/record.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../contracts/review.js'
import type { ReviewedContent, ReviewedVerdict, WrittenBy } from '../contracts/reviewed-content.js'
import type { Revision, VerdictContent } from '../contracts/revision.js'
import type { Call } from '../contracts/verdict.js'
import type { Transaction } from '../platform/db/database.js'
import type { BlindAgreement } from './rules/agreement.js'
import type { ContentCheck } from './rules/apply-reviews.js'
import type { Checklist, ChecklistItem } from './rules/checklist.js'
import type { ReviewSettings } from './rules/contexts.js'
import type { Hand } from './rules/four-eyes.js'
import type { Merge } from './rules/merge.js'
import type { RecordAction } from './rules/record-state-machine.js'
import type { VerdictAction, VerdictState } from './rules/verdict-state-machine.js'

/*
 * What people do with records under review, as the desk, the API and the command line call it. Nothing here throws for what a person did:
 * each answer is one of the unions below. Texts that come in are checked here (contracts/review.ts), whoever calls.
 */

export type RecordStatus = PanelRecord['status']
export type { ReviewSettings }

/** One thing wrong with what was sent; `path` as in `content.quote` or `reason`. */
export type InputProblem = { path: string; message: string }

/** Why nothing was done. Nothing was written then, not even to the audit log. */
export type Refused = {
  status: 'refused'
  why: string
  fix: string
  /** It is not any more as the writer's condition wants it: `isCurrent` said no in the transaction of the write. */
  isOutdated?: true
}
export type NotFound = { status: 'not found'; what: 'record' | 'verdict' | 'comment' | 'revision' | 'person' | 'waiver' }
export type Invalid = { status: 'invalid'; problems: InputProblem[] }
export type NotDone = Refused | NotFound | Invalid

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

export type OnRecord = { actor: Actor; recordId: string }
export type OnVerdict = OnRecord & { verdictId: string }

/** What must hold of a thing as the actor sees it, looked at in the transaction of the write; left out, whatever stands will do. */
export type IfCurrent<View> = { isCurrent?: (view: View) => boolean }

/** `base`: the number of the revision one started from. `content` is unknown: it is parsed here. */
export type EditInput = OnVerdict & { base: number; content: unknown; reason: string }
/** A merge is an edit whose base is the revision that stands (`current.number` of a stale answer). */
export type MergeInput = EditInput
export type AcceptInput = OnVerdict & { base: number; reason?: string | null }
/** Returns a verdict with a note, which stays as an open comment. `to`: a user id it is assigned to; left out, no one new. */
export type ReturnInput = OnVerdict & { base: number; note: string; to?: string | null }
export type RestoreInput = OnVerdict & { base: number; restores: number; reason: string }
export type HandWriteInput = OnVerdict & { content: unknown; reason: string }
export type RetryInput = OnVerdict & IfCurrent<VerdictView>
export type CommentInput = OnVerdict & { text: string }
export type ResolveCommentInput = OnRecord & IfCurrent<Comment> & { commentId: string }
/** `to`: a user id, or null to take it from everyone. */
export type AssignInput = OnVerdict & IfCurrent<VerdictView> & { to: string | null; note?: string | null }
export type BlindCallInput = OnVerdict & { call: Call }
export type WaiveInput = OnVerdict & { waives: Waiver['waives']; reason: string }
export type UnwaiveInput = WaiveInput & IfCurrent<VerdictView>

/** `seenSha256`: the content's hash as the page or API showed it (`RecordView.contentSha256`). */
export type DecideInput = OnRecord & IfCurrent<RecordView> & { seenSha256: string }
export type ReasonedInput = OnRecord & IfCurrent<RecordView> & { reason: string }
export type RetractInput = OnRecord & IfCurrent<RecordView> & { publicReason: string }
/** From the program itself: a source of the record was found changed. */
export type MarkStaleInput = { recordId: string; by: string; reason: string }

export type SaveDraftInput = OnVerdict & { base: number | null; content: unknown }

/** `mine` (the default): what is assigned to the actor or to no one. `limit`: 1 to 200, 50 when left out. `cursor`: `next` of the page before. */
export type QueueInput = { actor: Actor; scope?: 'mine' | 'all'; recordId?: string; limit?: number; cursor?: string }
export type RecordListInput = { actor: Actor; status?: RecordStatus; limit?: number; cursor?: string }

// What is answered.

/** A person's words while they write: parts may be empty, the call not chosen yet. */
export type AutosavedContent = {
  evidence: { source: string; quote: string; shows: string }[]
  answers: { ask: string; answer: string }[]
  predictions: { statement: string; deadline: string; probability: number | null; resolution: string }[]
  quote: string
  call: Call | null
}
/** `base`: the revision it was begun on, null on a seat without a verdict. `isBehind`: another revision stands by now. */
export type Autosave = { verdictId: string; base: number | null; content: AutosavedContent; at: string; isBehind: boolean }

/**
 * What there is to do: `call blind` before the draft may be seen; `review` a draft or an edit no one accepted; `returned` with a note;
 * `unscored` to be written, retried or waived; `comment` to be answered on a verdict that is accepted otherwise.
 */
export type QueueWork = 'call blind' | 'review' | 'returned' | 'unscored' | 'comment'
export type QueueItem = {
  recordId: string
  recordTitle: string
  recordStatus: RecordStatus
  verdictId: string
  tool: { slug: string; name: string }
  /** `seat` is its name, e.g. The Builder. */
  persona: { id: string; seat: string }
  /** The juror. */
  model: string
  work: QueueWork
  state: VerdictState
  /** The revision that stands; null on an unscored seat. */
  revision: number | null
  /** Null on an unscored seat, and while it is hidden from the actor. */
  call: Call | null
  /** Why there is no verdict; null where there is one. */
  unscoredReason: string | null
  assignedTo: { userId: string; name: string } | null
  openComments: number
  /** Since when it waits, UTC. */
  since: string
}
/** First what is assigned to the actor, then what is no one's, then (scope `all`) what is others'; each oldest first. */
export type QueuePage = { status: 'done'; items: QueueItem[]; next: string | null; total: number } | Invalid

/** A record in a list: newest first. `accepted`, `waiting`, `unscored` and `drafting` add up to `seats`; waived unscored seats stay `unscored`. */
export type RecordSummary = {
  id: string
  panelId: string
  title: string
  tools: { slug: string; name: string }[]
  status: RecordStatus
  standing: Standing
  isStale: boolean
  createdAt: string
  seats: number
  accepted: number
  waiting: number
  unscored: number
  drafting: number
  openComments: number
}
export type RecordPage = { status: 'done'; items: RecordSummary[]; next: string | null } | Invalid

export type Standing = 'none' | 'published' | 'retracted'

/** Whether the actor may do it now, and if not, why: for buttons. The same decision is taken again when it is done. */
export type Permission = { allowed: true } | { allowed: false; why: string; fix: string }

/** A verdict in a record's overview. Hidden ones (blind-first) tell neither call nor who wrote them. */
export type VerdictSummary = {
  verdictId: string
  tool: { slug: string; name: string }
  persona: { id: string; seat: string; question: string }
  model: string
  state: VerdictState
  isHidden: boolean
  revision: number | null
  call: Call | null
  writtenBy: WrittenBy | null
  unscoredReason: string | null
  assignedTo: Assignment['to']
  openComments: number
  /** What of it blocks an approval, from the checklist; empty while hidden. */
  blocking: ChecklistItem[]
}

export type RecordView = {
  status: 'done'
  recordId: string
  panelId: string
  /** Counts the entries of the record's log: changes with everything that happens to it, so that it serves as an ETag. */
  version: number
  title: string
  recordStatus: RecordStatus
  standing: Standing
  stale: { since: string; reason: string; tools?: string[] } | null
  createdAt: string
  /** The panel is running (again): approval has to wait for it. */
  isDrafting: boolean
  settings: ReviewSettings
  /** The model's record, as the worker made it. Null while anything is hidden from the actor. */
  modelRecord: PanelRecord | null
  /** The record as it will look in public; null while anything is hidden from the actor. */
  content: ReviewedContent | null
  /** Of `content`: what `seenSha256` must be. Null with it. */
  contentSha256: string | null
  checklist: Checklist | null
  verdicts: VerdictSummary[]
  comments: Comment[]
  waivers: Waiver[]
  /** Oldest first. */
  decisions: RecordDecision[]
  approval: { contentSha256: string; by: Actor; at: string; fourEyes: boolean } | null
  /** What the site shows now; null when nothing of it ever was public. */
  published: PublishedRecord | null
  /** User ids of those whose words stand in it. */
  editedBy: string[]
  /** Who wrote, accepted or waived something that stands in it: with four eyes, none of them approves it. */
  hands: Hand[]
  agreement: BlindAgreement
  may: Record<RecordAction, Permission>
}

/** What was published: the approved bytes, kept apart from later work. */
export type PublishedRecord = {
  recordId: string
  panelId: string
  standing: Exclude<Standing, 'none'>
  content: ReviewedContent
  contentSha256: string
  publishedAt: string
  publishedBy: Actor
  /** Whether four eyes held when it was approved; the page says so when not. */
  fourEyes: boolean
  /** A source changed since. */
  isStale: boolean
  retraction: { at: string; publicReason: string } | null
}

/** A juror's verdict on the same tool from the same persona. Hidden ones tell nothing but that they are there. */
export type SiblingVerdict = {
  verdictId: string
  model: string
  state: VerdictState
  isHidden: boolean
  revision: number | null
  content: VerdictContent | null
  unscoredReason: string | null
}

export type VerdictView = {
  status: 'done'
  recordId: string
  recordTitle: string
  recordStatus: RecordStatus
  verdictId: string
  tool: { slug: string; name: string }
  model: string
  dossier: Dossier
  persona: Persona
  state: VerdictState
  /** Blind-first: the actor must make a call of their own first. `current`, `history`, `verdict`, `check`, `comments`, `siblings` tell nothing then. */
  isHidden: boolean
  /** The revision that stands. Null on a seat without a verdict, or while hidden. */
  current: Revision | null
  /** Oldest first; revision 1 is the model's draft where it made one. Empty while hidden. */
  history: Revision[]
  /** The model's draft, as it was; null where a person wrote the verdict. */
  modelDraft: Revision | null
  /** A draft the model delivered after a person had written the verdict by hand: for comparison, it does not stand. */
  lateDraft: VerdictContent | null
  /** As it stands in the record, with evidence looked up, flags and review marks. */
  verdict: ReviewedVerdict | null
  check: ContentCheck | null
  /** Why there is no draft; null where there is one, or while it is still to come. */
  unscored: Pick<Extract<RecordVerdict, { status: 'unscored' }>, 'kind' | 'reason'> | null
  blocking: ChecklistItem[]
  waived: Checklist['waived']
  comments: Comment[]
  waivers: Waiver[]
  assignment: Assignment | null
  /** The actor's own; everyone's once the actor may see the draft. */
  blindCalls: BlindCall[]
  ownBlindCall: BlindCall | null
  autosave: Autosave | null
  siblings: SiblingVerdict[]
  /** The verdicts of the record in its order, for next and previous. */
  order: string[]
  may: Record<VerdictAction, Permission>
}

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
