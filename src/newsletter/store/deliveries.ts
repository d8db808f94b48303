import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { issueDeliveries, issues, subscribers } from './schema.js'

export type DeliveryStatus = (typeof issueDeliveries.$inferSelect)['status']

/** One mail: of that issue, to that subscriber. */
export type DeliveryKey = { issueId: string; subscriberId: string }

/** A mail that one sender has taken on. `attempt` counts from 1 and fences off the sender that took it on before. */
export type Claim = DeliveryKey & { attempt: number; email: string; messageId: string }

/** A mail that needs a person's eye. The address is null when the subscriber was deleted. */
export type TroubledDelivery = {
  subscriberId: string
  email: string | null
  messageId: string
  at: Date | null
  detail: string | null
  attempts: number
}

/** `handed-over` within the last minutes counts as under way, later as `unknown`. */
export type Progress = Record<DeliveryStatus, number> & { total: number; unknown: number }

const { status, attempts, at, issueId: ofIssue, subscriberId: toSubscriber } = issueDeliveries

/** Whether the delivery's subscriber still wants mails. By full names: Drizzle writes bare ones into an update. */
const isWanted = sql`exists (select 1 from subscribers where subscribers.id = digest_deliveries.subscriber_id and subscribers.status = 'active')`

const emailOfDelivery = sql<
  string | null
>`(select subscribers.email from subscribers where subscribers.id = digest_deliveries.subscriber_id)`

/** The mails of issues and what became of each. Every change is a compare-and-set. Part of `createIssueStore`. */
export function createIssueDeliveries(db: Database) {
  const claimed = ({ attempt, ...key }: DeliveryKey & { attempt: number }, statuses: DeliveryStatus[]) =>
    and(isDelivery(key), eq(attempts, attempt), inArray(status, statuses))
  return {
    /**
     * Takes on a mail that waits, or one that someone took on and has not handed over: the queue gives a mail to a second sender only when the
     * first is gone, and one that comes back is fenced off by its attempt's number. Null when there is nothing to send: the server may have the
     * mail, or its subscriber wants none any more. A mail that the first sender had handed over is noted as one of which no one knows.
     */
    claim: async (key: DeliveryKey, now: Date): Promise<Claim | null> => {
      const [row] = await db
        .update(issueDeliveries)
        .set({
          status: sql`case when ${isWanted} then 'sending' else 'skipped' end`,
          attempts: sql`digest_deliveries.attempts + 1`,
          at: now,
          detail: sql`case when ${isWanted} then digest_deliveries.detail else 'no longer subscribed' end`,
        })
        .where(and(isDelivery(key), inArray(status, ['waiting', 'sending'])))
        .returning({ status, attempt: attempts, messageId: issueDeliveries.messageId, email: emailOfDelivery })
      if (row === undefined) await abandon(db, key)
      return row?.status === 'sending' ? { ...key, attempt: row.attempt, messageId: row.messageId, email: row.email ?? '' } : null
    },
    /** Notes that from now on the server may have the mail. False when the claim was lost or the subscriber has left: then it must not get it. */
    handOver: async (claim: DeliveryKey & { attempt: number }, now: Date): Promise<boolean> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: 'handed-over', at: now, detail: null })
        .where(and(claimed(claim, ['sending']), isWanted))
        .returning({ attempts })
      return rows.length > 0
    },
    /** Notes how an attempt ended. False when someone else has it by now. */
    endAttempt: async (
      claim: DeliveryKey & { attempt: number },
      end: { status: DeliveryStatus; detail: string | null; now: Date },
    ): Promise<boolean> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: end.status, detail: end.detail, at: end.now })
        .where(claimed(claim, ['sending', 'handed-over']))
        .returning({ attempts })
      return rows.length > 0
    },
    /** Marks a claimed mail whose subscriber has left. False when the subscriber is still there. */
    skipUnwanted: async (claim: DeliveryKey & { attempt: number }, now: Date): Promise<boolean> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: 'skipped', detail: 'no longer subscribed', at: now })
        .where(and(claimed(claim, ['sending']), sql`not ${isWanted}`))
        .returning({ attempts })
      return rows.length > 0
    },
    /** Requeues mails that someone took on before that moment and never handed over: that sender is gone, and no server has them. */
    releaseStale: async (before: Date): Promise<number> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: 'waiting' })
        .where(and(eq(status, 'sending'), lt(at, before), inArray(ofIssue, idsUnderWay(db))))
        .returning({ attempts })
      return rows.length
    },
    /** Mails that wait, of all issues under way. */
    waitingCount: async (): Promise<number> => {
      const rows = await db
        .select({ waiting: count() })
        .from(issueDeliveries)
        .where(and(eq(status, 'waiting'), inArray(ofIssue, idsUnderWay(db))))
      return rows[0]?.waiting ?? 0
    },
    /** Those after the given one, in a fixed order. */
    waitingAfter: async (after: DeliveryKey | null, limit: number): Promise<DeliveryKey[]> =>
      db
        .select({ issueId: ofIssue, subscriberId: toSubscriber })
        .from(issueDeliveries)
        .where(and(eq(status, 'waiting'), inArray(ofIssue, idsUnderWay(db)), isAfter(after)))
        .orderBy(asc(ofIssue), asc(toSubscriber))
        .limit(limit),
    /** Ends issues of which nothing is under way any more, and gives their ids. What was handed over before `unknownBefore` is not. */
    finishSent: async ({ now, unknownBefore }: { now: Date; unknownBefore: Date }): Promise<string[]> => {
      const isUnderWay = sql`exists (select 1 from digest_deliveries where digest_deliveries.digest_id = digests.id and (
        digest_deliveries.status in ('waiting', 'sending') or
        (digest_deliveries.status = 'handed-over' and digest_deliveries.detail is null and digest_deliveries.at >= ${unknownBefore.toISOString()}::timestamptz)))`
      const rows = await db
        .update(issues)
        .set({ status: 'sent', finishedAt: sql`coalesce(digests.finished_at, ${now.toISOString()}::timestamptz)` })
        .where(and(eq(issues.status, 'sending'), sql`not ${isUnderWay}`))
        .returning({ id: issues.id })
      return rows.map(({ id }) => id)
    },
    progress: async (issueId: string, unknownBefore: Date): Promise<Progress> => {
      const rows = await db
        .select({ status, all: count(), unknown: sql<number>`count(*) filter (where ${isUnknown(unknownBefore)})::int` })
        .from(issueDeliveries)
        .where(eq(ofIssue, issueId))
        .groupBy(status)
      const counts = { waiting: 0, sending: 0, 'handed-over': 0, sent: 0, refused: 0, failed: 0, skipped: 0, total: 0, unknown: 0 }
      for (const row of rows) {
        counts[row.status] = row.all
        counts.total += row.all
        counts.unknown += row.unknown
      }
      counts['handed-over'] -= counts.unknown
      return counts
    },
    /** Mails of which no one knows whether they arrived. */
    unknown: (issueId: string, { unknownBefore, limit }: { unknownBefore: Date; limit: number }): Promise<TroubledDelivery[]> =>
      troubled(db, and(eq(ofIssue, issueId), isUnknown(unknownBefore)), limit),
    /** Mails that the server refused, or that were tried in vain. */
    unsent: (issueId: string, limit: number): Promise<TroubledDelivery[]> =>
      troubled(db, and(eq(ofIssue, issueId), inArray(status, ['refused', 'failed'])), limit),
    /** Settles a mail of which no one knew: `waiting` sends it again. False when it is not such a one. */
    settleUnknown: async (
      key: DeliveryKey,
      { to, now, unknownBefore, detail }: { to: 'waiting' | 'sent'; now: Date; unknownBefore: Date; detail: string },
    ): Promise<boolean> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: to, at: now, detail })
        .where(and(isDelivery(key), isUnknown(unknownBefore)))
        .returning({ attempts })
      return rows.length > 0
    },
    /** Lets mails that were tried in vain wait again, and gives their number. */
    retryFailed: async (issueId: string): Promise<number> => {
      const rows = await db
        .update(issueDeliveries)
        .set({ status: 'waiting' })
        .where(and(eq(ofIssue, issueId), eq(status, 'failed')))
        .returning({ attempts })
      return rows.length
    },
  }
}

