import type { BlindCall } from '../../contracts/review.js'
import type { Database } from '../../platform/db/database.js'
import { createSiteLists } from './site-lists.js'
import { createSiteReads } from './site-reads.js'
import { createSiteRedirects } from './site-redirects.js'
import { createSiteWrites } from './site-writes.js'

/** How far the site has followed what was decided; how often it was made again; redirects by how many there are and when the newest was made; marks of changed sources as a hash; what was found of sources by how often that changed; logos as a hash. */
export type SiteState = {
  cursor: number
  rebuilds: number
  newestDecision: number
  redirects: number
  newestRedirect: Date | null
  staleMarks: string
  sourceChecks: number
  /** Of all logos. */
  logos: string
}

export type SiteStore = ReturnType<typeof createSiteStore>

/** What readers see, in PostgreSQL: taken out of decisions about records (see site-schema.ts), and read by pages. */
export function createSiteStore(db: Database) {
  return {
    /** One small query, for every page asks for it. */
    state: async (): Promise<SiteState> => {
      const { rows } = await db.$client.query<StateRow>(stateQuery)
      const [row] = rows
      return {
        cursor: Number(row?.cursor ?? 0),
        rebuilds: Number(row?.rebuilds ?? 0),
        newestDecision: Number(row?.newestDecision ?? 0),
        redirects: Number(row?.redirects ?? 0),
        newestRedirect: row?.newestRedirect ?? null,
        staleMarks: row?.staleMarks ?? '',
        sourceChecks: Number(row?.sourceChecks ?? 0),
        logos: row?.logos ?? '',
      }
    },
    /** Reviewers' blind calls on records of which something is published. */
    blindCalls: async (): Promise<BlindCall[]> => {
      const { rows } = await db.$client.query<{ body: BlindCall }>(blindCallsQuery)
      return rows.map(({ body }) => body)
    },
    ...createSiteWrites(db),
    ...createSiteLists(db),
    ...createSiteReads(db),
    ...createSiteRedirects(db),
  }
}

// Numbers of 64 bits come as texts.
type StateRow = {
  cursor: string | null
  rebuilds: string | null
  newestDecision: string
  redirects: string
  newestRedirect: Date | null
  staleMarks: string
  sourceChecks: string
  logos: string
}

const stateQuery = {
  name: 'site-state',
  text: `
  SELECT (SELECT seq FROM site_cursor WHERE name = 'site') AS cursor, (SELECT seq FROM site_cursor WHERE name = 'rebuilds') AS rebuilds,
    (SELECT coalesce(max(seq), 0) FROM record_decisions) AS "newestDecision",
    (SELECT count(*) FROM site_redirects) AS redirects, (SELECT max(at) FROM site_redirects) AS "newestRedirect",
    (SELECT coalesce(left(md5(string_agg(record_id || stale, ' ' ORDER BY record_id)), 12), '') FROM record_reviews WHERE stale IS NOT NULL) AS "staleMarks",
    (SELECT coalesce(sum(version), 0) FROM tool_freshness) AS "sourceChecks",
    (SELECT coalesce(left(md5(string_agg(slug || sha256, ' ' ORDER BY slug)), 12), '') FROM tool_logos) AS logos`,
}

const blindCallsQuery = {
  name: 'site-blind-calls',
  text: `
  SELECT body FROM blind_calls WHERE record_id IN (SELECT record_id FROM published_tools WHERE is_current)
  ORDER BY verdict_id, user_id`,
}
