import type { Persona } from './contracts/persona.js'
import type { Runtime } from './platform/runtime.js'
import { createChanges } from './site-actions/changes.js'
import { createComparison } from './site-actions/comparison.js'
import { createFigures } from './site-actions/figures.js'
import { createFollowing } from './site-actions/follow-decisions.js'
import { createHome } from './site-actions/home.js'
import { createPages } from './site-actions/neighbours.js'
import { createPersonas } from './site-actions/personas.js'
import type { DecisionReader } from './site-actions/publication-of.js'
import { createRedirects } from './site-actions/redirects.js'
import { createTool } from './site-actions/tool.js'
import type { CommunityReader, SiteActions } from './site-actions/types.js'
import type { SiteStore } from './store/site.js'

export type * from './site-actions/types.js'

export type SiteDependencies = {
  site: SiteStore
  /** The store of reviews (store/reviews.ts), of which the site reads what was published. */
  reviews: DecisionReader
  personas: () => Promise<Persona[]>
  community: CommunityReader
  runtime: Pick<Runtime, 'now' | 'log'>
}

/**
 * What readers see: the same for pages, feeds, export and newsletter. `refresh` takes up what was decided since the last time; everything
 * else reads what was taken up. Whatever a reader asks for gets an answer: what names nothing is `not published`.
 */
export function createSiteActions(deps: SiteDependencies): SiteActions {
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
