import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { IssueContent } from '../../contracts/newsletter-issue.js'
import { issueContentSchema } from '../../contracts/newsletter-issue.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { hashJson } from '../../platform/hash.js'
import { createIssueDeliveries } from './deliveries.js'
import { issueDeliveries, issues, subscribers } from './schema.js'

export type { Claim, Progress, TroubledDelivery } from './deliveries.js'

export type IssueStatus = (typeof issues.$inferSelect)['status']

/** An issue as it is. The people are named as they were called then. */
export type NewsletterIssue = Omit<typeof issues.$inferSelect, 'content'> & { content: IssueContent }

/** What the audit log keeps of a step; its subject and moment are those of the step. */
export type IssueEvent = Pick<NewEntry, 'actor' | 'action' | 'data'>

/** `otherwise`: the issue was not in the state that the step starts from; it is given as it is. */
export type IssueStep =
  | { status: 'done'; issue: NewsletterIssue }
  | { status: 'otherwise'; issue: NewsletterIssue }
  | { status: 'not found' }

export type NewIssue = { id: string; content: IssueContent; at: Date; by: string; event: IssueEvent }

export type IssueChange = {
  week: string
  /** What must hold for the step. */
  from: { statuses: readonly IssueStatus[]; contentSha256?: string }
  set: Partial<Pick<NewsletterIssue, 'status' | 'content' | 'changedBy' | 'approvedBy' | 'approvedAt' | 'draftedAt'>>
  at: Date
  event: IssueEvent
}

export type SendingStart = { week: string; contentSha256: string; messageDomain: string; at: Date; event: IssueEvent }

export type IssueStore = ReturnType<typeof createIssueStore>

/** The newsletter’s issues and their mails. Every step is one transaction, its entry in the audit log included. */
export function createIssueStore(db: Database) {
  return {
    ...createIssueDeliveries(db),
    /** Keeps a new issue. `otherwise` when its week has one. */
    add: ({ id, content, at, by, event }: NewIssue): Promise<IssueStep> =>
      db.transaction(async (tx) => {
        const row = {
          id,
          week: content.week,
          status: 'draft' as const,
          content,
          contentSha256: hashJson(content),
          draftedAt: at,
          changedBy: by,
        }
        const [added] = await tx.insert(issues).values(row).onConflictDoNothing({ target: issues.week }).returning()
        if (added === undefined) {
          const [existing] = await tx.select().from(issues).where(eq(issues.week, content.week))
          if (existing === undefined) throw new Error(`the issue of ${content.week} is there and cannot be read`)
          return { status: 'otherwise', issue: parse(existing) }
        }
        await note(tx, parse(added), { at, event })
        return { status: 'done', issue: parse(added) }
      }),
    /** Newest week first. */
    list: async (limit: number): Promise<NewsletterIssue[]> =>
      (await db.select().from(issues).orderBy(desc(issues.week)).limit(limit)).map(parse),
    find: async (week: string): Promise<NewsletterIssue | null> => {
      const [row] = await db.select().from(issues).where(eq(issues.week, week))
      return row === undefined ? null : parse(row)
    },
    findById: async (issueId: string): Promise<NewsletterIssue | null> => {
      const [row] = await db.select().from(issues).where(eq(issues.id, issueId))
      return row === undefined ? null : parse(row)
    },
    /** Issues of which sending has begun, newest first: those that everyone may read. */
    sent: async (): Promise<NewsletterIssue[]> => (await db.select().from(issues).where(wasSent).orderBy(desc(issues.week))).map(parse),
    /** Another text whenever another issue begins to be sent. */
    sentVersion: async (): Promise<string> => {
      const [row] = await db
        .select({ count: sql<number>`count(*)::int`, last: sql<string | null>`max(started_at)::text` })
        .from(issues)
        .where(wasSent)
      return `${row?.count ?? 0} ${row?.last ?? ''}`
    },
    change: (change: IssueChange): Promise<IssueStep> =>
      step(db, change, async (tx, issue) => {
        const { set, at, event } = change
        const hashed = set.content === undefined ? {} : { contentSha256: hashJson(set.content) }
        const changed = await update(tx, issue.id, { ...set, ...hashed })
        await note(tx, changed, { at, event })
        return changed
      }),
    /**
     * Begins to send: one delivery for everyone who is subscribed at this moment, all in one statement. An issue and a subscriber have one message id
     * for ever, without brackets as RFC 5322's msg-id has them.
     */
    beginSending: ({ messageDomain, at, event, ...start }: SendingStart): Promise<IssueStep> =>
      step(db, { week: start.week, from: { statuses: ['approved'], contentSha256: start.contentSha256 } }, async (tx, issue) => {
        const made = await tx.insert(issueDeliveries).select(
          tx
            .select({
              issueId: sql<string>`${issue.id}::text`.as('digest_id'),
              subscriberId: subscribers.id,
              status: sql<'waiting'>`'waiting'`.as('status'),
              messageId: sql<string>`${issue.id}::text || '.' || ${subscribers.id} || '@' || ${messageDomain}::text`.as('message_id'),
              attempts: sql<number>`0`.as('attempts'),
              at: sql<Date | null>`null::timestamptz`.as('at'),
              detail: sql<string | null>`null::text`.as('detail'),
            })
            .from(subscribers)
            .where(eq(subscribers.status, 'active')),
        )
        const changed = await update(tx, issue.id, { status: 'sending', startedAt: at })
        await note(tx, changed, { at, event: { ...event, data: { ...event.data, subscribers: made.rowCount ?? 0 } } })
        return changed
      }),
    /** Adds an entry to the log about an issue, for what happens to single mails of it. */
    noteEvent: ({ issue, at, event }: { issue: NewsletterIssue; at: Date; event: IssueEvent }): Promise<void> =>
      db.transaction((tx) => note(tx, issue, { at, event })),
    /** How many subscribers there are in each state. */
    subscriberCounts: async (): Promise<Record<(typeof subscribers.$inferSelect)['status'], number>> => {
      const rows = await db
        .select({ status: subscribers.status, count: sql<number>`count(*)::int` })
        .from(subscribers)
        .groupBy(subscribers.status)
      const none = { pending: 0, active: 0, unsubscribed: 0, bounced: 0, complained: 0 }
      return { ...none, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) }
    },
  }
}

