import { and, count, desc, eq, gte, lt, or, type SQL } from 'drizzle-orm'
import type { AuditEntry } from '../contracts/audit.js'
import type { Database, Transaction } from '../platform/db/database.js'
import { auditIndex, auditLog } from './schema.js'

/** What narrows the log; all of it has to hold. */
export type AuditFilter = {
  recordId?: string
  /** A user id, or the name of a part of the program. */
  actor?: string
  action?: string
  /** What an entry is about, by its id: a tool's slug, a panel, a record, a verdict, a user. */
  subject?: string
  from?: Date
  /** Before this moment. */
  to?: Date
  /** One of these subjects or records, as a condition on `auditIndex`. */
  among?: SQL
}

/** Ids are short; what is longer is found by its beginning. */
const indexedLength = 200

/** Writes what an entry is found by, in the transaction that appends it. */
export async function indexEntry(tx: Transaction, { seq, at, actor, action, subject: { kind, id, recordId } }: AuditEntry): Promise<void> {
  const who = 'system' in actor ? actor.system : actor.userId
  const found = { actor: who.slice(0, indexedLength), action: action.slice(0, indexedLength), subject: id.slice(0, indexedLength) }
  const row = { at: new Date(at), kind, recordId, ...found }
  // In a log that was tampered with there may be one of that number: no one is to be kept from writing by that.
  await tx
    .insert(auditIndex)
    .values({ seq, ...row })
    .onConflictDoUpdate({ target: auditIndex.seq, set: row })
}

/** Entries that match, newest first, at most `limit`, before that number. */
export async function findEntries(
  db: Database,
  { limit, before, ...filter }: AuditFilter & { limit: number; before?: number },
): Promise<AuditEntry[]> {
  const rows = await db
    .select({ body: auditLog.body })
    .from(auditIndex)
    .innerJoin(auditLog, eq(auditLog.seq, auditIndex.seq))
    .where(and(matches(filter), before === undefined ? undefined : lt(auditIndex.seq, before)))
    .orderBy(desc(auditIndex.seq))
    .limit(limit)
  return rows.map(({ body }) => body)
}

/** How many entries match. */
export async function countEntries(db: Database, filter: AuditFilter): Promise<number> {
  const [row] = await db.select({ total: count() }).from(auditIndex).where(matches(filter))
  return row?.total ?? 0
}

function matches({ recordId, actor, action, subject, from, to, among }: AuditFilter): SQL | undefined {
  return and(
    recordId === undefined ? undefined : eq(auditIndex.recordId, recordId),
    actor === undefined ? undefined : eq(auditIndex.actor, actor.slice(0, indexedLength)),
    action === undefined ? undefined : eq(auditIndex.action, action),
    subject === undefined ? undefined : or(eq(auditIndex.subject, subject), eq(auditIndex.recordId, subject)),
    from === undefined ? undefined : gte(auditIndex.at, from),
    to === undefined ? undefined : lt(auditIndex.at, to),
    among,
  )
}
