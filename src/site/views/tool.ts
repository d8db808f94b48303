import type { SiteStore } from '../store/site.js'
import { type HistoryEntry, type RetractedView, toHistory, toRetracted } from './history.js'
import { comparisonsOf, findNeighbours } from './neighbours.js'
import { isSlug, type Moved, type NotPublished, type PairLink, toolPath } from './pair.js'
import { type CommunityReader, readCommunity, type SiteTool, toSiteTool } from './summaries.js'

export type ToolView = {
  kind: 'tool'
  /** As last published. */
  current: SiteTool
  history: HistoryEntry[]
  /** What it can be compared with, the nearest first. */
  comparisons: (PairLink & { other: { slug: string; name: string } })[]
  /** All other published tools by name, for a form that picks one; at most 500. */
  others: { slug: string; name: string }[]
}

const othersShown = 500
const notPublished: NotPublished = { kind: 'not published' }

type Tool = { tool: (slug: string) => Promise<ToolView | RetractedView | Moved | NotPublished> }

/** A tool's own page. */
export function createTool({ site, community }: { site: SiteStore; community: CommunityReader }): Tool {
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
        current: toSiteTool(body, votesOf(slug)),
        history: toHistory(publications),
        comparisons: comparisonsOf({ slug, name }, neighbours.get(slug) ?? []),
        others,
      }
    },
  }
}
