import type { Runtime } from '../platform/runtime.js'
import type { SiteActions } from '../site/views/types.js'
import { renderLetter } from './compose-letter.js'
import { editDigest } from './edit-digest.js'
import { nameOf, notAllowed, outcomeOf, wrongState } from './refusals.js'
import type { LetterPlace } from './rules/digest-headers.js'
import { draftDigest, weekText } from './rules/draft-digest.js'
import { dueWeek, type WeeklyMoment, weekRange, weekSchema } from './rules/iso-week.js'
import type { LetterPatience } from './send-delivery.js'
import type { Digest, DigestStore } from './store/digests.js'
import type { DigestActions, DigestActor, DigestOutcome, DraftOutcome, PublishedDigest } from './types.js'
import { openStatuses, troubledShown } from './types.js'

/** Letters that lists show: four years of them. */
const shownLetters = 208
/** Changes of a week that are looked at; more than any desk decides. */
const changesOfWeek = 5_000

export type DigestDependencies = {
  store: DigestStore
  site: Pick<SiteActions, 'refresh' | 'changes'>
  schedule: WeeklyMoment
  place: LetterPlace
  /** Whether mails leave the machine; then the links in them have to lead somewhere. */
  mailsLeave: boolean
  /** Whether `place.siteUrl` was configured, or is only this machine's own. */
  hasPublicUrl: boolean
  /** What follows the @ of message ids: the domain of who sends. */
  messageDomain: string
  patience: Pick<LetterPatience, 'replyMs'>
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}

/** What people and the scheduler do with the weekly letters. */
export function createDigestActions(dependencies: DigestDependencies): DigestActions {
  const { store, schedule, place, patience, runtime } = dependencies
  const unknownBefore = () => new Date(runtime.now().getTime() - patience.replyMs)
  return {
    draft: (input) => draft(dependencies, input),
    draftDue: () => draft(dependencies, { week: dueWeek(runtime.now(), schedule), actor: { system: 'newsletter scheduler' } }),
    dueWeek: () => dueWeek(runtime.now(), schedule),
    list: async () => {
      const letters = await store.list(shownLetters)
      return Promise.all(
        letters.map(async ({ content, ...letter }) => ({
          ...letter,
          subject: content.subject,
          items: content.items.length,
          progress: await store.progress(letter.id, unknownBefore()),
        })),
      )
    },
    show: async (week) => {
      const digest = await store.find(week)
      if (digest === null) return null
      const [progress, unknown, unsent] = await Promise.all([
        store.progress(digest.id, unknownBefore()),
        store.unknown(digest.id, { unknownBefore: unknownBefore(), limit: troubledShown }),
        store.unsent(digest.id, troubledShown),
      ])
      return { digest, progress, unknown, unsent }
    },
    preview: (content) => renderLetter(content, { place, links: nobodysLinks(place) }),
    edit: (input) => editDigest({ store, runtime }, input),
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
    ...createWeeklyArchive(store),
  }
}

export type WeeklyArchive = Pick<DigestActions, 'published' | 'digest' | 'archiveVersion'>

/** The letters that everybody may read: those of which sending has begun, as every mail links to its letter. */
export function createWeeklyArchive(store: Pick<DigestStore, 'sent' | 'find' | 'sentVersion'>): WeeklyArchive {
  return {
    archiveVersion: store.sentVersion,
    published: async () => (await store.sent()).map(toPublished),
    digest: async (week) => {
      const digest = await store.find(week)
      const isOut = digest !== null && (digest.status === 'sent' || digest.status === 'sending')
      return isOut ? { ...toPublished(digest), content: digest.content, weekText: weekText(week) } : null
    },
  }
}

type Decision = () => ReturnType<DigestStore['change']>

async function decide(actor: DigestActor, seenSha256: string | undefined, take: Decision): Promise<DigestOutcome> {
  return notAllowed(actor) ?? outcomeOf(await take(), seenSha256)
}

