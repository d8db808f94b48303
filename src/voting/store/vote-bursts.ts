import { and, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { appendToLog } from '../../audit/audit-log.js'
import type { Actor } from '../../contracts/actor.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { voteBursts, votes } from './schema.js'
import { bumpVoteVersion, lockVotes } from './vote-version.js'

/** The hash of an address block, under one of the keys. */
export type HashedBlock = { key: string; block: string }

/** A vote as it was just put down. `blocks`: the hashes of its block, the one it was put down with first. */
export type NewVote = { id: string; tool: string; at: Date; blocks: readonly [HashedBlock, ...HashedBlock[]]; newBurstId: string }

/** How far back votes are counted, in milliseconds, and how much is counted: what the rules of bursts ask for. */
export type BurstScale = {
  windowMs: number
  dayMs: number
  /** What is usual is counted over so long before the window, and only for a tool with more votes within it than this. */
  usualMs: number
  tool: number
  /** A block with that many votes for the tool within the window is crowded. */
  crowded: number
}

/** A burst to be written down; `windowMs` is how far back its votes go, `why` is in words for editors. */
export type NewBurst = { kind: FoundBurst['kind']; why: string; windowMs: number }

/** A burst as editors see it, with the state of its votes. */
export type FoundBurst = {
  id: string
  kind: (typeof voteBursts.$inferSelect)['kind']
  tool: string | null
  foundAt: Date
  lastAt: Date
  why: string
  /** How many were quarantined so far; of those how many are now, confirmed themselves by mail, and say ship. */
  votes: number
  quarantined: number
  confirmed: number
  ships: number
  /** The tools voted on. */
  tools: string[]
  decision: 'kept' | 'released' | null
  decidedBy: string | null
  decidedAt: Date | null
}

export type BurstDecision = { id: string; decision: 'kept' | 'released'; actor: Actor; at: Date }

/** New votes that may be part of a burst: not confirmed, and not released by an editor (those keep their burst without being quarantined). */
const suspect = and(isNull(votes.confirmedAt), or(isNull(votes.burst), eq(votes.isQuarantined, true)))
const windowStart = (at: Date, windowMs: number) => new Date(at.getTime() - windowMs)

/**
 * Quarantines the votes of a burst that a new vote made, into the burst that it continues or a new one. Returns the tools whose tally is another
 * than before the new vote. Part of the vote's own transaction, behind `lockVotes`.
 */
export async function quarantineBurst(tx: Transaction, vote: NewVote, { burst, scale }: { burst: NewBurst; scale: BurstScale }) {
  const id = await openBurst(tx, { vote, burst })
  const taken = await tx
    .update(votes)
    .set({ isQuarantined: true, burst: id })
    .where(
      and(
        votesOf(tx, vote, { kind: burst.kind, scale }),
        isNull(votes.burst),
        isNull(votes.confirmedAt),
        gt(votes.at, windowStart(vote.at, burst.windowMs)),
      ),
    )
    .returning({ id: votes.id, tool: votes.tool })
  await tx
    .update(voteBursts)
    .set({ votes: sql`${voteBursts.votes} + ${taken.length}`, lastAt: vote.at })
    .where(eq(voteBursts.id, id))
  const counts = taken.every(({ id }) => id !== vote.id)
  return [...(counts ? [vote.tool] : []), ...taken.filter(({ id }) => id !== vote.id).map(({ tool }) => tool)]
}

/** What the rules of bursts ask about a vote that was just added: by the indexes on block and on tool, each over its own window. */
export async function countBurstVotes(tx: Transaction, vote: NewVote, scale: BurstScale) {
  const { tool, at, blocks } = vote
  const isRecent = gt(votes.at, windowStart(at, scale.windowMs))
  const [fromBlock] = await tx
    .select({
      block: countIf(and(eq(votes.tool, tool), isRecent)),
      blockInADay: countIf(eq(votes.tool, tool)),
      blockAcrossTools: countIf(isRecent),
    })
    .from(votes)
    .where(and(isOneOf(blocks), gt(votes.at, windowStart(at, scale.dayMs)), suspect))
  const byBlock = tx
    .select({ count: sql<number>`count(*)::int`.as('count') })
    .from(votes)
    .where(countsForTool(tx, vote, scale))
    .groupBy(votes.addressKey, votes.addressBlock)
    .as('by_block')
  const [ofTool] = await tx
    .select({
      tool: sql<number>`coalesce(sum(${byBlock.count}), 0)::int`,
      toolUncrowded: sql<number>`coalesce(sum(${byBlock.count}) filter (where ${byBlock.count} < ${scale.crowded}), 0)::int`,
    })
    .from(byBlock)
  if (fromBlock === undefined || ofTool === undefined) throw new Error('a count of votes gave no row')
  const toolUsual = ofTool.tool > scale.tool ? await usualVotes(tx, vote, scale) : 0
  return { ...fromBlock, ...ofTool, toolUsual }
}

/** The tool's votes within the window by which a block is crowded, when it is decided as when votes are quarantined. */
function countsForTool(tx: Transaction, vote: NewVote, { windowMs }: BurstScale): SQL | undefined {
  const isRecent = gt(votes.at, windowStart(vote.at, windowMs))
  return and(eq(votes.tool, vote.tool), isRecent, suspect, or(isNull(votes.burst), inArray(votes.burst, openToolBursts(tx, vote))))
}

/** Those of other kinds are dealt with by themselves: three blocks that stuff must not take an honest block's votes along. */
function openToolBursts(tx: Transaction, { tool }: NewVote) {
  const isWide = inArray(voteBursts.kind, ['tool', 'crowded blocks'])
  return tx
    .select({ id: voteBursts.id })
    .from(voteBursts)
    .where(and(eq(voteBursts.tool, tool), isWide))
}

/** Votes that counted in the days before, for as long as a window is: since the first of them, at least a day. */
async function usualVotes(tx: Transaction, { tool, at }: NewVote, scale: BurstScale): Promise<number> {
  const until = windowStart(at, scale.windowMs)
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int`, sinceMs: sql<number>`extract(epoch from min(${votes.at})) * 1000` })
    .from(votes)
    .where(and(eq(votes.tool, tool), gt(votes.at, windowStart(until, scale.usualMs)), lte(votes.at, until), eq(votes.isQuarantined, false)))
  if (row === undefined || row.count === 0) return 0
  const spanMs = Math.max(scale.dayMs, until.getTime() - Number(row.sinceMs))
  return (row.count * scale.windowMs) / spanMs
}

function countIf(condition: SQL | undefined): SQL<number> {
  return sql<number>`(count(*) filter (where ${condition}))::int`
}

function isOneOf(blocks: NewVote['blocks']): SQL | undefined {
  return or(...blocks.map(({ key, block }) => and(eq(votes.addressKey, key), eq(votes.addressBlock, block))))
}

/** Which votes a burst takes along. */
function votesOf(tx: Transaction, vote: NewVote, { kind, scale }: { kind: NewBurst['kind']; scale: BurstScale }): SQL | undefined {
  const { tool, blocks } = vote
  const ofTool = eq(votes.tool, tool)
  if (kind === 'tool') return ofTool
  if (kind === 'block across tools') return isOneOf(blocks)
  if (kind !== 'crowded blocks') return and(ofTool, isOneOf(blocks))
  const crowded = sql`select address_key, address_block from ${votes} where ${countsForTool(tx, vote, scale)} group by 1, 2 having count(*) >= ${scale.crowded}`
  return and(ofTool, sql`(${votes.addressKey}, ${votes.addressBlock}) in (${crowded})`)
}

/** The burst that this one goes on, or a new one. One that an editor released has ended. */
async function openBurst(tx: Transaction, { vote, burst }: { vote: NewVote; burst: NewBurst }): Promise<string> {
  const { kind, why, windowMs } = burst
  const tool = kind === 'block across tools' ? null : vote.tool
  const isWide = kind === 'tool' || kind === 'crowded blocks'
  const ofBlock = or(...vote.blocks.map(({ key, block }) => and(eq(voteBursts.addressKey, key), eq(voteBursts.addressBlock, block))))
  const [open] = await tx
    .select({ id: voteBursts.id })
    .from(voteBursts)
    .where(
      and(
        eq(voteBursts.kind, kind),
        tool === null ? isNull(voteBursts.tool) : eq(voteBursts.tool, tool),
        isWide ? undefined : ofBlock,
        gt(voteBursts.lastAt, windowStart(vote.at, windowMs)),
        sql`${voteBursts.decision} is distinct from 'released'`,
      ),
    )
    .orderBy(desc(voteBursts.foundAt))
    .limit(1)
  if (open !== undefined) return open.id
  const [{ key, block }] = vote.blocks
  const place = isWide ? { addressKey: null, addressBlock: null } : { addressKey: key, addressBlock: block }
  await tx.insert(voteBursts).values({ id: vote.newBurstId, kind, tool, why, votes: 0, foundAt: vote.at, lastAt: vote.at, ...place })
  return vote.newBurstId
}

/** What editors see and decide. */
export function createBurstStore(db: Database) {
  return {
    /** Those that no one decided about first, then the latest; at most `limit`. */
    bursts: (limit: number): Promise<FoundBurst[]> => {
      const { id, kind, tool, foundAt, lastAt, why, votes: total, decision, decidedBy, decidedAt } = voteBursts
      return db
        .select({
          ...{ id, kind, tool, foundAt, lastAt, why, votes: total, decision, decidedBy, decidedAt },
          quarantined: countIf(eq(votes.isQuarantined, true)),
          confirmed: countIf(sql`${votes.confirmedAt} is not null`),
          ships: countIf(eq(votes.choice, 'ship')),
          tools: sql<string[]>`coalesce(array_agg(distinct ${votes.tool}) filter (where ${votes.tool} is not null), '{}')`,
        })
        .from(voteBursts)
        .leftJoin(votes, eq(votes.burst, voteBursts.id))
        .groupBy(voteBursts.id)
        .orderBy(sql`${decision} is not null`, desc(foundAt), desc(id))
        .limit(limit)
    },
    /**
     * Keeps the votes of a burst quarantined, or lets them count. May be decided again: what was released by mistake is quarantined again. Returns how
     * many votes changed; null when there is no such burst.
     */
    decideBurst: ({ id, decision, actor, at }: BurstDecision): Promise<number | null> =>
      db.transaction(async (tx) => {
        await lockVotes(tx)
        const [burst] = await tx
          .update(voteBursts)
          .set({ decision, decidedBy: actor.name, decidedAt: at })
          .where(eq(voteBursts.id, id))
          .returning({ tool: voteBursts.tool, why: voteBursts.why })
        if (burst === undefined) return null
        const isQuarantined = decision === 'kept'
        const changed = await tx
          .update(votes)
          .set({ isQuarantined })
          .where(and(eq(votes.burst, id), isNull(votes.confirmedAt), eq(votes.isQuarantined, !isQuarantined)))
          .returning({ tool: votes.tool })
        await bumpVoteVersion(
          tx,
          changed.map(({ tool }) => tool),
        )
        await appendToLog(tx, {
          at: at.toISOString(),
          actor,
          action: decision === 'kept' ? 'keep votes set aside' : 'release votes',
          subject: { kind: 'burst', id, recordId: null },
          data: { tool: burst.tool, why: burst.why, votes: changed.length },
        })
        return changed.length
      }),
  }
}
