import type { Runtime } from '../platform/runtime.js'
import type { SiteActions } from '../site/create-site-actions.js'
import { renderIssueMail } from './compose-issue.js'
import { editIssue } from './edit-issue.js'
import { nameOf, notAllowed, outcomeOf, wrongState } from './refusals.js'
import { draftIssue, weekText } from './rules/draft-issue.js'
import { dueWeek, type IssueSchedule, weekRange, weekSchema } from './rules/iso-week.js'
import type { NewsletterPlace } from './rules/mail-headers.js'
import type { DeliveryTimeouts } from './send-delivery.js'
import type { IssueStore, NewsletterIssue } from './store/issues.js'
import {
  type DraftOutcome,
  type IssueActions,
  type IssueActor,
  type IssueOutcome,
  openStatuses,
  type PublishedIssue,
  troubledShown,
} from './types.js'

/** Issues that lists show: four years of them. */
const shownIssues = 208
/** Changes of a week that are looked at; more than any desk decides. */
const changesOfWeek = 5_000

export type IssueDependencies = {
  store: IssueStore
  site: Pick<SiteActions, 'refresh' | 'changes'>
  schedule: IssueSchedule
  place: NewsletterPlace
  /** Whether mails leave the machine; then the links in them have to lead somewhere. */
  mailsLeave: boolean
  /** Whether `place.siteUrl` was configured, or is only this machine's own. */
  hasPublicUrl: boolean
  /** What follows the @ of message ids: the domain of who sends. */
  messageDomain: string
  timeouts: Pick<DeliveryTimeouts, 'replyMs'>
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}

/** What people and the scheduler do with the newsletter. */
export function createIssueActions(dependencies: IssueDependencies): IssueActions {
  const { store, schedule, place, timeouts, runtime } = dependencies
  const unknownBefore = () => new Date(runtime.now().getTime() - timeouts.replyMs)
  return {
    draft: (input) => draft(dependencies, input),
    draftDue: () => draft(dependencies, { week: dueWeek(runtime.now(), schedule), actor: { system: 'newsletter scheduler' } }),
    dueWeek: () => dueWeek(runtime.now(), schedule),
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
    preview: (content) => renderIssueMail(content, { place, links: placeholderLinks(place) }),
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

export type NewsletterArchive = Pick<IssueActions, 'published' | 'issue' | 'archiveVersion'>

/** The issues that everybody may read: those of which sending has begun, as every mail links to its issue. */
export function createNewsletterArchive(store: Pick<IssueStore, 'sent' | 'find' | 'sentVersion'>): NewsletterArchive {
  return {
    archiveVersion: store.sentVersion,
    published: async () => (await store.sent()).map(toPublished),
    issue: async (week) => {
      const issue = await store.find(week)
      const isOut = issue !== null && (issue.status === 'sent' || issue.status === 'sending')
      return isOut ? { ...toPublished(issue), content: issue.content, weekText: weekText(week) } : null
    },
  }
}

type Decision = () => ReturnType<IssueStore['change']>

async function decide(actor: IssueActor, seenSha256: string | undefined, take: Decision): Promise<IssueOutcome> {
  return notAllowed(actor) ?? outcomeOf(await take(), seenSha256)
}

async function draft(dependencies: IssueDependencies, { week, actor }: { week: string; actor: IssueActor }): Promise<DraftOutcome> {
  const { store, site, schedule, runtime } = dependencies
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const parsed = weekSchema.safeParse(week)
  if (!parsed.success) return { status: 'refused', why: `${week} is no week of an issue`, fix: parsed.error.issues[0]?.message ?? '' }
  const { start: first, end } = weekRange(week, schedule.timeZone)
  if (end > runtime.now()) {
    return {
      status: 'refused',
      why: `${week} is not over before ${end.toISOString()}`,
      fix: 'draft it then, so that nothing of it is missed',
    }
  }
  const existing = await store.find(week)
  const isGone = existing?.status === 'discarded'
  // The scheduler does not bring back what a person threw away.
  if (existing !== null && !(isGone && 'userId' in actor)) return { status: 'unchanged', issue: existing }
  await site.refresh()
  const range = { after: first.toISOString(), before: end.toISOString(), limit: changesOfWeek }
  const content = draftIssue({ week, timeZone: schedule.timeZone, changes: await site.changes(range) })
  if (content === null) {
    // Asked for every few minutes until the week is over.
    runtime.log.debug({ week }, 'nothing was published, changed or retracted in that week: no issue is drafted')
    return { status: 'empty', week }
  }
  const event = { actor, action: 'draft digest', data: { items: content.items.length } }
  const now = runtime.now()
  const step = isGone
    ? await store.change({
        week,
        from: { statuses: ['discarded'] },
        set: { status: 'draft', content, draftedAt: now, changedBy: nameOf(actor), approvedBy: null, approvedAt: null },
        at: now,
        event,
      })
    : await store.add({ id: runtime.newId('dig'), content, at: now, by: nameOf(actor), event })
  if (step.status === 'not found') throw new Error(`the issue of ${week} was there a moment ago`)
  return { status: step.status === 'done' ? 'done' : 'unchanged', issue: step.issue }
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
  if (!settled) return { status: 'refused', why: 'this mail is no longer one of which nobody knows', fix: 'look at the issue as it is now' }
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

function toPublished({ week, content, startedAt, draftedAt }: NewsletterIssue): PublishedIssue {
  return { week, subject: content.subject, sentAt: (startedAt ?? draftedAt).toISOString() }
}

/** Where a preview's links lead: the page exists, and knows no one by that address. */
function placeholderLinks({ siteUrl }: NewsletterPlace) {
  const url = `${siteUrl}/weekly/unsubscribe`
  return { url, oneClickUrl: url }
}
