import type { Transaction } from '../platform/db/database.js'
import { clip } from '../platform/text/clip.js'
import { type Outcome, prepareChange, type ReviewDependencies, without } from './change-record.js'
import { clearStale, markStale } from './decide-record.js'
import type { ReviewCase } from './review-case.js'
import type { StaleMark } from './store/schema.js'

/** Who marks a record, in the audit log. */
const watcher = 'freshness'
const mostNamed = 5
const longestReason = 2_000

/** A source that says something else than what was published, and what, in words such as `the entry price: $20 → $25`. */
export type ChangedSource = { source: string; sha256: string; title: string; changes: readonly string[] }

type Dependencies = Pick<ReviewDependencies, 'reviews' | 'settings' | 'runtime'>

/**
 * What changed sources of these tools do to published records: to be called in the transaction that notes the change, before that adds to the audit
 * log, with all sources of each tool that say something else now. A record whose page shows one is marked; a mark that rested on such sources alone
 * ends when each says again what was published. What is published is read beforehand, so that no transaction waits for a second connection.
 */
export async function prepareSourceMarks(deps: Dependencies, tools: readonly string[]) {
  const { reviews } = deps
  const decided = await reviews.decidedOn(tools)
  let changed: ReadonlyMap<string, readonly ChangedSource[]> = new Map()
  const at = deps.runtime.now().toISOString()
  const prepared = [...new Set([...decided.values()].flat())].sort().map(async (recordId) => {
    const change = await prepareChange(deps, { recordId }, (review) => decide(review, { changed, at }))
    return change === null ? [] : [{ recordId, change }]
  })
  const marks = (await Promise.all(prepared)).flat()
  return async (tx: Transaction, found: ReadonlyMap<string, readonly ChangedSource[]>): Promise<void> => {
    if (marks.length === 0) return
    changed = found
    // All locks before the first entry in the audit log, whose own lock everyone waits for.
    await reviews.lock(
      tx,
      marks.map(({ recordId }) => recordId),
    )
    for (const { recordId, change } of marks) await reviews.changeWithin(tx, { recordId, userId: '' }, change)
  }
}

type Found = { changed: ReadonlyMap<string, readonly ChangedSource[]>; at: string }

function decide(review: ReviewCase, { changed, at }: Found): Outcome<unknown> {
  const { standing, publication, stale } = review.stored.review
  if (standing !== 'published' || publication === null) return without(null)
  const words = { ...stale?.bySource }
  for (const [slug, sources] of changed) {
    const tool = publication.content.tools.find((each) => each.slug === slug)
    const hashes = new Set(tool?.sources.map(({ sha256 }) => sha256))
    const shown = sources.filter(({ sha256 }) => hashes.has(sha256))
    if (tool === undefined || shown.length === 0) delete words[slug]
    else words[slug] = `${tool.name}: ${inWords(shown)}`
  }
  const tools = Object.keys(words).sort()
  const reason = clip(tools.map((slug) => words[slug]).join('. '), longestReason)
  if (tools.length === 0)
    return restsOnSources(stale) ? clearStale(review, { actor: { system: watcher }, at, reason: backAgain }) : without(null)
  // A mark for another reason stays until an editor clears it.
  const isOwn = stale === null || restsOnSources(stale)
  return markStale(review, { by: watcher, reason, at, tools, ...(isOwn ? { bySource: words } : {}) })
}

const backAgain = 'its sources say again what was published'

function restsOnSources(stale: StaleMark | null): boolean {
  return stale?.bySource !== undefined
}

function inWords(sources: readonly ChangedSource[]): string {
  const named = sources.slice(0, mostNamed).map(({ title, changes }) => `“${title}” changed: ${changes.join(', ')}`)
  return `${named.join('; ')}${sources.length > mostNamed ? `; and ${sources.length - mostNamed} more of its sources` : ''}`
}
