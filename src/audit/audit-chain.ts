import { type AuditEntry, auditEntrySchema } from '../contracts/audit.js'
import { hashJson } from '../platform/hash.js'

/** What the first entry of a chain names as the hash before it: no entry can have it. */
export const genesisHash = '0'.repeat(64)

/** What happened, before it has its place in the chain. */
export type NewEntry = Pick<AuditEntry, 'at' | 'actor' | 'action' | 'subject' | 'data'>

/** What of an entry the next one is tied to. */
export type Tail = { seq: number; hash: string; subject: { recordId: string | null } }

/** The last entry of the whole log, and the last of the record the new one is about: null where there is none. */
export type Previous = { last: Tail | null; lastOfRecord: Tail | null }

/**
 * An entry with its number and hashes, to be stored in the transaction that read `previous` under a lock. Throws when an entry that belongs to
 * no record, or to another one, is given as the record's last.
 */
export function appendEntry({ last, lastOfRecord }: Previous, entry: NewEntry): AuditEntry {
  const { recordId } = entry.subject
  if (lastOfRecord !== null && (recordId === null || lastOfRecord.subject.recordId !== recordId)) {
    throw new Error(`entry ${lastOfRecord.seq} is not about ${recordId ?? 'no record'}: read the last entry of the same record`)
  }
  const chained = {
    seq: (last?.seq ?? 0) + 1,
    ...entry,
    previousHash: last?.hash ?? genesisHash,
    previousHashOfRecord: recordId === null ? null : (lastOfRecord?.hash ?? genesisHash),
  }
  // Parsed before it is hashed: parsing drops what no JSON document should hold (a key named __proto__), and the hash covers what is stored.
  const { hash: _none, ...parsed } = auditEntrySchema.parse({ ...chained, hash: genesisHash })
  return { ...parsed, hash: hashJson(parsed) }
}

/** How a chain ended when someone last noted it: without that, entries cut off its end cannot be missed. */
export type Head = { entries: number; hash: string }
export type ChainCheck = { status: 'ok'; head: Head } | { status: 'broken'; seq: number; why: string }

/** Reads a chain entry by entry. `read` gives what is wrong with an entry, or null; `end` what the whole came to. Neither throws. */
export type ChainReader = { read: (candidate: unknown) => Broken | null; end: (expected?: Head) => ChainCheck }
type Broken = Extract<ChainCheck, { status: 'broken' }>

/**
 * Reads a whole log from its first entry: numbers without a gap, each entry's own hash, and each naming the hash before it, overall and by
 * record. Keeps one hash for each record, and no entry but the last.
 */
export function readChain(): ChainReader {
  const lastOfRecord = new Map<string, string>()
  return follow((entry, last) => {
    if (entry.seq !== (last?.seq ?? 0) + 1)
      return `it should be number ${(last?.seq ?? 0) + 1}: entries are missing, doubled or out of order`
    if (entry.previousHash !== (last?.hash ?? genesisHash)) return 'the entry before it is not the one it was written after'
    const { recordId } = entry.subject
    const before = recordId === null ? null : (lastOfRecord.get(recordId) ?? genesisHash)
    if (recordId !== null) lastOfRecord.set(recordId, entry.hash)
    return entry.previousHashOfRecord === before
      ? null
      : `the entry before it about ${recordId ?? 'a record'} is not the one it was written after`
  })
}

/** The same for the log of one record, taken out of the whole: its numbers rise, with gaps. */
export function readRecordChain(recordId: string): ChainReader {
  return follow((entry, last) => {
    if (entry.subject.recordId !== recordId) return `it is not about ${recordId}`
    if (last !== null && entry.seq <= last.seq) return 'it is out of order'
    return entry.previousHashOfRecord === (last?.hash ?? genesisHash) ? null : 'the entry before it is not the one it was written after'
  })
}

/** All entries of a log at once, in its order: the first that does not fit, and why. */
export function verifyChain(entries: readonly unknown[], expected?: Head): ChainCheck {
  return readAll(readChain(), entries, expected)
}

/** All entries of one record's log at once. */
export function verifyRecordChain(recordId: string, entries: readonly unknown[], expected?: Head): ChainCheck {
  return readAll(readRecordChain(recordId), entries, expected)
}

function readAll(chain: ChainReader, entries: readonly unknown[], expected: Head | undefined): ChainCheck {
  for (const entry of entries) {
    const broken = chain.read(entry)
    if (broken !== null) return broken
  }
  return chain.end(expected)
}

function follow(checkEntry: (entry: AuditEntry, last: AuditEntry | null) => string | null): ChainReader {
  let last: AuditEntry | null = null
  let count = 0
  const read = (candidate: unknown): Broken | null => {
    count += 1
    const parsed = auditEntrySchema.safeParse(candidate)
    if (!parsed.success) {
      const why = `it is no audit entry: ${parsed.error.issues[0]?.path.join('.')}`
      return { status: 'broken', seq: seqOf(candidate) ?? count, why }
    }
    const entry: AuditEntry = parsed.data
    // What was read and not what was parsed of it: nothing may be slipped in that parsing drops.
    const { hash, ...hashed } = candidate as AuditEntry
    const isIntact = hashJson(hashed) === hash
    const why = isIntact ? checkEntry(entry, last) : 'it was changed after it was written: its hash does not fit what it says'
    if (why !== null) return { status: 'broken', seq: entry.seq, why }
    last = entry
    return null
  }
  return { read, end: (expected) => checkHead({ entries: count, hash: last?.hash ?? genesisHash }, { last, expected }) }
}

function missingText(count: number): string {
  return count === 1 ? '1 entry is missing after it' : `${count} entries are missing after it`
}

function checkHead(head: Head, { last, expected }: { last: AuditEntry | null; expected: Head | undefined }): ChainCheck {
  if (expected === undefined || (expected.entries === head.entries && expected.hash === head.hash)) return { status: 'ok', head }
  const why =
    head.entries < expected.entries ? missingText(expected.entries - head.entries) : 'the log does not end with the entry that was noted'
  return { status: 'broken', seq: last?.seq ?? 0, why }
}

function seqOf(candidate: unknown): number | null {
  const seq = typeof candidate === 'object' && candidate !== null && 'seq' in candidate ? candidate.seq : null
  return Number.isInteger(seq) ? (seq as number) : null
}
