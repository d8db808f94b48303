/** So many within so many seconds. */
export type Limit = { points: number; seconds: number }

const hour = 3_600
const day = 24 * hour

/**
 * What may be asked for, counted over all machines; decided in docs/decisions/0018-votes.md. An office behind one address is one block: fifty
 * people who read the newsletter on one morning and vote on three tools each stay within it.
 */
export const voteLimits = {
  /** Votes and changes of votes from one address block. */
  votesOfBlock: [
    { points: 150, seconds: hour },
    { points: 600, seconds: day },
  ],
  /** Votes and changes of votes of one reader. */
  votesOfReader: [{ points: 60, seconds: hour }],
  /** Readers' cookies given to one address block. */
  readersOfBlock: [
    { points: 60, seconds: hour },
    { points: 200, seconds: day },
  ],
  /** Mails that ask to confirm a vote: from one address block, to one mail address, and in all. */
  mailsOfBlock: [
    { points: 20, seconds: hour },
    { points: 60, seconds: day },
  ],
  mailsToAddress: [{ points: 3, seconds: day }],
  mailsInAll: [
    { points: 300, seconds: hour },
    { points: 2_000, seconds: day },
  ],
} as const satisfies Record<string, readonly Limit[]>

export type VoteLimit = keyof typeof voteLimits
