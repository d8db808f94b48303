import type { SiteState, SiteStore } from '../store/site.js'
import type { SiteWriter } from '../store/site-writes.js'
import { type FollowDependencies, toSteps } from './publication-of.js'

/** Decisions applied at once: each may carry a record's whole content. */
const batchSize = 50

type Dependencies = FollowDependencies & { site: SiteStore }

type Following = {
  /**
   * Applies what was decided since the last time. Returns the version of the content: another text whenever a page may look different for
   * another reason than votes. Cheap when nothing happened.
   */
  refresh: () => Promise<string>
  /** Forgets what was applied and applies it again, in one step for readers. Returns the version of its content. */
  rebuild: () => Promise<string>
}

/** Keeps the site up with what was decided. */
export function createFollowing(deps: Dependencies): Following {
  // One at a time in this process: each holds a connection while it waits for its turn among processes.
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }
  return {
    refresh: async () => {
      const state = await deps.site.state()
      if (state.newestDecision <= state.cursor) return versionOf(deps, state)
      await inTurn(() => takeUp(deps, state.newestDecision))
      return versionOf(deps, await deps.site.state())
    },
    rebuild: async () => {
      await inTurn(() => rebuildSiteIndex(deps))
      return versionOf(deps, await deps.site.state())
    },
  }
}

/** The day counts too: with it predictions come due. */
function versionOf(
  { runtime }: Dependencies,
  { cursor, rebuilds, redirects, newestRedirect, staleMarks, sourceChecks, logos }: SiteState,
): string {
  const day = runtime.now().toISOString().slice(0, 10)
  return [cursor, rebuilds, redirects, newestRedirect?.getTime() ?? 0, staleMarks, sourceChecks, logos, day].join('.')
}

/** Applies everything up to that decision, in batches that are read before the cursor is locked. */
async function takeUp(deps: Dependencies, until: number): Promise<void> {
  const { site, reviews } = deps
  for (;;) {
    const { cursor } = await site.state()
    if (cursor >= until) return
    const decisions = await reviews.decisionsAfter(cursor, batchSize)
    if (decisions.length === 0) return
    const steps = await toSteps(deps, decisions)
    await site.change(async (writer) => {
      // Another process may have emptied the tables in between: what comes before these steps is missing then.
      if (writer.cursor >= cursor) await writer.take(steps)
    })
  }
}

/** All in one transaction, so that readers see the site as it was until it is whole again. */
async function rebuildSiteIndex(deps: Dependencies): Promise<void> {
  await deps.site.change(async (writer: SiteWriter) => {
    await writer.empty()
    for (;;) {
      const decisions = await deps.reviews.decisionsAfter(writer.cursor, batchSize)
      if (decisions.length === 0) return
      await writer.take(await toSteps(deps, decisions))
    }
  })
}
