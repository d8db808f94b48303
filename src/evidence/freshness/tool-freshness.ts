import type { ToolFreshness } from '../../contracts/site.js'
import type { PageState, SourceCheck } from '../store/source-checks.js'

/** A source of a published tool with how its address was the last time. */
export type CheckedSource = SourceCheck & { page: PageState }

/** What readers see of the sources of one tool, in their order; null before any of them was looked at again. Pure. */
export function toolFreshness(sources: readonly CheckedSource[]): ToolFreshness | null {
  if (sources.every(({ page }) => page.checkedAt === null)) return null
  const there = sources.filter((each) => each.isCaptured && goneSince(each) === null)
  const oldest = there.map(({ readAt }) => readAt.getTime()).sort((a, b) => a - b)[0]
  return {
    readOn: oldest === undefined ? null : dayOf(new Date(oldest)),
    gone: sources.flatMap((each) => {
      const since = goneSince(each)
      return since === null ? [] : [{ source: each.source, since: dayOf(since) }]
    }),
    changed: sources.flatMap(({ source, outcome, since, changes }) =>
      outcome === 'changed' && since !== null ? [{ source, since: dayOf(since), changes }] : [],
    ),
  }
}

/** Since when a source is no longer there; null while it is. Pure. */
export function goneSince({ outcome, since, page }: CheckedSource): Date | null {
  if (page.outcome === 'gone') return page.failingSince
  return outcome === 'gone' ? since : null
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
