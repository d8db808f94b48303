import { and, asc, desc, eq, gt, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { AuditEntry } from '../contracts/audit.js'
import type { Database, Transaction } from '../platform/db/database.js'
import { appendEntry, type ChainCheck, genesisHash, type Head, type NewEntry, readChain, readRecordChain } from './audit-chain.js'
import { type AuditFilter, countEntries, findEntries, indexEntry } from './find-entries.js'
import { auditHeads, auditLog } from './schema.js'

/** The name under which the head of the whole log is noted; a record's is noted under its id. */
const wholeLog = 'log'
/** Entries read at once when the log is gone through. */
const batchSize = 500

export type AuditPage = { entries: AuditEntry[]; next: number | null }

/** The hash-chained log of everything that people decided. */
export function createAuditLog(db: Database) {
  return {
    /** For what no transaction of its own writes. An act of a person is logged in the act's transaction (`appendToLog`). */
    append: (entry: NewEntry): Promise<AuditEntry> => db.transaction((tx) => appendToLog(tx, entry)),
    /** Newest first; `next` is the number before which the older ones are. */
    list: async ({ recordId, limit, before }: { recordId?: string; limit: number; before?: number }): Promise<AuditPage> => {
      const isBefore = before === undefined ? undefined : lt(auditLog.seq, before)
      const rows = await db
        .select()
        .from(auditLog)
        .where(and(ofRecord(recordId), isBefore))
        .orderBy(desc(auditLog.seq))
        .limit(limit + 1)
      const page = rows.slice(0, limit)
      return { entries: page.map(({ body }) => body), next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null }
    },
    /** The same, narrowed by more than a record. */
    find: async ({ limit, before, ...filter }: AuditFilter & { limit: number; before?: number }): Promise<AuditPage> => {
      const found = await findEntries(db, { ...filter, limit: limit + 1, ...(before === undefined ? {} : { before }) })
      const entries = found.slice(0, limit)
      return { entries, next: found.length > limit ? (entries.at(-1)?.seq ?? null) : null }
    },
    /** How many there are in all of what `find` finds. */
    count: (filter: AuditFilter): Promise<number> => countEntries(db, filter),
    head: (recordId?: string): Promise<Head> => readHead(db, recordId ?? wholeLog),
    /** Goes through the log, or a record's, from its first entry. `expected` is a head of before, which the log must still hold. */
    verify: (input: { recordId?: string; expected?: Head } = {}): Promise<ChainCheck> =>
      db.transaction((tx) => verifyLog(tx, input), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
    entries: (recordId?: string): AsyncIterable<AuditEntry> => readEntries(db, recordId),
  }
}

/**
 * Adds an entry to the log. The lock on the log's head is held until the transaction ends, so this comes last in it: appends take turns, and
 * nothing else does. It follows the noted head and not the last row, or entries cut off the end would be overwritten unseen.
 */
export async function appendToLog(tx: Transaction, entry: NewEntry): Promise<AuditEntry> {
  const { recordId } = entry.subject
  const [locked] = await tx.select().from(auditHeads).where(eq(auditHeads.name, wholeLog)).for('update')
  if (locked === undefined) throw new Error('the head of the audit log is missing: the log was tampered with, or never set up')
  const own = recordId === null ? null : await readHead(tx, recordId)
  const lastOfRecord = own === null || own.entries === 0 ? null : { seq: locked.entries, hash: own.hash, subject: { recordId } }
  const last = locked.entries === 0 ? null : { seq: locked.entries, hash: locked.hash, subject: { recordId: null } }
  const appended = appendEntry({ last, lastOfRecord }, entry)
  const { seq, hash } = appended
  await tx.insert(auditLog).values({ seq, recordId, body: appended })
  await indexEntry(tx, appended)
  await tx.update(auditHeads).set({ entries: seq, hash }).where(eq(auditHeads.name, wholeLog))
  if (recordId !== null && own !== null) {
    const head = { entries: own.entries + 1, hash }
    await tx
      .insert(auditHeads)
      .values({ name: recordId, ...head })
      .onConflictDoUpdate({ target: auditHeads.name, set: head })
  }
  return appended
}

/** The same where there may be nothing to tell: what a part of the program does by itself is not logged. */
export async function appendIfAny(tx: Transaction, entry: NewEntry | undefined): Promise<void> {
  if (entry !== undefined) await appendToLog(tx, entry)
}

/** SQL for how many entries of the log are about a record: an integer, for a statement that asks for more. */
export function entriesOf(recordId: string): SQL {
  return sql`coalesce((SELECT entries FROM ${auditHeads} WHERE name = ${recordId}), 0)::int`
}

async function readHead(db: Database | Transaction, name: string): Promise<Head> {
  const [row] = await db.select().from(auditHeads).where(eq(auditHeads.name, name))
  return { entries: row?.entries ?? 0, hash: row?.hash ?? genesisHash }
}

/** Page by page: what is kept of the log meanwhile is its last entry, and how many entries each record has and the hash of the last. */
async function verifyLog(tx: Transaction, { recordId, expected }: { recordId?: string; expected?: Head }): Promise<ChainCheck> {
  const noted = await readHead(tx, recordId ?? wholeLog)
  const head = expected ?? noted
  const chain = recordId === undefined ? readChain() : readRecordChain(recordId)
  const ofRecords = new Map<string, Head>()
  const last = { entries: 0, seq: 0 }
  let atHead = head.entries === 0 ? { seq: 0, hash: genesisHash } : null
  for await (const row of readRows(tx, { recordId, upTo: null })) {
    const broken = chain.read(asStored(row))
    if (broken !== null) return broken
    const { hash } = row.body
    last.entries += 1
    last.seq = row.seq
    if (last.entries === head.entries) atHead = { seq: row.seq, hash }
    if (row.recordId !== null) ofRecords.set(row.recordId, { entries: (ofRecords.get(row.recordId)?.entries ?? 0) + 1, hash })
  }
  const checked = chain.end(noted)
  if (checked.status === 'broken') return checked
  if (atHead?.hash !== head.hash) {
    const why = `the log does not hold the head that was noted (${head.entries} entries, ${head.hash})`
    return { status: 'broken', seq: atHead === null ? last.seq : atHead.seq || last.seq, why }
  }
  return recordId === undefined ? verifyRecordHeads(tx, { found: ofRecords, lastSeq: last.seq, checked }) : checked
}

type RecordHeads = { found: ReadonlyMap<string, Head>; lastSeq: number; checked: ChainCheck }

/** The log of each record must end as it was noted, too. */
async function verifyRecordHeads(tx: Transaction, { found, lastSeq, checked }: RecordHeads): Promise<ChainCheck> {
  const rows = await tx.select().from(auditHeads).where(ne(auditHeads.name, wholeLog))
  const noted = new Map(rows.map((row) => [row.name, row]))
  for (const name of new Set([...found.keys(), ...noted.keys()])) {
    const [head, actual] = [noted.get(name), found.get(name)]
    if (head?.entries !== actual?.entries || head?.hash !== actual?.hash) {
      return { status: 'broken', seq: lastSeq, why: `the log of ${name} does not end with the entry that was noted` }
    }
  }
  return checked
}

/** What the row says, so that a column that contradicts its body shows as a change of the entry. */
function asStored({ seq, recordId, body }: typeof auditLog.$inferSelect): unknown {
  const entry: Partial<AuditEntry> = { ...body }
  return { ...entry, seq, subject: { ...entry.subject, recordId } }
}

async function* readEntries(db: Database, recordId?: string): AsyncIterable<AuditEntry> {
  const [newest] = await db.select({ seq: auditLog.seq }).from(auditLog).orderBy(desc(auditLog.seq)).limit(1)
  for await (const { body } of readRows(db, { recordId, upTo: newest?.seq ?? 0 })) yield body
}

type Rows = { recordId: string | undefined; upTo: number | null }

/** In the order of the log, some at a time. A number may be anything, in a log that was tampered with. */
async function* readRows(db: Database | Transaction, { recordId, upTo }: Rows): AsyncIterable<typeof auditLog.$inferSelect> {
  let after: number | null = null
  for (;;) {
    const isAfter: SQL | undefined = after === null ? undefined : gt(auditLog.seq, after)
    const rows: (typeof auditLog.$inferSelect)[] = await db
      .select()
      .from(auditLog)
      .where(and(ofRecord(recordId), isAfter, upTo === null ? undefined : lte(auditLog.seq, upTo)))
      .orderBy(asc(auditLog.seq))
      .limit(batchSize)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < batchSize) return
    after = last.seq
  }
}

function ofRecord(recordId: string | undefined): SQL | undefined {
  return recordId === undefined ? undefined : eq(auditLog.recordId, recordId)
}
