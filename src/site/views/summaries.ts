import type { Community } from '../../contracts/site.js'
import type { ListedTool } from '../store/site-lists.js'
import type { CommunityReader, ToolSummary } from './types.js'

const noVotes: Community = { raw: { ships: 0, votes: 0, percent: null }, confirmed: { ships: 0, votes: 0, percent: null } }

/** The votes on each of these tools, zeros where there are none. */
export async function readCommunity(community: CommunityReader, slugs: readonly string[]): Promise<(slug: string) => Community> {
  const found = slugs.length === 0 ? new Map<string, Community>() : await community.of([...new Set(slugs)])
  return (slug) => found.get(slug) ?? noVotes
}

/** A tool as lists show it. Pure. */
export function toSummary({ slug, publishedAt, summary, staleSince = null }: ListedTool, community: Community): ToolSummary {
  const { name, shortName, vendor, category, tagline, panelShip, calls, entryPrice } = summary
  const at = publishedAt.toISOString()
  const shown = { slug, name, shortName, vendor, category, tagline, panelShip, calls, entryPrice, community, publishedAt: at }
  return staleSince === null ? shown : { ...shown, staleSince }
}
