import type { Persona } from '../contracts/persona.js'
import type { Runtime } from '../platform/runtime.js'
import type { SiteStore } from './store/site.js'
import { createChanges } from './views/changes.js'
import { createComparison } from './views/comparison.js'
import { createFigures } from './views/figures.js'
import { createFollowing } from './views/follow-decisions.js'
import { createHome } from './views/home.js'
import { createPages } from './views/neighbours.js'
import { createPersonas } from './views/personas.js'
import type { DecisionReader } from './views/publication-of.js'
import { createRedirects } from './views/redirects.js'
import type { CommunityReader } from './views/summaries.js'
import { createTool } from './views/tool.js'

export type SiteActions = ReturnType<typeof createSiteActions>

export type SiteDependencies = {
  site: SiteStore
  /** The store of reviews (store/reviews.ts), of which the site reads what was published. */
  reviews: DecisionReader
  personas: () => Promise<Persona[]>
  community: CommunityReader
  runtime: Pick<Runtime, 'now' | 'log'>
}

/**
 * What readers see: the same for pages, feeds, export and newsletter. `refresh` applies what was decided since the last time; everything
 * else reads what was applied. Whatever a reader asks for gets an answer: what names nothing is `not published`.
 */
export function createSiteActions(deps: SiteDependencies) {
  const today = () => deps.runtime.now().toISOString().slice(0, 10)
  return {
    ...createFollowing(deps),
    ...createHome(deps),
    ...createComparison(deps),
    ...createTool(deps),
    ...createFigures({ site: deps.site, today }),
    ...createPersonas(deps),
    ...createChanges(deps),
    ...createPages(deps),
    ...createRedirects(deps),
  }
}
