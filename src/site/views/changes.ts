import type { RecordContent } from '../../contracts/record.js'
import type { PublishedTool } from '../../contracts/site.js'
import { leanBetween } from '../../panels/record/panel-ship.js'
import { groupBy } from '../../platform/group-by.js'
import type { SiteStore } from '../store/site.js'
import type { StoredChange } from '../store/site-reads.js'
import type { HistoryEntry } from './history.js'
import { comparePath, pairSlug, toolPath } from './pair.js'

/** What changed on the site, newest first: what feeds and the newsletter are made of. */
export type SiteChange = {
  /** Ascending with time, without two alike. */
  seq: number
  kind: 'published' | 'changed' | 'retracted'
  at: string
  recordId: string
  title: string
  /** Where to read it, as a site path. */
  path: string
  tools: {
    slug: string
    name: string
    tagline: string
    panelShip: PublishedTool['tool']['panelShip']
    calls: HistoryEntry['calls']
    entryPrice: string
    /** Since when a source of it has changed, where this is what its page shows; left out where none has. */
    staleSince?: string
  }[]
  lean: RecordContent['lean']
  publicReason: string | null
}

type Changes = {
  /** `after` is the first instant that counts, `before` the first that does not. */
  changes: (range: { after?: string; before?: string; limit: number }) => Promise<SiteChange[]>
}

/** What feeds and the newsletter are made of. */
export function createChanges({ site }: { site: SiteStore }): Changes {
  return {
    changes: async ({ after, before, limit }) => {
      const range = {
        after: after === undefined ? undefined : new Date(after),
        before: before === undefined ? undefined : new Date(before),
      }
      const changes = await site.changes({ ...range, limit })
      const publications = await site.publicationsOfRecords([...new Set(changes.map(({ recordId }) => recordId))])
      const redirects = await site.redirectsOf([...new Set(publications.map(({ slug }) => slug))])
      const byRecord = groupBy(publications, ({ recordId }) => recordId)
      return changes.map((change) => toChange(change, byRecord.get(change.recordId) ?? [], redirects))
    },
  }
}

type Publications = Awaited<ReturnType<SiteStore['publicationsOfRecords']>>

function toChange(change: StoredChange, publications: Publications, redirects: ReadonlyMap<string, string>): SiteChange {
  const { seq, kind, at, recordId, title, publicReason } = change
  // A publication carries its decision's number; a retraction takes back the last one before it.
  const published = Math.max(...publications.map((publication) => publication.seq).filter((each) => each <= seq))
  const tools = publications
    .filter((publication) => publication.seq === published)
    .map(({ slug, summary: { name, tagline, panelShip, calls, entryPrice }, staleSince }) => {
      const tool = { slug, name, tagline, panelShip, calls, entryPrice }
      return staleSince === null ? tool : { ...tool, staleSince }
    })
    .sort((one, other) => (one.slug < other.slug ? -1 : 1))
  return {
    seq,
    kind,
    at: at.toISOString(),
    recordId,
    title,
    path: pathOf(tools.map(({ slug }) => redirects.get(slug) ?? slug)),
    tools,
    lean: leanBetween(tools),
    publicReason,
  }
}

/** Its comparison; of one tool alone, its page. */
function pathOf([first, second]: readonly string[]): string {
  if (first === undefined) return '/'
  return second === undefined || second === first ? toolPath(first) : comparePath(pairSlug(first, second))
}
