import type { ChainCheck, Head, NewEntry } from '../audit/audit-chain.js'
import type { AuditFilter } from '../audit/find-entries.js'
import type { AuditEntry } from '../contracts/audit.js'
import type { Runtime } from '../platform/runtime.js'
import { amongTitles, type LogTitles } from './store/log-titles.js'
import type { ReviewStore } from './store/reviews.js'

export type AuditListInput = { recordId?: string; limit?: number; before?: number }

/** `q`: words of the names of tools that an entry is about, directly or through a panel, a record or a verdict; or an id. */
export type AuditFindInput = AuditListInput & Omit<AuditFilter, 'among'> & { q?: string }

/** `titles`: what the entries are about, by the id in them. `total`: how many match in all. */
export type AuditFound = AuditPage & { total: number; titles: LogTitles }

/** Newest first; `next`: pass it as `before` for older ones. */
export type AuditPage = { entries: AuditEntry[]; next: number | null }

export type AuditActions = {
  list: (input: AuditListInput) => Promise<AuditPage>
  /** The same, narrowed by more than a record, with what the entries are about. */
  find: (input: AuditFindInput) => Promise<AuditFound>
  /**
   * Reads the whole log, or one record's, and holds it against the head that was noted apart. `expected`: a head noted elsewhere, such as by an
   * export; the log must hold it at that place.
   */
  verify: (input?: { recordId?: string; expected?: Head }) => Promise<ChainCheck>
  /** Every entry, oldest first, in batches, as they were when it began. */
  exportAll: (input?: { recordId?: string }) => AsyncIterable<AuditEntry>
  /** How the whole log, or a record's, ends now: to be noted elsewhere. */
  head: (recordId?: string) => Promise<Head>
  /** For what happens outside of a record: people, tokens, tools, settings. */
  note: (entry: Omit<NewEntry, 'at'>) => Promise<AuditEntry>
}

const defaultLogPage = 50
const largestLogPage = 200

/** The audit log by itself, for a command that needs nothing else. */
export function createAuditActions(
  { audit, logTitles }: Pick<ReviewStore, 'audit' | 'logTitles'>,
  { now }: Pick<Runtime, 'now'>,
): AuditActions {
  return {
    list: ({ limit = defaultLogPage, ...input }) => audit.list({ ...input, limit: Math.min(Math.max(1, limit), largestLogPage) }),
    find: async ({ limit = defaultLogPage, q = '', ...input }) => {
      const among = amongTitles(q)
      const asked = { ...input, ...(among === undefined ? {} : { among }) }
      const { before: _before, ...filter } = asked
      const [page, total] = await Promise.all([
        audit
          .find({ ...asked, limit: Math.min(Math.max(1, limit), largestLogPage) })
          .then(async (found) => ({ ...found, titles: await logTitles(found.entries) })),
        audit.count(filter),
      ])
      return { ...page, total }
    },
    verify: audit.verify,
    exportAll: ({ recordId } = {}) => audit.entries(recordId),
    head: audit.head,
    note: (entry) => audit.append({ ...entry, at: now().toISOString() }),
  }
}