/** From the first mail on: each links to its issue on the site. */
const wasSent = inArray(issues.status, ['sending', 'sent'])

type Start = Pick<IssueChange, 'week' | 'from'>

async function step(
  db: Database,
  { week, from }: Start,
  take: (tx: Transaction, issue: NewsletterIssue) => Promise<NewsletterIssue>,
): Promise<IssueStep> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(issues).where(eq(issues.week, week)).for('update')
    if (row === undefined) return { status: 'not found' }
    const issue = parse(row)
    const isSame = from.contentSha256 === undefined || from.contentSha256 === issue.contentSha256
    if (!isSame || !from.statuses.includes(issue.status)) return { status: 'otherwise', issue }
    return { status: 'done', issue: await take(tx, issue) }
  })
}

async function update(tx: Transaction, issueId: string, set: Partial<typeof issues.$inferInsert>): Promise<NewsletterIssue> {
  const [row] = await tx.update(issues).set(set).where(eq(issues.id, issueId)).returning()
  if (row === undefined) throw new Error(`the issue ${issueId} was there a moment ago`)
  return parse(row)
}

/** Comes last in a transaction: it holds the log's lock. */
async function note(
  tx: Transaction,
  { id, week, contentSha256 }: NewsletterIssue,
  { at, event }: { at: Date; event: IssueEvent },
): Promise<void> {
  const { actor, action, data } = event
  const subject = { kind: 'digest' as const, id, recordId: null }
  await appendToLog(tx, { at: at.toISOString(), actor, action, subject, data: { week, contentSha256, ...data } })
}

function parse(row: typeof issues.$inferSelect): NewsletterIssue {
  return { ...row, content: issueContentSchema.parse(row.content) }
}
