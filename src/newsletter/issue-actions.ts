import type { Actor } from '../contracts/actor.js'
import type { IssueContent } from '../contracts/newsletter-issue.js'
import { type IssueMail, renderIssueMail } from './compose-issue.js'
import { type DraftDependencies, type DraftOutcome, draftWeek } from './draft-week.js'
import { type EditOutcome, editIssue, openStatuses } from './edit-issue.js'
import { createNewsletterArchive, type NewsletterArchive } from './newsletter-archive.js'
import { type IssueActor, type IssueOutcome, nameOf, notAllowed, outcomeOf, wrongState } from './refusals.js'
import { dueWeek } from './rules/iso-week.js'
import type { NewsletterPlace } from './rules/mail-headers.js'
import type { DeliveryTimeouts } from './send-delivery.js'
import type { IssueStore, NewsletterIssue, Progress, TroubledDelivery } from './store/issues.js'

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

export type IssueActions = NewsletterArchive & {
  /** Drafts the issue of a week that has ended. The same issue when it was drafted before; one that was discarded is drafted again by a person only. */
  draft: (input: { week: string; actor: IssueActor }) => Promise<DraftOutcome>
  /** Drafts the issue that is due by now, unless it was. What the scheduler calls. */
  draftDue: () => Promise<DraftOutcome>
  /** The week whose issue is due by now. */
  dueWeek: () => Promise<string>
  /** Newest week first. */
  list: () => Promise<IssueSummary[]>
  show: (week: string) => Promise<IssueView | null>
  /** The issue as a subscriber would get it; its link to unsubscribe leads nowhere. */
  preview: (content: IssueContent) => Promise<IssueMail>
  /** Refused as stale unless `baseSha256` is the stored content's. Takes an approval away. */
  edit: (input: { actor: IssueActor; week: string; baseSha256: string; edit: unknown }) => Promise<EditOutcome>
  /** Approves exactly what was seen. */
  approve: (input: { actor: Actor; week: string; seenSha256: string }) => Promise<IssueOutcome>
  discard: (input: { actor: IssueActor; week: string }) => Promise<IssueOutcome>
  /** Begins to send an approved issue to everyone who is subscribed now. */
  start: (input: { actor: IssueActor; week: string; seenSha256: string }) => Promise<IssueOutcome>
  /** Tries those again that could not be reached. No one who may have the issue gets it again. */
  resume: (input: { actor: IssueActor; week: string }) => Promise<IssueOutcome>
  /** Of a mail of which no one knows whether it arrived: sends it again, or notes that it did arrive. By a person only. */
  settle: (input: { actor: Actor; week: string; subscriberId: string; as: 'send again' | 'arrived' }) => Promise<IssueOutcome>
  subscribers: () => Promise<SubscriberCounts>
}

/** Issues that lists show: four years of them. */
const shownIssues = 208

export type IssueDependencies = DraftDependencies & {
  store: IssueStore
  place: NewsletterPlace
  /** What the site is called now; left out for the package's own name. */
  siteName?: () => Promise<string>
  /** Whether mails leave the machine; then the links in them have to lead somewhere. */
  mailsLeave: boolean
  /** Whether `place.siteUrl` was configured, or is only this machine's own. */
  hasPublicUrl: boolean
  /** What follows the @ of message ids: the domain of who sends. */
  messageDomain: string
  timeouts: Pick<DeliveryTimeouts, 'replyMs'>
}