async function draft(dependencies: DigestDependencies, { week, actor }: { week: string; actor: DigestActor }): Promise<DraftOutcome> {
  const { store, site, schedule, runtime } = dependencies
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const parsed = weekSchema.safeParse(week)
  if (!parsed.success) return { status: 'refused', why: `${week} is no week of a letter`, fix: parsed.error.issues[0]?.message ?? '' }
  const { start: first, end } = weekRange(week, schedule.timeZone)
  if (end > runtime.now()) {
    return {
      status: 'refused',
      why: `${week} is not over before ${end.toISOString()}`,
      fix: 'draft it then, so that nothing of it is missed',
    }
  }
  const standing = await store.find(week)
  const isGone = standing?.status === 'discarded'
  // The scheduler does not bring back what a person threw away.
  if (standing !== null && !(isGone && 'userId' in actor)) return { status: 'unchanged', digest: standing }
  await site.refresh()
  const range = { after: first.toISOString(), before: end.toISOString(), limit: changesOfWeek }
  const content = draftDigest({ week, timeZone: schedule.timeZone, changes: await site.changes(range) })
  if (content === null) {
    // Asked for every few minutes until the week is over.
    runtime.log.debug({ week }, 'nothing was published, changed or retracted in that week: no letter is drafted')
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
  if (step.status === 'not found') throw new Error(`the letter of ${week} was there a moment ago`)
  return { status: step.status === 'done' ? 'done' : 'unchanged', digest: step.digest }
}

type StartInput = { actor: DigestActor; week: string; seenSha256: string }

async function start(dependencies: DigestDependencies, { actor, week, seenSha256 }: StartInput): Promise<DigestOutcome> {
  const { store, mailsLeave, hasPublicUrl, messageDomain, runtime } = dependencies
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  if (mailsLeave && !hasPublicUrl) {
    return {
      status: 'refused',
      why: 'the links in the letter, the one to unsubscribe above all, would lead to this machine alone',
      fix: 'set PANEL_PUBLIC_URL to the address of the site',
    }
  }
  const event = { actor, action: 'send digest', data: {} }
  return outcomeOf(await store.beginSending({ week, contentSha256: seenSha256, messageDomain, at: runtime.now(), event }), seenSha256)
}

async function resume(
  { store, runtime }: DigestDependencies,
  { actor, week }: { actor: DigestActor; week: string },
): Promise<DigestOutcome> {
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const digest = await store.find(week)
  if (digest === null) return { status: 'not found' }
  if (digest.startedAt === null) return wrongState(digest)
  const retried = await store.retryFailed(digest.id)
  return reopen({ store, runtime }, { digest, event: { actor, action: 'resume digest', data: { retried } } })
}

type SettleInput = Parameters<DigestActions['settle']>[0] & { unknownBefore: Date }

async function settle({ store, runtime }: DigestDependencies, input: SettleInput): Promise<DigestOutcome> {
  const { actor, week, subscriberId, as, unknownBefore } = input
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const digest = await store.find(week)
  if (digest === null) return { status: 'not found' }
  const isAgain = as === 'send again'
  const detail = isAgain ? `sent again by ${actor.name}` : `arrived, says ${actor.name}`
  const to = isAgain ? ('waiting' as const) : ('sent' as const)
  const settled = await store.settleUnknown({ digestId: digest.id, subscriberId }, { to, now: runtime.now(), unknownBefore, detail })
  if (!settled)
    return { status: 'refused', why: 'this mail is no longer one of which nobody knows', fix: 'look at the letter as it is now' }
  const action = isAgain ? 'resend digest mail' : 'settle digest mail'
  return reopen({ store, runtime }, { digest, event: { actor, action, data: { subscriberId } } })
}

type Reopening = { digest: Digest; event: { actor: DigestActor; action: string; data: Record<string, string | number> } }

/** Lets senders look at a letter again; they end it anew when nothing waits. */
async function reopen(
  { store, runtime }: Pick<DigestDependencies, 'store' | 'runtime'>,
  { digest, event }: Reopening,
): Promise<DigestOutcome> {
  const from = { statuses: ['sending', 'sent'] as const }
  return outcomeOf(await store.change({ week: digest.week, from, set: { status: 'sending' }, at: runtime.now(), event }))
}

function toPublished({ week, content, startedAt, draftedAt }: Digest): PublishedDigest {
  return { week, subject: content.subject, sentAt: (startedAt ?? draftedAt).toISOString() }
}

/** Where a preview's links lead: the page exists, and knows nobody by that address. */
function nobodysLinks({ siteUrl }: LetterPlace) {
  const url = `${siteUrl}/weekly/unsubscribe`
  return { url, oneClickUrl: url }
}
