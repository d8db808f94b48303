import { type AuditEntry, auditEntrySchema } from '../contracts/review.js'
import { hashJson } from '../hash.js'

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

/** How a chain ended when somebody last noted it: without that, entries cut off its end cannot be missed. */
export type Head = { entries: number; hash: string }
export type ChainCheck = { status: 'ok'; head: Head } | { status: 'broken'; seq: number; why: string }

/**
 * Reads a whole log from its first entry: numbers without a gap, each entry's own hash, and each naming the hash before it, overall and by
 * record. Gives the first entry that does not fit, and why; entries come in the order of the log. Never throws.
 */
export function verifyChain(entries: readonly unknown[], expected?: Head): ChainCheck {
  const lastOfRecord = new Map<string, string>()
  return follow({
    entries,
    expected,
    checkEntry: (entry, last) => {
      if (entry.seq !== (last?.seq ?? 0) + 1)
        return `it should be number ${(last?.seq ?? 0) + 1}: entries are missing, doubled or out of order`
      if (entry.previousHash !== (last?.hash ?? genesisHash)) return 'the entry before it is not the one it was written after'
      const { recordId } = entry.subject
      const before = recordId === null ? null : (lastOfRecord.get(recordId) ?? genesisHash)
      if (recordId !== null) lastOfRecord.set(recordId, entry.hash)
      return entry.previousHashOfRecord === before
        ? null
        : `the entry before it about ${recordId ?? 'a record'} is not the one it was written after`
    },
  })
}

/** The same for the log of one record, taken out of the whole: its numbers rise, with gaps. */
export function verifyRecordChain(recordId: string, entries: readonly unknown[], expected?: Head): ChainCheck {
  return follow({
    entries,
    expected,
    checkEntry: (entry, last) => {
      if (entry.subject.recordId !== recordId) return `it is not about ${recordId}`
      if (last !== null && entry.seq <= last.seq) return 'it stands out of order'
      return entry.previousHashOfRecord === (last?.hash ?? genesisHash) ? null : 'the entry before it is not the one it was written after'
    },
  })
}

type Follow = {
  entries: readonly unknown[]
  expected: Head | undefined
  checkEntry: (entry: AuditEntry, last: AuditEntry | null) => string | null
}

function follow({ entries, expected, checkEntry }: Follow): ChainCheck {
  let last: AuditEntry | null = null
  for (const [index, candidate] of entries.entries()) {
    const parsed = auditEntrySchema.safeParse(candidate)
    if (!parsed.success)
      return {
        status: 'broken',
        seq: seqOf(candidate) ?? index + 1,
        why: `it is no audit entry: ${parsed.error.issues[0]?.path.join('.')}`,
      }
    const entry: AuditEntry = parsed.data
    // What was read and not what was parsed of it: nothing may be slipped in that parsing drops.
    const { hash, ...hashed } = candidate as AuditEntry
    if (hashJson(hashed) !== hash)
      return { status: 'broken', seq: entry.seq, why: 'it was changed after it was written: its hash does not fit what it says' }
    const why = checkEntry(entry, last)
    if (why !== null) return { status: 'broken', seq: entry.seq, why }
    last = entry
  }
  return checkHead({ entries: entries.length, hash: last?.hash ?? genesisHash }, { last, expected })
}

function checkHead(head: Head, { last, expected }: { last: AuditEntry | null; expected: Head | undefined }): ChainCheck {
  if (expected === undefined || (expected.entries === head.entries && expected.hash === head.hash)) return { status: 'ok', head }
  const why =
    head.entries < expected.entries
      ? `${expected.entries - head.entries} entries are missing after it`
      : 'the log does not end with the entry that was noted'
  return { status: 'broken', seq: last?.seq ?? 0, why }
}

function seqOf(candidate: unknown): number | null {
  const seq = typeof candidate === 'object' && candidate !== null && 'seq' in candidate ? candidate.seq : null
  return Number.isInteger(seq) ? (seq as number) : null
}
