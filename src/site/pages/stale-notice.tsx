import type { PublishedTool, ToolFreshness } from '../../contracts/site.js'
import { sourceChanged } from '../source-changed.js'
import { Day } from './record/parts.js'
import { listWords, shortName } from './record/words.js'

type Named = { tool: { name: string; shortName: string | null }; staleSince?: string | undefined }

/** Tells readers that a source has changed since it was published, and on a page of several tools of which. Nothing where none has. */
export function StaleNotice({ sites }: { sites: readonly Named[] }) {
  const stale = sites.filter(({ staleSince }) => staleSince !== undefined)
  const since = stale.flatMap(({ staleSince }) => staleSince ?? []).sort()[0]
  if (since === undefined) return null
  const of = sites.length === 1 ? '' : ` for ${listWords(stale.map(({ tool }) => shortName(tool)))}`
  return (
    <p class="notice">
      <b>{sourceChanged}</b> Noted{of} on <Day on={since} />; the reviews below were written before.
    </p>
  )
}

/** What was found of the sources of these tools, by slug. Pure. */
export function freshnessOf(sites: readonly Pick<PublishedTool, 'tool' | 'freshness'>[]): ReadonlyMap<string, ToolFreshness> {
  return new Map(sites.flatMap(({ tool: { slug }, freshness }) => (freshness === undefined ? [] : [[slug, freshness] as const])))
}
