import { and, eq, type SQL, sql } from 'drizzle-orm'
import { intakes } from '../../evidence/store/schema.js'
import type { Database, Transaction } from '../../platform/db/database.js'
import { readMonthBudget } from '../../settings/store/month-budget.js'
import type { ModelCallStore, Payer, ProviderTerms, Reservation } from '../ledger/live-ledger.js'
import { decideBudget, decideMinute, isLimited } from '../ledger/reserve-rules.js'
import { endAttempt, leaseFor, toModelCall } from './model-call-rows.js'
import { modelCallAttempts, modelCalls, panels } from './schema.js'

export type Reserve = Parameters<ModelCallStore['reserve']>[0]

/** Reserves a call's worst case against its payer's budget and its provider's limits; or says why it cannot go now. */
export async function reserveCall(tx: Transaction, call: Reserve): Promise<Reservation> {
  const { budgetUsd, run } = await lockPayer(tx, call.payer)
  const { key, identity, owner } = call
  const row = { key, status: 'running' as const, model: identity.model, sample: identity.sample, request: identity.request, owner }
  const inserted = await tx
    .insert(modelCalls)
    .values({ ...row, leaseUntil: leaseFor(call.leaseMs) })
    .onConflictDoNothing()
    .returning({ key: modelCalls.key })
  if (inserted.length === 0) {
    const taken = await takeOver(tx, call)
    if (taken !== null) return taken
  }
  const refusal = (await checkBudget(tx, call, budgetUsd)) ?? (await checkMonth(tx, call)) ?? (await checkLimits(tx, call))
  if (refusal !== null) {
    if (inserted.length > 0) await tx.delete(modelCalls).where(eq(modelCalls.key, key))
    else await tx.update(modelCalls).set({ status: 'failed' }).where(eq(modelCalls.key, key))
    return refusal
  }
  const { payer, terms, reserveUsd: reservedUsd } = call
  const { provider, expectedTokens: tokens } = terms
  await tx.insert(modelCallAttempts).values({ owner, key, ...payer, run, provider, tokens, status: 'running', reservedUsd })
  return { status: 'reserved' }
}

/** The payer's row serialises its reservations, so that two workers cannot both take the last of the budget. An intake has one run. */
async function lockPayer(tx: Transaction, payer: Payer): Promise<{ budgetUsd: number | null; run: number }> {
  if ('panelId' in payer) {
    const { id, budgetUsd, run } = panels
    const [panel] = await tx.select({ budgetUsd, run }).from(panels).where(eq(id, payer.panelId)).for('no key update')
    if (panel === undefined) throw new Error(`there is no panel ${payer.panelId}`)
    return panel
  }
  const { id, budgetUsd } = intakes
  const [intake] = await tx.select({ budgetUsd }).from(intakes).where(eq(id, payer.intakeId)).for('no key update')
  if (intake === undefined) throw new Error(`there is no intake ${payer.intakeId}`)
  return { ...intake, run: 1 }
}

/** The key exists already: its reply, or that it is running, or null once this attempt holds it. */
async function takeOver(tx: Transaction, { key, identity, owner, leaseMs }: Reserve): Promise<Reservation | null> {
  const [row] = await tx
    .select({ call: modelCalls, isLeased: sql<boolean>`${modelCalls.leaseUntil} > clock_timestamp()` })
    .from(modelCalls)
    .where(eq(modelCalls.key, key))
    .for('update')
  // Deleted between the two statements by a reservation that was over its budget: look again.
  if (row === undefined) return { status: 'running' }
  if (row.call.status === 'settled') {
    await noteUse(tx, key)
    return { status: 'settled', call: toModelCall(row.call), unscoredBy: row.call.unscoredBy }
  }
  if (row.call.status === 'running' && row.isLeased) return { status: 'running' }
  if (row.call.status === 'running') {
    const reason = 'its process lost its heartbeat'
    await endAttempt(tx, { owner: row.call.owner, status: 'abandoned', chargedUsd: modelCallAttempts.reservedUsd, reason })
  }
  await tx
    .update(modelCalls)
    .set({ status: 'running', owner, leaseUntil: leaseFor(leaseMs), ...(row.call.request === null ? askedAgain(identity) : {}) })
    .where(eq(modelCalls.key, key))
  return null
}

/** Of a call that was cleaned, its request with or without a reply: nothing rests on it any more, and the reply to come is the first of its key. */
function askedAgain({ request }: Reserve['identity']) {
  return { request, unscoredBy: null, usedAt: null }
}

/** How exactly it is noted when a reply was used: retention counts in days. */
const usedToTheSeconds = 3_600

/** A reply that is used again is as good as new: no clean-up takes it away from a draft that is being made. */
async function noteUse(tx: Transaction, key: string): Promise<void> {
  const { usedAt, settledAt } = modelCalls
  await tx
    .update(modelCalls)
    .set({ usedAt: sql`clock_timestamp()` })
    .where(
      and(eq(modelCalls.key, key), sql`coalesce(${usedAt}, ${settledAt}) < clock_timestamp() - make_interval(secs => ${usedToTheSeconds})`),
    )
}

