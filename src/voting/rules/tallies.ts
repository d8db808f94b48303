import type { Community, Tally } from '../../contracts/site.js'

/** A tool's votes as counted in the database: all that count, and those among them that were confirmed by mail. */
export type VoteCounts = { votes: number; ships: number; confirmedVotes: number; confirmedShips: number }

/** Ships of votes; the percentage is ships ÷ votes, rounded to the nearest whole, null without votes. */
export function tallyOf({ ships, votes }: { ships: number; votes: number }): Tally {
  return { ships, votes, percent: votes === 0 ? null : Math.round((100 * ships) / votes) }
}

/** The two tallies of a tool, apart. */
export function communityOf({ votes, ships, confirmedVotes, confirmedShips }: VoteCounts): Community {
  return { raw: tallyOf({ ships, votes }), confirmed: tallyOf({ ships: confirmedShips, votes: confirmedVotes }) }
}

/** A tool that no one has voted on. */
export const noVotes: Community = communityOf({ votes: 0, ships: 0, confirmedVotes: 0, confirmedShips: 0 })
