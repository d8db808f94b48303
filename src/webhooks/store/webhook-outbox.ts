import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendToLog } from '../../audit/audit-log.js'
import type { Database } from '../../platform/db/database.js'
import { webhookDeliveries, webhookOutbox, webhooks } from './schema.js'

/** The only row of the outbox. */
const outboxId = 1

/** What is sent to one webhook about one decision. */
export type NewDelivery = {
  id: string
  webhookId: string
  seq: number
  recordId: string
  event: (typeof webhookDeliveries.$inferInsert)['event']
  body: string
  createdAt: Date
}

/** A delivery that waits, with all it takes to send it. */
export type DueDelivery = {
  id: string
  webhookId: string
  url: string
  body: string
  secrets: string[]
  isActive: boolean
  attempts: number
}

export type Attempt = {
  id: string
  /** `pending` while another attempt is to come. */
  status: 'pending' | 'delivered' | 'failed'
  at: Date
  responseStatus: number | null
  problem: string | null
}

/** Turns decisions into deliveries, each once, and notes how they went. Part of `createWebhookStore`. */
export function createWebhookOutbox(db: Database) {
  return {
    /** The last entry of the audit log whose decision was turned into deliveries. */
    outboxSeq: async (): Promise<number> => (await db.select().from(webhookOutbox).where(eq(webhookOutbox.id, outboxId)))[0]?.seq ?? 0,
    /** Keeps deliveries and how far they go. Two processes that do the same at once do it once. */
    addDeliveries: (deliveries: readonly NewDelivery[], upTo: number): Promise<void> =>
      db.transaction(async (tx) => {
        if (deliveries.length > 0) {
          const rows = deliveries.map((delivery) => ({ ...delivery, status: 'pending' as const }))
          await tx.insert(webhookDeliveries).values(rows).onConflictDoNothing()
        }
        await tx
          .insert(webhookOutbox)
          .values({ id: outboxId, seq: upTo })
          .onConflictDoUpdate({ target: webhookOutbox.id, set: { seq: sql`greatest(${webhookOutbox.seq}, ${upTo})` } })
      }),
    /** Deliveries that are still to be made: those that were tried least first, so that a dead receiver's never hide the others'. */
    pendingDeliveries: async (limit: number): Promise<string[]> => {
      const { id, status, attempts, createdAt } = webhookDeliveries
      const rows = await db
        .select({ id })
        .from(webhookDeliveries)
        .where(eq(status, 'pending'))
        .orderBy(asc(attempts), asc(createdAt), asc(id))
        .limit(limit)
      return rows.map((row) => row.id)
    },
    /** Null when there is nothing to do: it was delivered, given up, or its webhook is gone. */
    dueDelivery: async (deliveryId: string, now: Date): Promise<DueDelivery | null> => {
      const [row] = await db
        .select({ delivery: webhookDeliveries, webhook: webhooks })
        .from(webhookDeliveries)
        .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
        .where(and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.status, 'pending')))
      if (row === undefined) return null
      const { id, body, attempts, webhookId } = row.delivery
      const { url, isActive } = row.webhook
      return { id, webhookId, url, body, attempts, isActive, secrets: secretsNow(row.webhook, now) }
    },
    /**
     * Makes a delivery that ended wait again, under the id that it had, with its entry in the audit log. False when there is no such delivery, or it
     * is under way.
     */
    redeliver: ({ webhookId, deliveryId, entry }: { webhookId: string; deliveryId: string; entry: NewEntry }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const { id, status } = webhookDeliveries
        const rows = await tx
          .update(webhookDeliveries)
          .set({ status: 'pending', problem: null })
          .where(and(eq(id, deliveryId), eq(webhookDeliveries.webhookId, webhookId), ne(status, 'pending')))
          .returning({ id })
        if (rows.length > 0) await appendToLog(tx, entry)
        return rows.length > 0
      }),
    /** What signs what is sent to a webhook now; none where there is no such webhook. */
    secretsOf: async (webhookId: string, now: Date): Promise<string[]> => {
      const { secret, previousSecret, previousUntil } = webhooks
      const [row] = await db.select({ secret, previousSecret, previousUntil }).from(webhooks).where(eq(webhooks.id, webhookId))
      return row === undefined ? [] : secretsNow(row, now)
    },
    /** Notes how an attempt went. One that comes in after the delivery was made or given up changes nothing. */
    noteAttempt: async ({ id, status, at, responseStatus, problem }: Attempt): Promise<void> => {
      await db
        .update(webhookDeliveries)
        .set({ status, attemptedAt: at, responseStatus, problem, attempts: sql`${webhookDeliveries.attempts} + 1` })
        .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.status, 'pending')))
    },
  }
}

type Secrets = Pick<typeof webhooks.$inferSelect, 'secret' | 'previousSecret' | 'previousUntil'>

function secretsNow({ secret, previousSecret, previousUntil }: Secrets, now: Date): string[] {
  const isPreviousGood = previousSecret !== null && previousUntil !== null && previousUntil > now
  return isPreviousGood ? [secret, previousSecret] : [secret]
}
