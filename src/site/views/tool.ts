import type { SiteStore } from '../store/site.js'
import { toHistory, toRetracted } from './history.js'
import { comparisonsOf, findNeighbours } from './neighbours.js'
import { isSlug, toolPath } from './pair.js'
import { readCommunity } from './summaries.js'
import type { CommunityReader, NotPublished, SiteActions } from './types.js'

const othersShown = 500
const notPublished: NotPublished = { kind: 'not published' }

/** A tool's own page. */
export function createTool({ site, community }: { site: SiteStore; community: CommunityReader }): Pick<SiteActions, 'tool'> {
  return {
    tool: async (slug) => {
      if (!isSlug(slug)) return notPublished
      const [redirects, bodies, publications] = await Promise.all([
        site.redirectsOf([slug]),
        site.bodies([slug]),
        site.publications([slug]),
      ])
      const to = redirects.get(slug)
      if (to !== undefined) return { kind: 'moved', to: toolPath(to) }
      const body = bodies.get(slug)
      const [newest] = publications
      if (newest === undefined) return notPublished
      if (body === undefined) return toRetracted(newest.summary.name, publications) ?? notPublished
      const { name, category } = body.tool
      const [votesOf, neighbours, others] = await Promise.all([
        readCommunity(community, [slug]),
        findNeighbours(site, [{ slug, name, category }]),
        site.otherTools(slug, othersShown),
      ])
      return {
        kind: 'tool',
        current: { ...body, community: votesOf(slug) },
        history: toHistory(publications),
        comparisons: comparisonsOf({ slug, name }, neighbours.get(slug) ?? []),
        others,
      }
    },
  }
}
