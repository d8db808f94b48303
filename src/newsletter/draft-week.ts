import type { Runtime } from '../platform/runtime.js'
import type { SiteActions } from '../site/create-site-actions.js'
import { type IssueActor, nameOf, notAllowed, type Refusal } from './refusals.js'
import { draftIssue } from './rules/draft-issue.js'
import { type IssueSchedule, weekRange, weekSchema } from './rules/iso-week.js'
import type { IssueStore, NewsletterIssue } from './store/issues.js'

export type DraftOutcome =
  | { status: 'done'; issue: NewsletterIssue }
  /** The week has its issue. */
  | { status: 'unchanged'; issue: NewsletterIssue }
  /** Nothing was published, changed or retracted. */
  | { status: 'empty'; week: string }
  | Refusal

export type DraftDependencies = {
  store: Pick<IssueStore, 'find' | 'change' | 'add'>
  site: Pick<SiteActions, 'refresh' | 'changes'>
  /** When issues are drafted, as it holds now. */
  schedule: () => Promise<IssueSchedule>
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}

/** Changes of a week that are looked at; more than any desk decides. */
const changesOfWeek = 5_000

/** Drafts the issue of a week that has ended; `unchanged` when the week has one. */
export async function draftWeek(
  dependencies: DraftDependencies,
  { week, actor }: { week: string; actor: IssueActor },
): Promise<DraftOutcome> {
  const { store, site, schedule, runtime } = dependencies
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const parsed = weekSchema.safeParse(week)
  if (!parsed.success) return { status: 'refused', why: `${week} is no week of an issue`, fix: parsed.error.issues[0]?.message ?? '' }
  const { timeZone } = await schedule()
  const { start: first, end } = weekRange(week, timeZone)
  if (end > runtime.now()) {
    return {
      status: 'refused',
      why: `${week} is not over before ${end.toISOString()}`,
      fix: 'draft it then, so that nothing of it is missed',
    }
  }
  const existing = await store.find(week)
  const isGone = existing?.status === 'discarded'
  // The scheduler does not bring back what a person discarded.
  if (existing !== null && !(isGone && 'userId' in actor)) return { status: 'unchanged', issue: existing }
  await site.refresh()
  const range = { after: first.toISOString(), before: end.toISOString(), limit: changesOfWeek }
  const content = draftIssue({ week, timeZone, changes: await site.changes(range) })
  if (content === null) {
    // Asked for every few minutes until the week has ended.
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
