import type { PanelRecord } from '../contracts/record.js'
import type { Community } from '../contracts/site.js'

/** Where votes are counted, and which tools got another slug since: votes move along to the new one. */
export type VoteSources = {
  communities: (tools: readonly string[]) => Promise<ReadonlyMap<string, Community>>
  redirectsOf: (slugs: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/**
 * The record with the votes of now, for those who look at it: a record is built before anyone can vote, and keeps zeros in its file, in its JSON
 * and below its content hash. All votes count, as in the first figure on the site, confirmed by mail or not.
 */
export async function withVotes(record: PanelRecord, sources: VoteSources): Promise<PanelRecord> {
  const redirects = await sources.redirectsOf(record.tools.map(({ slug }) => slug))
  const slugNow = (slug: string) => redirects.get(slug) ?? slug
  const communities = await sources.communities(record.tools.map(({ slug }) => slugNow(slug)))
  return {
    ...record,
    tools: record.tools.map((tool) => ({ ...tool, community: communities.get(slugNow(tool.slug))?.raw ?? tool.community })),
  }
}
