import type { Actor } from '../contracts/actor.js'
import type { Call } from '../contracts/call.js'
import type { Comment, Waiver } from '../contracts/review.js'
import type { RecordMark, RecordSort } from './store/list-records.js'
import type { QueueKind, QueueScope, QueueScopes } from './store/review-lists.js'
import type { RecordStatus, RecordView, VerdictView } from './views.js'

export type OnRecord = { actor: Actor; recordId: string }

export type OnVerdict = OnRecord & { verdictId: string }

/** What must hold of a thing as the actor sees it, looked at in the transaction of the write; left out, any version will do. */
export type IfCurrent<View> = { isCurrent?: (view: View) => boolean }

/** `base`: the number of the revision one started from. `content` is unknown: it is parsed here. */
export type EditInput = OnVerdict & { base: number; content: unknown; reason: string }

/** A merge is an edit whose base is the current revision (`current.number` of a stale answer). */
export type MergeInput = EditInput

export type AcceptInput = OnVerdict & IfCurrent<VerdictView> & { base: number; reason?: string | null }

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

/** A quote as it is being written, and the id of the source that it names. */
export type CheckQuoteInput = Omit<OnVerdict, 'actor'> & { source: string; quote: string }

/**
 * `scope`: what is assigned to the actor (the default), to no one, or everyone's. `scopes`, in its place: the first of them that has something, or the last. What narrows it may be left out: `q` are words of tool, persona, model,
 * title or id, all of which must be there; `tool` and `persona` name one. `limit`: 1 to 200, 50 when left out. `cursor`: `next` of the page before.
 */
export type QueueInput = {
  actor: Actor
  scope?: QueueScope
  scopes?: QueueScopes
  recordId?: string
  q?: string
  tool?: string
  persona?: string
  work?: QueueKind
  limit?: number
  cursor?: string
}

/** As for the queue. `has`: what it must have; `archived`: left out unless asked for. */
export type RecordListInput = {
  actor: Actor
  q?: string
  status?: RecordStatus
  has?: RecordMark
  tool?: string
  category?: string
  archived?: 'no' | 'only' | 'all'
  sort?: RecordSort
  limit?: number
  cursor?: string
}
