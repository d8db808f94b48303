import { z } from 'zod'
import type { DigestContent } from '../contracts/digest.js'
import { type Actor, boundedText, looseText } from '../contracts/review.js'
import type { Letter } from './compose-letter.js'
import type { Digest, DigestStatus, Progress, TroubledDelivery } from './store/digests.js'

/** Who does something about a letter: a person, or a part of the program by its name. */
export type DigestActor = Actor | { system: string }

/** Why something was not done; `why` and `fix` are clauses for people. */
export type Refusal = { status: 'refused'; why: string; fix: string }
export type NotFound = { status: 'not found' }

export type DigestOutcome = { status: 'done'; digest: Digest } | Refusal | NotFound

export type DraftOutcome =
  | { status: 'done'; digest: Digest }
  /** The week has its letter. */
  | { status: 'unchanged'; digest: Digest }
  /** Nothing was published, changed or retracted. */
  | { status: 'empty'; week: string }
  | Refusal

/** A letter with how far it is. */
export type DigestView = {
  digest: Digest
  progress: Progress
  /** Mails of which nobody knows whether they arrived. At most `troubledShown`. */
  unknown: TroubledDelivery[]
  /** Mails that were refused, or tried in vain. At most `troubledShown`. */
  unsent: TroubledDelivery[]
}
export const troubledShown = 200

export type DigestSummary = Pick<
  Digest,
  'id' | 'week' | 'status' | 'contentSha256' | 'draftedAt' | 'changedBy' | 'approvedBy' | 'approvedAt' | 'startedAt' | 'finishedAt'
> & { subject: string; items: number; progress: Progress }

/** Subscribers in each state. */
export type SubscriberCounts = Record<'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained', number>

/** An edit as people send it. Items are named by their records; one that is not `isIn` is left out. */
export const digestEditSchema = z.strictObject({
  subject: boundedText(200).refine((text) => !text.includes('\n'), 'a subject is one line'),
  intro: looseText(4000),
  items: z
    .array(z.strictObject({ recordId: z.string(), line: boundedText(600), isIn: z.boolean() }))
    .max(500)
    .refine((items) => items.some(({ isIn }) => isIn), 'keep at least one item, or discard the letter'),
})
export type DigestEdit = z.infer<typeof digestEditSchema>

export type EditOutcome =
  | DigestOutcome
  | { status: 'invalid'; problems: { path: string; message: string }[] }
  /** Somebody changed it meanwhile: the letter as it stands, and the edit, which was not kept. */
  | { status: 'stale'; digest: Digest; yours: DigestEdit }

export type PublishedDigest = { week: string; subject: string; sentAt: string }
/** A letter as the public archive shows it. */
export type ArchivedDigest = PublishedDigest & { content: DigestContent; weekText: string }

export type DigestActions = {
  /** Drafts the letter of a week that is over. The same letter when it was drafted before; one that was discarded is drafted anew by a person only. */
  draft: (input: { week: string; actor: DigestActor }) => Promise<DraftOutcome>
  /** Drafts the letter that is due by now, unless it was. What the scheduler calls. */
  draftDue: () => Promise<DraftOutcome>
  /** The week whose letter is due by now. */
  dueWeek: () => string
  /** Newest week first. */
  list: () => Promise<DigestSummary[]>
  show: (week: string) => Promise<DigestView | null>
  /** The letter as a subscriber would get it; its link to unsubscribe leads nowhere. */
  preview: (content: DigestContent) => Letter
  /** Refused as stale unless `baseSha256` is the content's that stands. Takes an approval away. */
  edit: (input: { actor: DigestActor; week: string; baseSha256: string; edit: unknown }) => Promise<EditOutcome>
  /** Approves exactly what was seen. */
  approve: (input: { actor: Actor; week: string; seenSha256: string }) => Promise<DigestOutcome>
  discard: (input: { actor: DigestActor; week: string }) => Promise<DigestOutcome>
  /** Begins to send an approved letter to everybody who is subscribed now. */
  start: (input: { actor: DigestActor; week: string; seenSha256: string }) => Promise<DigestOutcome>
  /** Tries those again that could not be reached. Nobody who may have the letter gets it again. */
  resume: (input: { actor: DigestActor; week: string }) => Promise<DigestOutcome>
  /** Of a mail of which nobody knows whether it arrived: sends it again, or notes that it did arrive. By a person only. */
  settle: (input: { actor: Actor; week: string; subscriberId: string; as: 'send again' | 'arrived' }) => Promise<DigestOutcome>
  subscribers: () => Promise<SubscriberCounts>
  /** Letters of which sending has begun, newest first. */
  published: () => Promise<PublishedDigest[]>
  /** One of those; null for any other. */
  digest: (week: string) => Promise<ArchivedDigest | null>
  /** Another text whenever the archive may look different. Cheap. */
  archiveVersion: () => Promise<string>
}

/** States in which a letter can still be changed. */
export const openStatuses: readonly DigestStatus[] = ['draft', 'approved']
