import { eq, gt, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { voteVersion } from './schema.js'

/** The row that counts the changes of all tallies, and is locked while one changes. */
const name = 'votes'
/** The row of a tool is named with a blank, which no slug has. */
const prefix = 'tool '

/** Which tallies changed after a version, and the version that is reached with them. */
export type VoteChanges = { version: number; tools: ReadonlyMap<string, number> }

/** The version of all tallies; 0 before the first vote. */
export async function readVoteVersion(db: Database): Promise<number> {
  return (await db.select({ version: voteVersion.version }).from(voteVersion).where(eq(voteVersion.name, name)))[0]?.version ?? 0
}

/** By slug, at which version each tool's tally changed last, where that is later than `after`; one query. */
export async function readVoteChanges(db: Database, after: number): Promise<VoteChanges> {
  const rows = await db.select().from(voteVersion).where(gt(voteVersion.version, after))
  const tools = rows.flatMap((row): [string, number][] =>
    row.name.startsWith(prefix) ? [[row.name.slice(prefix.length), row.version]] : [],
  )
  return { version: rows.find((row) => row.name === name)?.version ?? after, tools: new Map(tools) }
}

/**
 * Takes what changes votes in turn, until the transaction ends: whether a vote makes a burst depends on those that come with it, and one lock
 * for all cannot be waited for in a circle. Comes first in its transaction.
 */
export async function lockVotes(tx: Transaction): Promise<void> {
  await tx.insert(voteVersion).values({ name, version: 0 }).onConflictDoNothing()
  await tx.select().from(voteVersion).where(eq(voteVersion.name, name)).for('update')
}

/** Says that the tallies of these tools changed; of none, nothing. Needs `lockVotes`. */
export async function bumpVoteVersion(tx: Transaction, tools: Iterable<string>): Promise<void> {
  const changed = [...new Set(tools)]
  if (changed.length === 0) return
  const [row] = await tx
    .update(voteVersion)
    .set({ version: sql`${voteVersion.version} + 1` })
    .where(eq(voteVersion.name, name))
    .returning({ version: voteVersion.version })
  if (row === undefined) throw new Error('a tally changed without lockVotes')
  await tx
    .insert(voteVersion)
    .values(changed.map((tool) => ({ name: `${prefix}${tool}`, version: row.version })))
    .onConflictDoUpdate({ target: voteVersion.name, set: { version: sql`excluded.version` } })
}