function isDelivery({ issueId, subscriberId }: DeliveryKey): SQL | undefined {
  return and(eq(ofIssue, issueId), eq(toSubscriber, subscriberId))
}

function isAfter(after: DeliveryKey | null): SQL | undefined {
  if (after === null) return undefined
  return or(gt(ofIssue, after.issueId), and(eq(ofIssue, after.issueId), gt(toSubscriber, after.subscriberId)))
}

/** Handed over, and either seen to end without an answer, or so long ago that the sender that waited for one is gone. */
function isUnknown(unknownBefore: Date): SQL {
  return and(eq(status, 'handed-over'), or(isNotNull(issueDeliveries.detail), lt(at, unknownBefore))) as SQL
}

const abandonedDetail = 'whoever handed it over was gone before the server answered'

/** The sender that waited for the answer is gone. Should it come back with one after all, that counts. */
async function abandon(db: Database, key: DeliveryKey): Promise<void> {
  await db
    .update(issueDeliveries)
    .set({ detail: abandonedDetail })
    .where(and(isDelivery(key), eq(status, 'handed-over'), isNull(issueDeliveries.detail)))
}

function idsUnderWay(db: Database) {
  return db.select({ id: issues.id }).from(issues).where(eq(issues.status, 'sending'))
}

async function troubled(db: Database, condition: SQL | undefined, limit: number): Promise<TroubledDelivery[]> {
  const rows = await db
    .select({ delivery: issueDeliveries, email: subscribers.email })
    .from(issueDeliveries)
    .leftJoin(subscribers, eq(subscribers.id, toSubscriber))
    .where(condition)
    .orderBy(asc(toSubscriber))
    .limit(limit)
  return rows.map(({ delivery: { subscriberId, messageId, at, detail, attempts }, email }) => {
    return { subscriberId, messageId, at, detail, attempts, email: email === '' ? null : email }
  })
}
