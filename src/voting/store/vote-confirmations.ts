import { and, eq, gt, lte, ne } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { voteConfirmations, votes } from './schema.js'
import { bumpVoteVersion, lockVotes } from './vote-version.js'

/** A mail that asks to confirm a vote. `mail` and the token are hashes. */
export type NewConfirmation = { tokenSha256: string; voteId: string; mail: string; at: Date; expiresAt: Date }

/** The vote that a link in a mail is about. */
export type ConfirmableVote = { tool: string; choice: 'ship' | 'skip' }

/** The links in mails, part of `createVoteStore`. */
export function createConfirmationStore(db: Database) {
  return {
    addConfirmation: async (confirmation: NewConfirmation): Promise<void> => {
      await db.insert(voteConfirmations).values(confirmation)
    },
    /** For a mail that was not sent. */
    removeConfirmation: async (tokenSha256: string): Promise<void> => {
      await db.delete(voteConfirmations).where(eq(voteConfirmations.tokenSha256, tokenSha256))
    },
    /** Null for a link that was never made or expired. `isUsed` for one that has done its work. */
    findConfirmation: async (tokenSha256: string, now: Date): Promise<(ConfirmableVote & { isUsed: boolean }) | null> => {
      const [row] = await db
        .select({ tool: votes.tool, choice: votes.choice, usedAt: voteConfirmations.usedAt })
        .from(voteConfirmations)
        .innerJoin(votes, eq(votes.id, voteConfirmations.voteId))
        .where(and(eq(voteConfirmations.tokenSha256, tokenSha256), gt(voteConfirmations.expiresAt, now)))
      return row === undefined ? null : { tool: row.tool, choice: row.choice, isUsed: row.usedAt !== null }
    },
    /**
     * Uses a link up: the vote is confirmed, and counts if it was quarantined. An address confirms one vote a tool, its latest: one that it
     * confirmed before was the same reader's, and gives way. Null for a link that does not work (any more).
     */
    confirm: (tokenSha256: string, now: Date): Promise<ConfirmableVote | null> => db.transaction((tx) => confirm(tx, tokenSha256, now)),
    /** Deletes links that expired, and with them the hashes of addresses that confirmed nothing. */
    sweepConfirmations: async (now: Date): Promise<void> => {
      await db.delete(voteConfirmations).where(lte(voteConfirmations.expiresAt, now))
    },
  }
}

async function confirm(tx: Transaction, tokenSha256: string, now: Date): Promise<ConfirmableVote | null> {
  await lockVotes(tx)
  const [row] = await tx
    .select({ confirmation: voteConfirmations, vote: votes })
    .from(voteConfirmations)
    .innerJoin(votes, eq(votes.id, voteConfirmations.voteId))
    .where(and(eq(voteConfirmations.tokenSha256, tokenSha256), gt(voteConfirmations.expiresAt, now)))
  if (row === undefined || row.confirmation.usedAt !== null) return null
  const { vote, confirmation } = row
  await tx.update(voteConfirmations).set({ usedAt: now }).where(eq(voteConfirmations.tokenSha256, tokenSha256))
  await tx.delete(votes).where(and(eq(votes.tool, vote.tool), eq(votes.mail, confirmation.mail), ne(votes.id, vote.id)))
  await tx.update(votes).set({ mail: confirmation.mail, confirmedAt: now, isQuarantined: false }).where(eq(votes.id, vote.id))
  await bumpVoteVersion(tx, [vote.tool])
  return { tool: vote.tool, choice: vote.choice }
}
