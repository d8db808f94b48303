import { and, asc, count, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { issueDeliveries, mailSuppressions, subscriberEvents, subscribers } from './schema.js'
import { createSubscriberLists } from './subscriber-lists.js'
import { createSubscriberRecords } from './subscriber-records.js'

export type Subscriber = typeof subscribers.$inferSelect
export type SubscriberStatus = Subscriber['status']

/** A subscription that someone asks for. `newId` is for an address that is not known yet. */
export type Asking = { newId: string; email: string; tokenSha256: string; expiresAt: Date; at: Date }

/** A happening for the subscriber's own export; `detail` must hold nothing of anyone else. */
export type SubscriberEvent = { id: string; at: Date; event: string; detail?: string | null }

export type Bounce = {
  subscriberId: string
  kind: 'hard' | 'soft'
  /** Of the mail that came back, without brackets, when it is known. */
  messageId: string | null
  detail: string
  /** Its id and its moment. */
  event: Pick<SubscriberEvent, 'id' | 'at'>
}

/** Soft bounces one after the other, each of another mail, after which an address gets no more mails. */
export const softBounceLimit = 3
const softBounce = 'soft bounce'

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>

/** Who gets the newsletter. Each method is one transaction; addresses are compared in lower case. */
export function createSubscriptionStore(db: Database) {
  return withoutParameters({
    ...createSubscriberRecords(db),
    ...createSubscriberLists(db),
    find: async (subscriberId: string): Promise<Subscriber | null> =>
      (await db.select().from(subscribers).where(eq(subscribers.id, subscriberId)))[0] ?? null,
    findByEmail: async (email: string): Promise<Subscriber | null> =>
      (await db.select().from(subscribers).where(isEmail(email)))[0] ?? null,
    /** Whose confirmation waits, while it may still come. */
    findByToken: async (tokenSha256: string, now: Date): Promise<Subscriber | null> =>
      (await db.select().from(subscribers).where(isOpen(tokenSha256, now)))[0] ?? null,
    /** Whose mail of an issue had that message id. */
    findByMessageId: async (messageId: string): Promise<Subscriber | null> => {
      const [row] = await db
        .select({ subscriber: subscribers })
        .from(issueDeliveries)
        .innerJoin(subscribers, eq(subscribers.id, issueDeliveries.subscriberId))
        .where(eq(issueDeliveries.messageId, messageId))
      return row?.subscriber ?? null
    },
    activeCount: async (): Promise<number> =>
      (await db.select({ value: count() }).from(subscribers).where(eq(subscribers.status, 'active')))[0]?.value ?? 0,
    /** Those who get the newsletter, by their ids, at most `limit`, after that one. */
    activePage: ({ after, limit }: { after: string | null; limit: number }): Promise<{ id: string; email: string }[]> =>
      db
        .select({ id: subscribers.id, email: subscribers.email })
        .from(subscribers)
        .where(and(eq(subscribers.status, 'active'), after === null ? undefined : gt(subscribers.id, after)))
        .orderBy(asc(subscribers.id))
        .limit(limit),
    /**
     * Notes that a subscription is asked for, and forgets those that no one confirmed in time. A subscriber keeps theirs; one who unsubscribed, or
     * complained, stays out until the confirmation. A link mailed before is void.
     */
    ask: (asking: Asking): Promise<Subscriber> => db.transaction((tx) => ask(tx, asking)),
    /** Deletes the addresses that no one confirmed in time. Returns how many. */
    forgetUnconfirmed: (now: Date): Promise<number> => forgetUnconfirmed(db, now),
    /** Uses the link of the mail, once. Null when it expired, or another was mailed since. Lifts what a complaint of that address left behind. */
    confirm: (link: {
      tokenSha256: string
      emailHashes: (email: string) => string[]
      event: SubscriberEvent
    }): Promise<Subscriber | null> => db.transaction((tx) => confirm(tx, link)),
    /**
     * Ends a subscription, and voids a link that waits to confirm one; one that no one confirmed is then forgotten like any other. Ending it once
     * more changes nothing. False when there is no such subscriber.
     */
    unsubscribe: (subscriberId: string, event: SubscriberEvent): Promise<boolean> =>
      db.transaction(async (tx) => (await end(tx, { ...leaving, subscriberId, event })) !== 'unknown'),
    /** The same by a person at the desk, with its entry in the audit log where there was something to end. */
    unsubscribeBy: (subscriberId: string, event: SubscriberEvent, entry: NewEntry): Promise<Ended> =>
      db.transaction(async (tx) => {
        const ended = await end(tx, { ...leaving, subscriberId, event })
        if (ended === 'done') await appendToLog(tx, entry)
        return ended
      }),
    /**
     * Notes that a person has the link mailed once more to one who has not confirmed, with its entry in the audit log. False where that one is
     * no longer waiting, or was mailed it again before.
     */
    noteReminder: (subscriberId: string, event: SubscriberEvent, entry: NewEntry): Promise<boolean> =>
      db.transaction((tx) => noteReminder(tx, { subscriberId, event, entry })),
    /** The owner complained about a mail, whatever state the subscription is in. */
    complain: (subscriberId: string, event: SubscriberEvent): Promise<boolean> =>
      db.transaction(async (tx) => {
        const from = ['pending', 'active', 'unsubscribed', 'bounced'] as const
        return (await end(tx, { subscriberId, status: 'complained', from, event })) !== 'unknown'
      }),
    /** A mail came back. Returns the state afterwards; null when there is no such subscriber. One mail counts once. */
    bounce: (bounce: Bounce): Promise<SubscriberStatus | null> => db.transaction((tx) => takeBounce(tx, bounce)),
    note: async (subscriberId: string, event: SubscriberEvent): Promise<void> => {
      await db.insert(subscriberEvents).values(eventRow(subscriberId, event))
    },
    /** Whether the owner of one of these complained once, and everything about the address was deleted since. */
    isSuppressed: async (emailHashes: readonly string[]): Promise<boolean> =>
      (
        await db
          .select()
          .from(mailSuppressions)
          .where(inArray(mailSuppressions.emailHash, [...emailHashes]))
      ).length > 0,
  })
}

/** The place of a subscriber by address, as the unique index has it. */
export function isEmail(email: string) {
  return eq(sql`lower(${subscribers.email})`, email.toLowerCase())
}

const isOpen = (tokenSha256: string, now: Date) =>
  and(eq(subscribers.confirmTokenSha256, tokenSha256), gt(subscribers.confirmExpiresAt, now))

const eventRow = (subscriberId: string, { detail = null, ...event }: SubscriberEvent) => ({ ...event, subscriberId, detail })

async function ask(tx: Transaction, { newId, email, tokenSha256, expiresAt, at }: Asking): Promise<Subscriber> {
  await forgetUnconfirmed(tx, at)
  const link = { email, askedAt: at, confirmTokenSha256: tokenSha256, confirmExpiresAt: expiresAt }
  const added = await tx
    .insert(subscribers)
    .values({ id: newId, status: 'pending', ...link })
    .onConflictDoNothing()
    .returning()
  const row = added[0] ?? (await askAgain(tx, link))
  await tx.insert(subscriberEvents).values(eventRow(row.id, { id: `${newId}_asked`, at, event: 'asked' }))
  return row
}

async function forgetUnconfirmed(tx: Database | Transaction, now: Date): Promise<number> {
  const isForgotten = or(isNull(subscribers.confirmExpiresAt), lt(subscribers.confirmExpiresAt, now))
  const { rowCount } = await tx.delete(subscribers).where(and(eq(subscribers.status, 'pending'), isForgotten))
  return rowCount ?? 0
}

/** Nothing of an active subscription changes because someone asks for it again. */
async function askAgain(tx: Transaction, link: Pick<Subscriber, 'email' | 'askedAt' | 'confirmTokenSha256' | 'confirmExpiresAt'>) {
  const [known] = await tx.select().from(subscribers).where(isEmail(link.email)).for('update')
  if (known === undefined) throw new Error('a subscriber was deleted while a subscription was asked for')
  if (known.status === 'active') return known
  await tx.update(subscribers).set(link).where(eq(subscribers.id, known.id))
  return { ...known, ...link }
}

type Confirmation = { tokenSha256: string; emailHashes: (email: string) => string[]; event: SubscriberEvent }

async function confirm(tx: Transaction, { tokenSha256, emailHashes, event }: Confirmation): Promise<Subscriber | null> {
  const fresh = { status: 'active' as const, confirmedAt: event.at, endedAt: null, softBounces: 0, problem: null }
  const [row] = await tx
    .update(subscribers)
    .set({ ...fresh, confirmTokenSha256: null, confirmExpiresAt: null })
    .where(isOpen(tokenSha256, event.at))
    .returning()
  if (row === undefined) return null
  await tx.delete(mailSuppressions).where(inArray(mailSuppressions.emailHash, emailHashes(row.email)))
  await tx.insert(subscriberEvents).values(eventRow(row.id, event))
  return row
}

type Ending = { subscriberId: string; status: SubscriberStatus; from: readonly SubscriberStatus[]; event: SubscriberEvent }

/** Whether there was something to end. */
export type Ended = 'done' | 'unchanged' | 'unknown'

const leaving = { status: 'unsubscribed', from: ['active', 'bounced'] } as const

async function end(tx: Transaction, { subscriberId, status, from, event }: Ending): Promise<Ended> {
  const row = await lock(tx, subscriberId)
  if (row === null) return 'unknown'
  const hasEnded = !from.includes(row.status)
  // One who ended it and whom someone then asked to come back: this button ends that too.
  if (hasEnded && row.confirmTokenSha256 === null) return 'unchanged'
  const ended = hasEnded ? {} : { status, endedAt: event.at }
  await tx
    .update(subscribers)
    .set({ ...ended, ...noLink })
    .where(eq(subscribers.id, subscriberId))
  if (!hasEnded) await tx.insert(subscriberEvents).values(eventRow(subscriberId, event))
  return 'done'
}

type Reminder = { subscriberId: string; event: SubscriberEvent; entry: NewEntry }

async function noteReminder(tx: Transaction, { subscriberId, event, entry }: Reminder): Promise<boolean> {
  const row = await lock(tx, subscriberId)
  if (row?.status !== 'pending' || row.confirmTokenSha256 === null) return false
  const { id } = subscriberEvents
  const before = await tx
    .select({ id })
    .from(subscriberEvents)
    .where(and(eq(subscriberEvents.subscriberId, subscriberId), eq(subscriberEvents.event, event.event)))
    .limit(1)
  if (before.length > 0) return false
  await tx.insert(subscriberEvents).values(eventRow(subscriberId, event))
  await appendToLog(tx, entry)
  return true
}

const noLink = { confirmTokenSha256: null, confirmExpiresAt: null }

async function lock(tx: Transaction, subscriberId: string): Promise<Subscriber | null> {
  return (await tx.select().from(subscribers).where(eq(subscribers.id, subscriberId)).for('update'))[0] ?? null
}

async function takeBounce(tx: Transaction, bounce: Bounce): Promise<SubscriberStatus | null> {
  const { subscriberId, kind, messageId, detail, event } = bounce
  const row = await lock(tx, subscriberId)
  if (row === null) return null
  // A reader who left gets no issues: nothing is to be learnt from a late one.
  if (row.status !== 'active' && row.status !== 'pending') return row.status
  const softBounces = kind === 'soft' ? await countSoft(tx, row, bounce) : row.softBounces
  if (softBounces === null) return row.status
  const isFinal = kind === 'hard' || softBounces >= softBounceLimit
  // Of an address that never was confirmed nothing is remembered but that its link is void.
  const status = isFinal && row.status === 'active' ? 'bounced' : row.status
  const ended = isFinal ? { endedAt: event.at, ...noLink } : {}
  await tx
    .update(subscribers)
    .set({ status, softBounces, problem: detail, ...ended })
    .where(eq(subscribers.id, subscriberId))
  const noted = kind === 'soft' ? [{ ...event, event: softBounce, detail: messageId ?? detail }] : []
  const last = isFinal ? [{ ...event, id: `${event.id}_end`, event: 'bounced', detail }] : []
  for (const each of [...noted, ...last]) await tx.insert(subscriberEvents).values(eventRow(subscriberId, each))
  return status
}

/**
 * Soft bounces in a row, this one included; null when it was counted before. An issue that was sent since the last one, and did not come back,
 * begins the row again. That a server takes an issue is not enough: many report later.
 */
async function countSoft(tx: Transaction, { id, softBounces }: Subscriber, { messageId }: Bounce): Promise<number | null> {
  const earlier = await tx
    .select({ at: subscriberEvents.at, of: subscriberEvents.detail })
    .from(subscriberEvents)
    .where(and(eq(subscriberEvents.subscriberId, id), eq(subscriberEvents.event, softBounce)))
    .orderBy(asc(subscriberEvents.at))
  if (messageId !== null && earlier.some(({ of }) => of === messageId)) return null
  const last = earlier.at(-1)
  if (last === undefined || softBounces === 0) return 1
  const since = await tx
    .select({ messageId: issueDeliveries.messageId })
    .from(issueDeliveries)
    .where(and(eq(issueDeliveries.subscriberId, id), eq(issueDeliveries.status, 'sent'), gt(issueDeliveries.at, last.at)))
  const others = since.filter((sent) => sent.messageId !== messageId).length - (messageId === null ? 1 : 0)
  return others > 0 ? 1 : softBounces + 1
}
