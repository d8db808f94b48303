import { and, arrayContains, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { NewEntry } from '../../audit/audit-chain.js'
import { appendIfAny } from '../../audit/audit-log.js'
import type { Database } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { webhookDeliveries, webhooks } from './schema.js'
import { createWebhookOutbox } from './webhook-outbox.js'

export type WebhookEvent = (typeof webhooks.$inferSelect)['events'][number]

/** A webhook as its admins see it: the secret is shown once, when it is made. */
export type Webhook = {
  id: string
  url: string
  description: string
  events: WebhookEvent[]
  isActive: boolean
  version: number
  createdBy: string
  createdAt: Date
  updatedAt: Date
}

/** One decision on its way to one webhook. */
export type WebhookDelivery = {
  id: string
  event: WebhookEvent
  recordId: string
  status: 'pending' | 'delivered' | 'failed'
  attempts: number
  attemptedAt: Date | null
  responseStatus: number | null
  problem: string | null
  createdAt: Date
}

export type NewWebhook = Pick<Webhook, 'id' | 'url' | 'description' | 'events' | 'createdBy'> & {
  secret: string
  /** Decisions up to this entry of the audit log are not sent. */
  afterSeq: number
  at: Date
  entry?: NewEntry
}
export type WebhookChange = Partial<Pick<Webhook, 'url' | 'description' | 'events' | 'isActive'>>
/** A change of the webhook as it was at that version; `entry` is about it in the audit log, in the same transaction. */
export type WebhookWrite = { id: string; version: number; entry?: NewEntry }

export type DeliveryPlace = { createdAt: Date; id: string }

export type WebhookStore = ReturnType<typeof createWebhookStore>

const columns = {
  id: webhooks.id,
  url: webhooks.url,
  description: webhooks.description,
  events: webhooks.events,
  isActive: webhooks.isActive,
  version: webhooks.version,
  createdBy: webhooks.createdBy,
  createdAt: webhooks.createdAt,
  updatedAt: webhooks.updatedAt,
}
const deliveryColumns = {
  id: webhookDeliveries.id,
  event: webhookDeliveries.event,
  recordId: webhookDeliveries.recordId,
  status: webhookDeliveries.status,
  attempts: webhookDeliveries.attempts,
  attemptedAt: webhookDeliveries.attemptedAt,
  responseStatus: webhookDeliveries.responseStatus,
  problem: webhookDeliveries.problem,
  createdAt: webhookDeliveries.createdAt,
}
/** Times are kept to the microsecond and read to the millisecond. */
const millisecond = sql`date_trunc('milliseconds', ${webhookDeliveries.createdAt})`

/** Who is notified of published records, and how that went. Each method is one transaction. */
export function createWebhookStore(db: Database) {
  const isAt = ({ id, version }: WebhookWrite) => and(eq(webhooks.id, id), eq(webhooks.version, version))
  const next = sql`${webhooks.version} + 1`
  const update = (
    write: WebhookWrite,
    values: Parameters<ReturnType<typeof db.update<typeof webhooks>>['set']>[0],
  ): Promise<Webhook | null> =>
    db.transaction(async (tx) => {
      const [row] = await tx.update(webhooks).set(values).where(isAt(write)).returning(columns)
      if (row !== undefined) await appendIfAny(tx, write.entry)
      return row ?? null
    })
  return withoutParameters({
    ...createWebhookOutbox(db),
    add: async ({ at, entry, ...webhook }: NewWebhook): Promise<Webhook> => {
      const row = { ...webhook, isActive: true, version: 1, createdAt: at, updatedAt: at }
      await db.transaction(async (tx) => {
        await tx.insert(webhooks).values(row)
        await appendIfAny(tx, entry)
      })
      const { secret: _secret, afterSeq: _afterSeq, ...shown } = row
      return shown
    },
    /** By their ids, at most `limit`, after that one. */
    page: ({ limit, after }: { limit: number; after: string | null }): Promise<Webhook[]> =>
      db
        .select(columns)
        .from(webhooks)
        .where(after === null ? undefined : sql`${webhooks.id} > ${after}`)
        .orderBy(webhooks.id)
        .limit(limit),
    find: async (id: string): Promise<Webhook | null> => (await db.select(columns).from(webhooks).where(eq(webhooks.id, id)))[0] ?? null,
    /** Null when it is not at that version any more. */
    change: (write: WebhookWrite, change: WebhookChange, at: Date): Promise<Webhook | null> =>
      update(write, { ...change, version: next, updatedAt: at }),
    /** The secret before goes on signing until then. Null when it is not at that version any more. */
    renewSecret: (write: WebhookWrite, { secret, until, at }: { secret: string; until: Date; at: Date }): Promise<Webhook | null> => {
      const renewed = { secret, previousSecret: sql`${webhooks.secret}`, previousUntil: until, version: next, updatedAt: at }
      return update(write, renewed)
    },
    /** With its deliveries. False when it is not at that version any more. */
    remove: (write: WebhookWrite): Promise<boolean> =>
      db.transaction(async (tx) => {
        const rows = await tx.delete(webhooks).where(isAt(write)).returning({ id: webhooks.id })
        if (rows.length > 0) await appendIfAny(tx, write.entry)
        return rows.length > 0
      }),
    /** Newest first, at most `limit`, after that place. */
    deliveries: ({
      webhookId,
      limit,
      after,
    }: {
      webhookId: string
      limit: number
      after: DeliveryPlace | null
    }): Promise<WebhookDelivery[]> =>
      db
        .select(deliveryColumns)
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.webhookId, webhookId),
            after === null
              ? undefined
              : sql`(${millisecond}, ${webhookDeliveries.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
          ),
        )
        .orderBy(desc(millisecond), desc(webhookDeliveries.id))
        .limit(limit),
    /** The newest delivery of each. */
    lastDeliveries: async (ids: readonly string[]): Promise<Map<string, WebhookDelivery>> => {
      if (ids.length === 0) return new Map()
      const { webhookId } = webhookDeliveries
      const rows = await db
        .selectDistinctOn([webhookId], { webhookId, ...deliveryColumns })
        .from(webhookDeliveries)
        .where(inArray(webhookId, [...ids]))
        .orderBy(webhookId, desc(webhookDeliveries.seq))
      return new Map(rows.map(({ webhookId: id, ...delivery }) => [id, delivery]))
    },
    /** Those that want to know of an event which that entry of the log is about. */
    wanting: ({ event, seq }: { event: WebhookEvent; seq: number }): Promise<{ id: string }[]> =>
      db
        .select({ id: webhooks.id })
        .from(webhooks)
        .where(and(eq(webhooks.isActive, true), lt(webhooks.afterSeq, seq), arrayContains(webhooks.events, [event]))),
  })
}
