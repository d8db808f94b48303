import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import { boundedText, looseText } from '../contracts/bounded-text.js'
import type { IssueContent } from '../contracts/newsletter-issue.js'
import type { IssueMail } from './compose-issue.js'
import type { IssueStatus, NewsletterIssue, Progress, TroubledDelivery } from './store/issues.js'

/** Who does something about an issue: a person, or a part of the program by its name. */
export type IssueActor = Actor | { system: string }

/** Why something was not done; `why` and `fix` are clauses for people. */
export type Refusal = { status: 'refused'; why: string; fix: string }
export type NotFound = { status: 'not found' }

export type IssueOutcome = { status: 'done'; issue: NewsletterIssue } | Refusal | NotFound

export type DraftOutcome =
  | { status: 'done'; issue: NewsletterIssue }
  /** The week has its issue. */
  | { status: 'unchanged'; issue: NewsletterIssue }
  /** Nothing was published, changed or retracted. */
  | { status: 'empty'; week: string }
  | Refusal

/** An issue with how far it is. */
export type IssueView = {
  issue: NewsletterIssue
  progress: Progress
  /** Mails of which no one knows whether they arrived. At most `troubledShown`. */
  unknown: TroubledDelivery[]
  /** Mails that were refused, or tried in vain. At most `troubledShown`. */
  unsent: TroubledDelivery[]
}
export const troubledShown = 200

export type IssueSummary = Pick<
  NewsletterIssue,
  'id' | 'week' | 'status' | 'contentSha256' | 'draftedAt' | 'changedBy' | 'approvedBy' | 'approvedAt' | 'startedAt' | 'finishedAt'
> & { subject: string; items: number; progress: Progress }

/** Subscribers in each state. */
export type SubscriberCounts = Record<'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained', number>

/** An edit as people send it. Items are named by their records; one that is not `isIn` is left out. */
export const issueEditSchema = z.strictObject({
  subject: boundedText(200).refine((text) => !text.includes('\n'), 'a subject is one line'),
  intro: looseText(4000),
  items: z
    .array(z.strictObject({ recordId: z.string().max(200), line: boundedText(600), isIn: z.boolean() }))
    .max(500)
    .refine((items) => items.some(({ isIn }) => isIn), 'keep at least one item, or discard the issue'),
})
export type IssueEdit = z.infer<typeof issueEditSchema>

export type EditOutcome =
  | IssueOutcome
  | { status: 'invalid'; problems: { path: string; message: string }[] }
  /** Someone changed it meanwhile: the issue as it stands, and the edit, which was not kept. */
  | { status: 'stale'; issue: NewsletterIssue; yours: IssueEdit }

export type PublishedIssue = { week: string; subject: string; sentAt: string }
/** An issue as the public archive shows it. */
export type ArchivedIssue = PublishedIssue & { content: IssueContent; weekText: string }

export type IssueActions = {
  /** Drafts the issue of a week that is over. The same issue when it was drafted before; one that was discarded is drafted again by a person only. */
  draft: (input: { week: string; actor: IssueActor }) => Promise<DraftOutcome>
  /** Drafts the issue that is due by now, unless it was. What the scheduler calls. */
  draftDue: () => Promise<DraftOutcome>
  /** The week whose issue is due by now. */
  dueWeek: () => string
  /** Newest week first. */
  list: () => Promise<IssueSummary[]>
  show: (week: string) => Promise<IssueView | null>
  /** The issue as a subscriber would get it; its link to unsubscribe leads nowhere. */
  preview: (content: IssueContent) => IssueMail
  /** Refused as stale unless `baseSha256` is the content's that stands. Takes an approval away. */
  edit: (input: { actor: IssueActor; week: string; baseSha256: string; edit: unknown }) => Promise<EditOutcome>
  /** Approves exactly what was seen. */
  approve: (input: { actor: Actor; week: string; seenSha256: string }) => Promise<IssueOutcome>
  discard: (input: { actor: IssueActor; week: string }) => Promise<IssueOutcome>
  /** Begins to send an approved issue to everybody who is subscribed now. */
  start: (input: { actor: IssueActor; week: string; seenSha256: string }) => Promise<IssueOutcome>
  /** Tries those again that could not be reached. No one who may have the issue gets it again. */
  resume: (input: { actor: IssueActor; week: string }) => Promise<IssueOutcome>
  /** Of a mail of which no one knows whether it arrived: sends it again, or notes that it did arrive. By a person only. */
  settle: (input: { actor: Actor; week: string; subscriberId: string; as: 'send again' | 'arrived' }) => Promise<IssueOutcome>
  subscribers: () => Promise<SubscriberCounts>
  /** Issues of which sending has begun, newest first. */
  published: () => Promise<PublishedIssue[]>
  /** One of those; null for any other. */
  issue: (week: string) => Promise<ArchivedIssue | null>
  /** Another text whenever the archive may look different. Cheap. */
  archiveVersion: () => Promise<string>
}

/** States in which an issue can still be changed. */
export const openStatuses: readonly IssueStatus[] = ['draft', 'approved']