/** What the payer's calls cost so far, held against its budget. A running call whose process lost its heartbeat counts as spent, or others would wait for it for ever. */
async function checkBudget(tx: Transaction, call: Reserve, budgetUsd: number | null): Promise<Reservation | null> {
  if (budgetUsd === null) return null
  const { panelId, intakeId } = modelCallAttempts
  const isOfPayer = 'panelId' in call.payer ? eq(panelId, call.payer.panelId) : eq(intakeId, call.payer.intakeId)
  return decideBudget(await sumAttempts(tx, isOfPayer), { budgetUsd, reserveUsd: call.reserveUsd })
}

/**
 * What all calls of this calendar month in UTC cost so far, held against the month's budget. A call that costs nothing passes: it can take nothing of
 * it. All others take turns, so that no two workers can both take the last of the month; always after the payer's row, or two could wait for each other.
 */
async function checkMonth(tx: Transaction, { reserveUsd }: Reserve): Promise<Reservation | null> {
  if (reserveUsd === 0) return null
  // Looked at before the lock, too: without a budget no one waits for anyone.
  if ((await readMonthBudget(tx)) === null) return null
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ship-panel budget of the month'))`)
  const budgetUsd = await readMonthBudget(tx)
  if (budgetUsd === null) return null
  const decided = decideBudget(await sumAttempts(tx, isThisMonth), { budgetUsd, reserveUsd })
  return decided?.status === 'over-budget' ? { ...decided, of: 'month' } : decided
}

/** Attempts that began this month. By the statement's time, for no index is used for the clock's. */
export const isThisMonth = sql`${modelCallAttempts.startedAt} >= date_trunc('month', statement_timestamp() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`

/** In US dollars: what ended, at what it cost or may have cost, and what is under way, at its worst case. */
export async function sumAttempts(tx: Database | Transaction, which: SQL): Promise<{ spentUsd: number; runningUsd: number }> {
  const { chargedUsd, reservedUsd } = modelCallAttempts
  const isRunning = sql`${isUnderWay} and ${modelCalls.owner} = ${modelCallAttempts.owner}`
  const [sums] = await tx
    .select({
      spentUsd: sql<number>`coalesce(sum(coalesce(${chargedUsd}, ${reservedUsd})) filter (where not (${isRunning})), 0)::float8`,
      runningUsd: sql<number>`coalesce(sum(${reservedUsd}) filter (where ${isRunning}), 0)::float8`,
    })
    .from(modelCallAttempts)
    .innerJoin(modelCalls, eq(modelCalls.key, modelCallAttempts.key))
    .where(which)
  return sums ?? { spentUsd: 0, runningUsd: 0 }
}

const limitWindowSeconds = 60

/**
 * Null when the call fits into its provider's limits, which all workers share: what counts are the attempts in the database. Calls that
 * are too many at once wait for one to end; those that are too many in 60 seconds come back later. A call larger than the whole limit goes
 * when nothing else does, or it would wait for ever.
 */
async function checkLimits(tx: Transaction, { terms }: Reserve): Promise<Reservation | null> {
  const { provider, limits } = terms
  if (!isLimited(limits)) return null
  // One reservation of a provider at a time, so that two cannot both take the last of the minute.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`ship-panel limits of ${provider}`}))`)
  if (limits.concurrency !== undefined && (await countRunning(tx, provider)) >= limits.concurrency) return { status: 'running' }
  return checkMinute(tx, terms)
}

async function countRunning(tx: Transaction, provider: string): Promise<number> {
  const [row] = await tx
    .select({ running: sql<number>`count(*)::int` })
    .from(modelCallAttempts)
    .innerJoin(modelCalls, and(eq(modelCalls.key, modelCallAttempts.key), eq(modelCalls.owner, modelCallAttempts.owner)))
    .where(and(eq(modelCallAttempts.provider, provider), isUnderWay))
  return row?.running ?? 0
}

/** An attempt that runs and whose process is alive: joined with the call that it holds. By the statement's time, for no index is used for the clock's. */
const isUnderWay = sql`${modelCallAttempts.status} = 'running' and ${modelCalls.leaseUntil} > statement_timestamp()`

async function checkMinute(tx: Transaction, { provider, limits, expectedTokens }: ProviderTerms): Promise<Reservation | null> {
  const { requestsPerMinute, tokensPerMinute } = limits
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) return null
  const { startedAt, tokens } = modelCallAttempts
  const attempts = await tx
    .select({ tokens, leavesInMs: sql<number>`extract(epoch from ${startedAt} - clock_timestamp()) * 1000 + ${limitWindowSeconds * 1000}` })
    .from(modelCallAttempts)
    .where(
      and(
        eq(modelCallAttempts.provider, provider),
        // Not clock_timestamp(), for which no index is used: it might change from row to row.
        sql`${startedAt} > statement_timestamp() - make_interval(secs => ${limitWindowSeconds}::int)`,
      ),
    )
    .orderBy(startedAt)
  return decideMinute(attempts, { limits, expectedTokens })
}
