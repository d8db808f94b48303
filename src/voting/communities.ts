import type { Community } from '../contracts/site.js'
import type { Database } from '../platform/db/database.js'
import { communityOf, noVotes } from './rules/tallies.js'
import { createVoteStore, type VoteStore } from './store/votes.js'

/** Readers' tallies by slug: of every tool asked for, those without votes too. */
export type ReadCommunities = (tools: readonly string[]) => Promise<ReadonlyMap<string, Community>>

/** How readers voted on tools, as the site, a record and the newsletter show it. */
export function createCommunities(db: Database): ReadCommunities {
  return communitiesOf(createVoteStore(db))
}

export function communitiesOf(store: Pick<VoteStore, 'countByTool'>): ReadCommunities {
  return async (tools) => {
    const found = new Map(tools.map((tool) => [tool, noVotes]))
    for (const { tool, ...counts } of await store.countByTool(tools)) found.set(tool, communityOf(counts))
    return found
  }
}
