import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog, type Transaction } from '../../audit/audit-log.js'
import { type DigestContent, digestContentSchema } from '../../contracts/digest.js'
import type { Database } from '../../platform/db/database.js'
import { hashJson } from '../../platform/hash.js'
import { createDigestDeliveries } from './digest-deliveries.js'
import { digestDeliveries, digests, subscribers } from './schema.js'

export type { Claim, Progress, TroubledDelivery } from './digest-deliveries.js'

export type DigestStatus = (typeof digests.$inferSelect)['status']

/** A letter as it stands. The people are named as they were called then. */
export type Digest = Omit<typeof digests.$inferSelect, 'content'> & { content: DigestContent }

/** What the audit log keeps of a step; its subject and moment are those of the step. */
export type DigestEvent = Pick<NewEntry, 'actor' | 'action' | 'data'>

/** `otherwise`: the letter was not in the state that the step starts from; it is given as it stands. */
export type DigestStep = { status: 'done'; digest: Digest } | { status: 'otherwise'; digest: Digest } | { status: 'not found' }

export type NewDigest = { id: string; content: DigestContent; at: Date; by: string; event: DigestEvent }

export type DigestChange = {
  week: string
  /** What must hold for the step. */
  from: { statuses: readonly DigestStatus[]; contentSha256?: string }
  set: Partial<Pick<Digest, 'status' | 'content' | 'changedBy' | 'approvedBy' | 'approvedAt' | 'draftedAt'>>
  at: Date
  event: DigestEvent
}

export type SendingStart = { week: string; contentSha256: string; messageDomain: string; at: Date; event: DigestEvent }

export type DigestStore = ReturnType<typeof createDigestStore>

/** The weekly letters and their mails. Every step is one transaction, its entry in the audit log included. */
export function createDigestStore(db: Database) {
  return {
    ...createDigestDeliveries(db),
    /** Keeps a new letter. `otherwise` when its week has one. */
    add: ({ id, content, at, by, event }: NewDigest): Promise<DigestStep> =>
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
        const [added] = await tx.insert(digests).values(row).onConflictDoNothing({ target: digests.week }).returning()
        if (added === undefined) {
          const [standing] = await tx.select().from(digests).where(eq(digests.week, content.week))
          if (standing === undefined) throw new Error(`the letter of ${content.week} is there and cannot be read`)
          return { status: 'otherwise', digest: parse(standing) }
        }
        await note(tx, parse(added), { at, event })
        return { status: 'done', digest: parse(added) }
      }),
    /** Newest week first. */
    list: async (limit: number): Promise<Digest[]> => (await db.select().from(digests).orderBy(desc(digests.week)).limit(limit)).map(parse),
    find: async (week: string): Promise<Digest | null> => {
      const [row] = await db.select().from(digests).where(eq(digests.week, week))
      return row === undefined ? null : parse(row)
    },
    findById: async (digestId: string): Promise<Digest | null> => {
      const [row] = await db.select().from(digests).where(eq(digests.id, digestId))
      return row === undefined ? null : parse(row)
    },
    /** Letters of which sending has begun, newest first: those that everybody may read. */
    sent: async (): Promise<Digest[]> => (await db.select().from(digests).where(wasSent).orderBy(desc(digests.week))).map(parse),
    /** Another text whenever another letter begins to be sent. */
    sentVersion: async (): Promise<string> => {
      const [row] = await db
        .select({ count: sql<number>`count(*)::int`, last: sql<string | null>`max(started_at)::text` })
        .from(digests)
        .where(wasSent)
      return `${row?.count ?? 0} ${row?.last ?? ''}`
    },
    change: (change: DigestChange): Promise<DigestStep> =>
      step(db, change, async (tx, digest) => {
        const { set, at, event } = change
        const hashed = set.content === undefined ? {} : { contentSha256: hashJson(set.content) }
        const changed = await update(tx, digest.id, { ...set, ...hashed })
        await note(tx, changed, { at, event })
        return changed
      }),
    /**
     * Begins to send: one delivery for everybody who is subscribed at this moment, all in one statement. A letter and a subscriber have one message id
     * for ever, without brackets as RFC 5322's msg-id has them.
     */
    beginSending: ({ messageDomain, at, event, ...start }: SendingStart): Promise<DigestStep> =>
      step(db, { week: start.week, from: { statuses: ['approved'], contentSha256: start.contentSha256 } }, async (tx, digest) => {
        const made = await tx.insert(digestDeliveries).select(
          tx
            .select({
              digestId: sql<string>`${digest.id}::text`.as('digest_id'),
              subscriberId: subscribers.id,
              status: sql<'waiting'>`'waiting'`.as('status'),
              messageId: sql<string>`${digest.id}::text || '.' || ${subscribers.id} || '@' || ${messageDomain}::text`.as('message_id'),
              attempts: sql<number>`0`.as('attempts'),
              at: sql<Date | null>`null::timestamptz`.as('at'),
              detail: sql<string | null>`null::text`.as('detail'),
            })
            .from(subscribers)
            .where(eq(subscribers.status, 'active')),
        )
        const changed = await update(tx, digest.id, { status: 'sending', startedAt: at })
        await note(tx, changed, { at, event: { ...event, data: { ...event.data, subscribers: made.rowCount ?? 0 } } })
        return changed
      }),
    /** Adds an entry to the log about a letter, for what happens to single mails of it. */
    noteEvent: ({ digest, at, event }: { digest: Digest; at: Date; event: DigestEvent }): Promise<void> =>
      db.transaction((tx) => note(tx, digest, { at, event })),
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

/** From the first mail on: each links to its letter on the site. */
const wasSent = inArray(digests.status, ['sending', 'sent'])

type Start = Pick<DigestChange, 'week' | 'from'>

async function step(db: Database, { week, from }: Start, take: (tx: Transaction, digest: Digest) => Promise<Digest>): Promise<DigestStep> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(digests).where(eq(digests.week, week)).for('update')
    if (row === undefined) return { status: 'not found' }
    const digest = parse(row)
    const isSame = from.contentSha256 === undefined || from.contentSha256 === digest.contentSha256
    if (!isSame || !from.statuses.includes(digest.status)) return { status: 'otherwise', digest }
    return { status: 'done', digest: await take(tx, digest) }
  })
}

async function update(tx: Transaction, digestId: string, set: Partial<typeof digests.$inferInsert>): Promise<Digest> {
  const [row] = await tx.update(digests).set(set).where(eq(digests.id, digestId)).returning()
  if (row === undefined) throw new Error(`the letter ${digestId} was there a moment ago`)
  return parse(row)
}

/** Comes last in a transaction: it holds the log's lock. */
async function note(tx: Transaction, { id, week, contentSha256 }: Digest, { at, event }: { at: Date; event: DigestEvent }): Promise<void> {
  const { actor, action, data } = event
  const subject = { kind: 'digest' as const, id, recordId: null }
  await appendToLog(tx, { at: at.toISOString(), actor, action, subject, data: { week, contentSha256, ...data } })
}

function parse(row: typeof digests.$inferSelect): Digest {
  return { ...row, content: digestContentSchema.parse(row.content) }
}
