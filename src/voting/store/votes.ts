import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '../../platform/db/database.js'
import { withoutParameters } from '../../platform/db/without-parameters.js'
import { voteBursts, votes } from './schema.js'
import { type BurstScale, countBurstVotes, createBurstStore, type NewBurst, type NewVote, quarantineBurst } from './vote-bursts.js'
import { createConfirmationStore } from './vote-confirmations.js'
import { bumpVoteVersion, lockVotes, readVoteChanges, readVoteVersion, type VoteChanges } from './vote-version.js'

export type Choice = 'ship' | 'skip'

/** A reader's choice. `id` and `newBurstId` are those of what may have to be made. `reader` is a hash. */
export type Cast = NewVote & { reader: string; choice: Choice }

/** A reader's own vote, as it is. */
export type OwnVote = { id: string; choice: Choice; at: Date; changedAt: Date; isQuarantined: boolean; isConfirmed: boolean }

export type VoteStore = ReturnType<typeof createVoteStore>

/** Readers' votes. Whatever changes a tally gives them all another version, in the same transaction. */
export function createVoteStore(db: Database) {
  return withoutParameters({
    ...createConfirmationStore(db),
    ...createBurstStore(db),
    /** Runs `work` while no other vote changes, in one transaction. It returns the tools whose tally it changed. */
    change: (work: (writes: VoteWrites) => Promise<string[]>): Promise<void> =>
      db.transaction(async (tx) => {
        await lockVotes(tx)
        await bumpVoteVersion(tx, await work(createVoteWrites(tx)))
      }),
    own: (of: { tool: string; reader: string }): Promise<OwnVote | null> => findOwn(db, of),
    /** A reader, or a mail address, that voted under both slugs has one vote there: that under the new one. */
    renameTool: ({ from, to }: { from: string; to: string }): Promise<void> =>
      db.transaction(async (tx) => {
        await lockVotes(tx)
        const isDouble = sql`exists (select from ${votes} as kept where kept.tool = ${to} and (kept.reader = ${votes.reader} or kept.mail = ${votes.mail}))`
        await tx.delete(votes).where(and(eq(votes.tool, from), isDouble))
        await tx.update(votes).set({ tool: to }).where(eq(votes.tool, from))
        await tx.update(voteBursts).set({ tool: to }).where(eq(voteBursts.tool, from))
        await bumpVoteVersion(tx, [from, to])
      }),
    version: (): Promise<number> => readVoteVersion(db),
    changesAfter: (version: number): Promise<VoteChanges> => readVoteChanges(db, version),
    /** The votes that count, of each of these tools that has any. */
    countByTool: (tools: readonly string[]) => countByTool(db, tools),
  })
}

async function findOwn(db: Database | Transaction, { tool, reader }: { tool: string; reader: string }): Promise<OwnVote | null> {
  const { id, choice, at, changedAt, isQuarantined } = votes
  const [row] = await db
    .select({ id, choice, at, changedAt, isQuarantined, isConfirmed: sql<boolean>`${votes.confirmedAt} is not null` })
    .from(votes)
    .where(and(eq(votes.tool, tool), eq(votes.reader, reader)))
  return row ?? null
}

export type VoteWrites = ReturnType<typeof createVoteWrites>

/** What a transaction does to votes, behind the lock of all tallies. */
function createVoteWrites(tx: Transaction) {
  return {
    own: (of: { tool: string; reader: string }): Promise<OwnVote | null> => findOwn(tx, of),
    setChoice: async (id: string, { choice, at }: { choice: Choice; at: Date }): Promise<void> => {
      await tx.update(votes).set({ choice, changedAt: at }).where(eq(votes.id, id))
    },
    add: async ({ id, tool, reader, choice, at, blocks: [{ key, block }] }: Cast): Promise<void> => {
      await tx.insert(votes).values({ id, tool, reader, choice, at, changedAt: at, addressKey: key, addressBlock: block })
    },
    countBurstVotes: (vote: NewVote, scale: BurstScale) => countBurstVotes(tx, vote, scale),
    quarantineBurst: (vote: NewVote, found: { burst: NewBurst; scale: BurstScale }) => quarantineBurst(tx, vote, found),
  }
}

async function countByTool(db: Database, tools: readonly string[]) {
  if (tools.length === 0) return []
  const isConfirmed = sql`${votes.confirmedAt} is not null`
  const isShip = eq(votes.choice, 'ship')
  return db
    .select({
      tool: votes.tool,
      votes: sql<number>`count(*)::int`,
      ships: sql<number>`(count(*) filter (where ${isShip}))::int`,
      confirmedVotes: sql<number>`(count(*) filter (where ${isConfirmed}))::int`,
      confirmedShips: sql<number>`(count(*) filter (where ${isConfirmed} and ${isShip}))::int`,
    })
    .from(votes)
    .where(and(inArray(votes.tool, [...tools]), eq(votes.isQuarantined, false)))
    .groupBy(votes.tool)
}
