import { eq, sql } from 'drizzle-orm'
import type { Transaction } from './audit-log.js'
import type { Database } from './database.js'
import { voteVersion } from './vote-schema.js'

/** The only row there is. */
const name = 'votes'

/** The version of all tallies; 0 before the first vote. */
export async function readVoteVersion(db: Database): Promise<number> {
  return (await db.select({ version: voteVersion.version }).from(voteVersion).where(eq(voteVersion.name, name)))[0]?.version ?? 0
}

/**
 * Takes what changes votes in turn, until the transaction ends: whether a vote makes a burst depends on those that come with it, and one lock
 * for all cannot be waited for in a circle. Comes first in its transaction.
 */
export async function lockVotes(tx: Transaction): Promise<void> {
  await tx.insert(voteVersion).values({ name, version: 0 }).onConflictDoNothing()
  await tx.select().from(voteVersion).where(eq(voteVersion.name, name)).for('update')
}

/** Says that a tally changed. Needs `lockVotes`. */
export async function bumpVoteVersion(tx: Transaction): Promise<void> {
  await tx
    .update(voteVersion)
    .set({ version: sql`${voteVersion.version} + 1` })
    .where(eq(voteVersion.name, name))
}
