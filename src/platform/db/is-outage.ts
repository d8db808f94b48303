import { ProviderError } from '../errors.js'
import { ConnectionError } from './connection-failure.js'

export type OutageKind = 'unreachable' | 'busy' | 'read-only' | 'full' | 'slow'

/** The database, or the disk beside it, cannot be used for now: how, in words for the desk and the log, without an address, and what an operator can do. */
export type Outage = { kind: OutageKind; what: string; fix: string }

const words: Readonly<Record<OutageKind, { what: string; fix: string }>> = {
  unreachable: { what: 'the database cannot be reached', fix: 'start its server, or correct DATABASE_URL' },
  busy: { what: 'the database has no room for another query', fix: 'stop what holds its connections and memory, or raise its limits' },
  'read-only': {
    what: 'the database takes no changes',
    fix: 'make it writable (no standby, default_transaction_read_only off), or name another with DATABASE_URL',
  },
  full: { what: 'the disk of the database is full', fix: 'free some space there, and try again' },
  slow: { what: 'the database did not answer in time', fix: 'see what holds its locks or its disk, and try again' },
}

/** Of the network and of Node's files; of PostgreSQL (its documentation, appendix A) by class, and by code where a class holds more. */
const byCode: readonly (readonly [OutageKind, RegExp])[] = [
  ['unreachable', /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/],
  // Connection exceptions; who is let in; no such database; stopped, crashed, starting or dropped by an operator.
  ['unreachable', /^(?:08\w{3}|28\w{3}|3D000|57P0[1-5])$/],
  // A standby, default_transaction_read_only, a file system mounted read-only.
  ['read-only', /^(?:25006|EROFS)$/],
  ['full', /^(?:53100|ENOSPC|EDQUOT|58030)$/],
  // The rest of class 53, insufficient resources; deadlocks and conflicts that another try resolves; too many open files.
  ['busy', /^(?:53\w{3}|40001|40P01|EMFILE|ENFILE)$/],
  // Cancelled by a timeout; a lock not to be had in time; a transaction or session that idled too long.
  ['slow', /^(?:57014|55P03|25P0[34])$/],
]

/** What is reported without a code of its own: by the driver and its pool; by a database that no one is let into for now; by the system, in PostgreSQL's words. */
const byWords: readonly (readonly [OutageKind, RegExp])[] = [
  ['full', /No space left on device|Disk quota exceeded/],
  ['read-only', /Read-only file system/],
  ['slow', /Query read timeout/],
  [
    'unreachable',
    /not currently accepting connections|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Client was closed|Cannot use a pool after calling end/,
  ],
]

/** Why the database cannot be used for now, so that another try may do better; null for any other error, and for what a model's provider does. */
export function outageOf(error: unknown): Outage | null {
  const kind = kindOf(error)
  return kind === null ? null : { kind, ...words[kind] }
}

/** Whether an error says that the database could not be used, so that another try may do better. */
export function isOutage(error: unknown): boolean {
  return kindOf(error) !== null
}

function kindOf(error: unknown): OutageKind | null {
  if (!(error instanceof Error) || error instanceof ProviderError) return null
  // The cause knows better: a connection that was refused may be one that the server has no room for.
  const causes = error instanceof AggregateError ? error.errors : [error.cause]
  for (const cause of causes) {
    const kind = kindOf(cause)
    if (kind !== null) return kind
  }
  if (error instanceof ConnectionError) return 'unreachable'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return find(byCode, code) ?? find(byWords, error.message)
}

function find(table: readonly (readonly [OutageKind, RegExp])[], text: string): OutageKind | null {
  return table.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
