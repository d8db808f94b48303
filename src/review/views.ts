import type { Actor } from '../contracts/actor.js'
import type { SeatCall } from '../contracts/call.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { PanelRecord } from '../contracts/record.js'
import type { RecordVerdict } from '../contracts/record-verdict.js'
import type { Assignment, BlindCall, Comment, RecordDecision, Waiver } from '../contracts/review.js'
import type { ReviewedContent, ReviewedVerdict, WrittenBy } from '../contracts/reviewed-content.js'
import type { Revision, VerdictContent } from '../contracts/revision.js'
import type { Invalid } from './refusals.js'
import type { BlindAgreement } from './rules/agreement.js'
import type { ContentCheck } from './rules/apply-reviews.js'
import type { Checklist, ChecklistItem } from './rules/checklist.js'
import type { ReviewSettings } from './rules/contexts.js'
import type { Hand } from './rules/four-eyes.js'
import type { RecordAction } from './rules/record-state-machine.js'
import type { VerdictAction, VerdictState } from './rules/verdict-state-machine.js'
import type { ListedRecord } from './store/list-records.js'
import type { QueueCounts, QueueScope } from './store/review-lists.js'

export type RecordStatus = PanelRecord['status']

/** A person's words while they write: parts may be empty, the call not chosen yet. */
export type AutosavedContent = {
  evidence: { source: string; quote: string; shows: string }[]
  answers: { ask: string; answer: string }[]
  predictions: { statement: string; deadline: string; probability: number | null; resolution: string }[]
  quote: string
  call: SeatCall | null
}

/** `base`: the revision it was begun on, null on a seat without a verdict. `isBehind`: another revision is current by now. */
export type Autosave = { verdictId: string; base: number | null; content: AutosavedContent; at: string; isBehind: boolean }

/**
 * What there is to do: `call blind` before the draft may be seen; `review` a draft or an edit no one accepted; `returned` with a note;
 * `unscored` to be written, retried or waived; `comment` to be answered on a verdict that is accepted otherwise.
 */
export type QueueWork = 'call blind' | 'review' | 'returned' | 'unscored' | 'comment'

export type QueueItem = {
  recordId: string
  recordTitle: string
  /** Every model that drafted in the record, and when it was made: with its id what tells it from others of its title. */
  recordModels: string[]
  recordCreatedAt: string
  recordStatus: RecordStatus
  verdictId: string
  tool: { slug: string; name: string }
  /** `seat` is its name, e.g. The Builder. */
  persona: { id: string; seat: string }
  /** The juror. */
  model: string
  work: QueueWork
  state: VerdictState
  /** The current revision; null on an unscored seat, and while it is hidden from the actor. */
  revision: number | null
  /** Null on an unscored seat, and while it is hidden from the actor. */
  call: SeatCall | null
  /** Why there is no verdict; null where there is one. */
  unscoredReason: string | null
  assignedTo: { userId: string; name: string } | null
  /** 0 while it is hidden from the actor. */
  openComments: number
  /** Since when it waits, UTC; since it was drafted, while it is hidden from the actor. */
  since: string
}

/** Each scope oldest first; of `all`, first what is assigned to the actor, then what is no one's, then what is others'. `scope`: the one listed; `total`: how many of it match; `counts`: of each. */
export type QueuePage =
  | { status: 'done'; items: QueueItem[]; next: string | null; scope: QueueScope; total: number; counts: QueueCounts }
  | Invalid

/** A record in a list. `accepted`, `waiting`, `unscored` and `drafting` add up to `seats`; waived unscored seats stay `unscored`. */
export type RecordSummary = Omit<ListedRecord, 'createdAt' | 'archivedAt'> & { createdAt: string; archivedAt: string | null }

/** `total`: how many match; above 10,000 they are not counted, and it says 10,001. */
export type RecordPage = { status: 'done'; items: RecordSummary[]; next: string | null; total: number } | Invalid

export type Standing = 'none' | 'published' | 'retracted'

/** Whether the actor may do it now, and if not, why: for buttons. The same decision is taken again when it is done. */
export type Permission = { allowed: true } | { allowed: false; why: string; fix: string }

/** A verdict in a record's overview. Hidden ones (blind-first) look alike, whatever was done to them: they tell whose turn it is, and nothing of their words. */
export type VerdictSummary = {
  verdictId: string
  tool: { slug: string; name: string }
  persona: { id: string; seat: string; question: string }
  model: string
  state: VerdictState
  isHidden: boolean
  /** Null on a seat without a verdict, and while hidden. */
  revision: number | null
  call: SeatCall | null
  writtenBy: WrittenBy | null
  unscoredReason: string | null
  assignedTo: Assignment['to']
  /** 0 while hidden. */
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
  /** User ids of those whose words are in it. */
  editedBy: string[]
  /** Who wrote, accepted or waived something that is in it: with four eyes, none of them approves it. */
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
  /** The current revision. Null on a seat without a verdict, or while hidden. */
  current: Revision | null
  /** Oldest first; revision 1 is the model's draft where it made one. Empty while hidden. */
  history: Revision[]
  /** The model's draft, as it was; null where a person wrote the verdict. */
  modelDraft: Revision | null
  /** A draft the model delivered after a person had written the verdict by hand: for comparison, it does not count. */
  lateDraft: VerdictContent | null
  /** As it is in the record, with evidence looked up, flags and review marks. */
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
