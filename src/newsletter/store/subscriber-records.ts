import { asc, eq } from 'drizzle-orm'
import type { Database } from '../../platform/db/database.js'
import { issueDeliveries, issues, mailSuppressions, subscriberEvents, subscribers } from './schema.js'

/** All that is kept of a subscriber. Times are UTC. */
export type SubscriberRecord = {
  email: string
  status: string
  askedAt: string
  confirmedAt: string | null
  endedAt: string | null
  softBounces: number
  problem: string | null
  /** Whether a link that confirms a subscription waits to be used, and until when. */
  confirmationOpenUntil: string | null
  id: string
  events: { at: string; event: string; detail: string | null }[]
  letters: { week: string; status: string; at: string | null; attempts: number; messageId: string; detail: string | null }[]
}

/** What a subscriber may ask for: all that is kept, and that none of it is kept. Part of `createSubscriptionStore`. */
export function createSubscriberRecords(db: Database) {
  return {
    record: (subscriberId: string): Promise<SubscriberRecord | null> => readRecord(db, subscriberId),
    /**
     * Deletes everything about a subscriber. Counts of issues stay, of an id that nothing leads to any more. With `suppression`, the keyed hash
     * of an address that complained is kept, so that it is not mailed unasked. False when there is no such subscriber.
     */
    remove: (subscriberId: string, suppression: { emailHash: string; at: Date } | null): Promise<boolean> =>
      db.transaction(async (tx) => {
        const removed = await tx.delete(subscribers).where(eq(subscribers.id, subscriberId)).returning({ id: subscribers.id })
        if (removed.length === 0) return false
        // What the mail server said repeats the address as often as not.
        await tx.update(issueDeliveries).set({ detail: null }).where(eq(issueDeliveries.subscriberId, subscriberId))
        if (suppression !== null) await tx.insert(mailSuppressions).values(suppression).onConflictDoNothing()
        return true
      }),
  }
}

async function readRecord(db: Database, subscriberId: string): Promise<SubscriberRecord | null> {
  const [row] = await db.select().from(subscribers).where(eq(subscribers.id, subscriberId))
  if (row === undefined) return null
  const { confirmTokenSha256, confirmExpiresAt, askedAt, confirmedAt, endedAt, ...rest } = row
  const events = await db
    .select({ at: subscriberEvents.at, event: subscriberEvents.event, detail: subscriberEvents.detail })
    .from(subscriberEvents)
    .where(eq(subscriberEvents.subscriberId, subscriberId))
    .orderBy(asc(subscriberEvents.at), asc(subscriberEvents.id))
  const { status, at, attempts, messageId, detail } = issueDeliveries
  const letters = await db
    .select({ week: issues.week, status, at, attempts, messageId, detail })
    .from(issueDeliveries)
    .innerJoin(issues, eq(issues.id, issueDeliveries.issueId))
    .where(eq(issueDeliveries.subscriberId, subscriberId))
    .orderBy(asc(issues.week))
  return {
    ...rest,
    askedAt: askedAt.toISOString(),
    confirmedAt: iso(confirmedAt),
    endedAt: iso(endedAt),
    confirmationOpenUntil: confirmTokenSha256 === null ? null : iso(confirmExpiresAt),
    events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    letters: letters.map((letter) => ({ ...letter, at: iso(letter.at) })),
  }
}

const iso = (date: Date | null) => date?.toISOString() ?? null