/** What people and the scheduler do with the newsletter. */
export function createIssueActions(dependencies: IssueDependencies): IssueActions {
  const { store, schedule, place, siteName, timeouts, runtime } = dependencies
  const unknownBefore = () => new Date(runtime.now().getTime() - timeouts.replyMs)
  return {
    draft: (input) => draftWeek(dependencies, input),
    draftDue: async () =>
      draftWeek(dependencies, { week: dueWeek(runtime.now(), await schedule()), actor: { system: 'newsletter scheduler' } }),
    dueWeek: async () => dueWeek(runtime.now(), await schedule()),
    list: async () => {
      const issues = await store.list(shownIssues)
      return Promise.all(
        issues.map(async ({ content, ...issue }) => ({
          ...issue,
          subject: content.subject,
          items: content.items.length,
          progress: await store.progress(issue.id, unknownBefore()),
        })),
      )
    },
    show: async (week) => {
      const issue = await store.find(week)
      if (issue === null) return null
      const [progress, unknown, unsent] = await Promise.all([
        store.progress(issue.id, unknownBefore()),
        store.unknown(issue.id, { unknownBefore: unknownBefore(), limit: troubledShown }),
        store.unsent(issue.id, troubledShown),
      ])
      return { issue, progress, unknown, unsent }
    },
    preview: async (content) => {
      const named = siteName === undefined ? place : { ...place, siteName: await siteName() }
      return renderIssueMail(content, { place: named, links: placeholderLinks(place) })
    },
    edit: (input) => editIssue({ store, runtime }, input),
    approve: ({ actor, week, seenSha256 }) =>
      decide(actor, seenSha256, () =>
        store.change({
          week,
          from: { statuses: ['draft'], contentSha256: seenSha256 },
          set: { status: 'approved', approvedBy: nameOf(actor), approvedAt: runtime.now() },
          at: runtime.now(),
          event: { actor, action: 'approve digest', data: {} },
        }),
      ),
    discard: ({ actor, week }) =>
      decide(actor, undefined, () =>
        store.change({
          week,
          from: { statuses: openStatuses },
          set: { status: 'discarded', changedBy: nameOf(actor), approvedBy: null, approvedAt: null },
          at: runtime.now(),
          event: { actor, action: 'discard digest', data: {} },
        }),
      ),
    start: (input) => start(dependencies, input),
    resume: (input) => resume(dependencies, input),
    settle: (input) => settle(dependencies, { ...input, unknownBefore: unknownBefore() }),
    subscribers: store.subscriberCounts,
    ...createNewsletterArchive(store),
  }
}

type Decision = () => ReturnType<IssueStore['change']>

async function decide(actor: IssueActor, seenSha256: string | undefined, take: Decision): Promise<IssueOutcome> {
  return notAllowed(actor) ?? outcomeOf(await take(), seenSha256)
}

type StartInput = { actor: IssueActor; week: string; seenSha256: string }

async function start(dependencies: IssueDependencies, { actor, week, seenSha256 }: StartInput): Promise<IssueOutcome> {
  const { store, mailsLeave, hasPublicUrl, messageDomain, runtime } = dependencies
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  if (mailsLeave && !hasPublicUrl) {
    return {
      status: 'refused',
      why: 'the links in the issue, the one to unsubscribe above all, would lead to this machine alone',
      fix: 'set PANEL_PUBLIC_URL to the address of the site',
    }
  }
  const event = { actor, action: 'send digest', data: {} }
  return outcomeOf(await store.beginSending({ week, contentSha256: seenSha256, messageDomain, at: runtime.now(), event }), seenSha256)
}

async function resume({ store, runtime }: IssueDependencies, { actor, week }: { actor: IssueActor; week: string }): Promise<IssueOutcome> {
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const issue = await store.find(week)
  if (issue === null) return { status: 'not found' }
  if (issue.startedAt === null) return wrongState(issue)
  const retried = await store.retryFailed(issue.id)
  return reopen({ store, runtime }, { issue, event: { actor, action: 'resume digest', data: { retried } } })
}

type SettleInput = Parameters<IssueActions['settle']>[0] & { unknownBefore: Date }

async function settle({ store, runtime }: IssueDependencies, input: SettleInput): Promise<IssueOutcome> {
  const { actor, week, subscriberId, as, unknownBefore } = input
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const issue = await store.find(week)
  if (issue === null) return { status: 'not found' }
  const isAgain = as === 'send again'
  const detail = isAgain ? `sent again by ${actor.name}` : `arrived, says ${actor.name}`
  const to = isAgain ? ('waiting' as const) : ('sent' as const)
  const settled = await store.settleUnknown({ issueId: issue.id, subscriberId }, { to, now: runtime.now(), unknownBefore, detail })
  if (!settled) return { status: 'refused', why: 'this mail is no longer one of which no one knows', fix: 'look at the issue as it is now' }
  const action = isAgain ? 'resend digest mail' : 'settle digest mail'
  return reopen({ store, runtime }, { issue, event: { actor, action, data: { subscriberId } } })
}

type Reopening = { issue: NewsletterIssue; event: { actor: IssueActor; action: string; data: Record<string, string | number> } }

/** Lets senders look at an issue again; they end it again when nothing waits. */
async function reopen(
  { store, runtime }: Pick<IssueDependencies, 'store' | 'runtime'>,
  { issue, event }: Reopening,
): Promise<IssueOutcome> {
  const from = { statuses: ['sending', 'sent'] as const }
  return outcomeOf(await store.change({ week: issue.week, from, set: { status: 'sending' }, at: runtime.now(), event }))
}

/** Where a preview's links lead: the page exists, and knows no one by that address. */
function placeholderLinks({ siteUrl }: NewsletterPlace) {
  const url = `${siteUrl}/weekly/unsubscribe`
  return { url, oneClickUrl: url }
}
