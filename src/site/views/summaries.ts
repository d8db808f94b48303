import type { Community, PublishedTool } from '../../contracts/site.js'
import type { ListedTool } from '../store/site-lists.js'
import type { HistoryEntry } from './history.js'

/** Readers' votes, as the site shows them. */
export type CommunityReader = {
  /** By slug; a tool without votes may be left out. */
  of: (tools: readonly string[]) => Promise<ReadonlyMap<string, Community>>
}

/** A published tool with its readers' votes. */
export type SiteTool = PublishedTool & { community: Community }

/** A tool in a list. */
export type ToolSummary = Pick<PublishedTool['tool'], 'slug' | 'name' | 'vendor' | 'category' | 'tagline' | 'panelShip'> & {
  shortName: string | null
  calls: HistoryEntry['calls']
  community: Community
  publishedAt: string
  entryPrice: string
  /** As in `PublishedTool`. */
  staleSince?: string
}

const noVotes: Community = { raw: { ships: 0, votes: 0, percent: null }, confirmed: { ships: 0, votes: 0, percent: null } }

/** The votes on each of these tools, zeros where there are none. */
export async function readCommunity(community: CommunityReader, slugs: readonly string[]): Promise<(slug: string) => Community> {
  const found = slugs.length === 0 ? new Map<string, Community>() : await community.of([...new Set(slugs)])
  return (slug) => found.get(slug) ?? noVotes
}

const made = new WeakMap<PublishedTool, SiteTool>()

/** A published tool with these votes on it: the same object for the same two, so that what was made of it need not be made again. */
export function toSiteTool(tool: PublishedTool, community: Community): SiteTool {
  const known = made.get(tool)
  if (known?.community === community) return known
  const site = { ...tool, community }
  made.set(tool, site)
  return site
}

/** A tool as lists show it. Pure. */
export function toSummary({ slug, publishedAt, summary, staleSince = null }: ListedTool, community: Community): ToolSummary {
  const { name, shortName, vendor, category, tagline, panelShip, calls, entryPrice } = summary
  const at = publishedAt.toISOString()
  const shown = { slug, name, shortName, vendor, category, tagline, panelShip, calls, entryPrice, community, publishedAt: at }
  return staleSince === null ? shown : { ...shown, staleSince }
}
