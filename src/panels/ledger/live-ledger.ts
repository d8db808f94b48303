import type { CallIdentity, ModelCall, Usage } from '../../contracts/model-call.js'
import type { ProviderLimits } from '../../contracts/provider-limits.js'
import { BudgetError, ProviderError, type ProviderErrorKind, UnkeptReplyError, UnstorableError } from '../../platform/errors.js'
import type { Runtime } from '../../platform/runtime.js'
import { unknownUsage } from '../../platform/sums.js'
import type { ChatModel } from '../../providers/chat-model.js'
import { callKey } from './call-key.js'
import { type Heartbeat, leaseMs } from './heartbeat.js'
import { keepable, unkeptReply, usageIn } from './kept-reply.js'
import type { AskOptions, Ledger, LedgerReply, LostCall } from './ledger.js'

/** How often to look again at a call that is running elsewhere. */
const waitMs = 200
/** How long to try to keep a reply that was bought, and how often. */
const settleTimeoutMs = 30_000
const settleAgainMs = 500
/** What the ledger's columns hold; an amount above it comes of a price or a count that is none. */
const mostUsd = 1e12

/** What became of a try to reserve a call. `owner` distinguishes the reservations of one key. */
export type Reservation =
  /** `unscoredBy`: the seat, in its run, that this reply left unscored; null when there is none. */
  | { status: 'settled'; call: ModelCall; unscoredBy: string | null }
  | { status: 'running' }
  | { status: 'reserved' }
  /** `of`: whose budget it is, where it is not the payer's own. */
  | { status: 'over-budget'; budgetUsd: number; committedUsd: number; of?: 'month' }
  /** The provider's limit is reached; `limit` says which, in words. */
  | { status: 'limited'; limit: string; waitMs: number }

/** Who pays for a call, from a budget of its own: a panel, or an intake whose facts a model drafts. */
export type Payer = { panelId: string } | { intakeId: string }

/** Who is asked in a call, what may be asked of it, and what the call is expected to count against a limit of tokens. */
export type ProviderTerms = { provider: string; limits: ProviderLimits; expectedTokens: number }

/** Where the live ledger keeps its rows. Each method is one transaction. */
export type ModelCallStore = {
  /** Finds the settled call, or reserves its worst-case cost against the payer's budget, or says why neither can be. */
  reserve: (call: {
    key: string
    identity: CallIdentity
    owner: string
    payer: Payer
    reserveUsd: number | null
    leaseMs: number
    terms: ProviderTerms
  }) => Promise<Reservation>
  /** Keeps a reservation alive. */
  renew: (call: { key: string; owner: string; leaseMs: number }) => Promise<void>
  /**
   * Keeps a reply; false when another one to the same call was kept before. Safe to repeat. Throws `UnstorableError` for one that will not be
   * taken however often it is offered.
   */
  settle: (call: { key: string; owner: string; raw: unknown; usage: Usage; costUsd: number | null; latencyMs: number }) => Promise<boolean>
  /** The finished calls of these keys. */
  findCalls: (keys: readonly string[]) => Promise<ModelCall[]>
  /** Gives a reservation up. With `mayHaveBeenBilled`, its worst case stays counted against the budget. */
  release: (call: { key: string; owner: string; reason: string; mayHaveBeenBilled: boolean }) => Promise<void>
}

export type LiveLedgerDependencies = {
  runtime: Pick<Runtime, 'monotonicMs' | 'newId' | 'sleep' | 'log'>
  store: ModelCallStore
  /** Keeps the reservations of the whole process alive. */
  heartbeat: Heartbeat
  model: (id: string) => ChatModel
  /** US dollars; null when the model's price is not known, 0 for a model that runs locally. */
  costUsd: (call: { model: string; usage: Usage }) => number | null
  worstCaseCostUsd: (identity: CallIdentity) => number | null
  termsOf: (identity: CallIdentity) => ProviderTerms
  payer: Payer
  /** The seat, in its run, on whose behalf calls are made, as `unscoredBy` names it. */
  asker?: string
}

/** The ledger that calls models, on behalf of one panel or intake. */
export function createLiveLedger(dependencies: LiveLedgerDependencies): Ledger {
  return {
    complete: async (identity, options) => {
      // Ends: each sample passed over is one that a seat paid for and ended on.
      for (let { sample } = identity; ; sample += 1) {
        const { reply, unscoredBy } = await completeSample(dependencies, { ...identity, sample }, options)
        // A seat's own job that starts again in the same run is to end as it would have, and not to buy a second opinion.
        const isSpent = unscoredBy !== null && unscoredBy !== dependencies.asker
        if (options.orLater && isSpent) continue
        return sample === identity.sample ? reply : { ...reply, sample }
      }
    },
  }
}

type Sampled = { reply: LedgerReply; unscoredBy: string | null }

async function completeSample(dependencies: LiveLedgerDependencies, identity: CallIdentity, options: AskOptions): Promise<Sampled> {
  const { signal } = options
  const key = callKey(identity)
  const { runtime, store, payer } = dependencies
  const owner = runtime.newId('own')
  const reserveUsd = dependencies.worstCaseCostUsd(identity)
  const terms = dependencies.termsOf(identity)
  for (;;) {
    signal.throwIfAborted()
    const reservation = await store.reserve({ key, identity, owner, payer, reserveUsd, leaseMs, terms })
    if (reservation.status === 'settled') return { reply: fromCall(reservation.call), unscoredBy: reservation.unscoredBy }
    if (reservation.status === 'over-budget') throw overBudget({ ...reservation, identity, reserveUsd, payer })
    if (reservation.status === 'limited') throw limited(terms.provider, reservation)
    if (reservation.status === 'reserved') {
      const reply = await buy({ ...dependencies, identity, key, owner, options, isFree: reserveUsd === 0 })
      return { reply, unscoredBy: null }
    }
    await runtime.sleep(waitMs, signal)
  }
}

function fromCall({ key, origin, raw, usage, costUsd, latencyMs }: ModelCall): LedgerReply {
  return { key, source: 'ledger', origin, raw, usage, costUsd, latencyMs }
}

type OverBudget = { identity: CallIdentity; reserveUsd: number | null; payer: Payer; budgetUsd: number; committedUsd: number; of?: 'month' }

function overBudget({ identity: { model }, reserveUsd, payer, budgetUsd, committedUsd, of }: OverBudget): BudgetError {
  const ask =
    reserveUsd === null
      ? `the price of ${model} is not known, so its calls cannot be held to a budget`
      : `this call of ${model} may cost $${reserveUsd.toFixed(4)}`
  const spent = `$${committedUsd.toFixed(4)} of $${budgetUsd.toFixed(4)} is spent or reserved${of === 'month' ? ' in this calendar month (UTC)' : ''}`
  if (of === 'month') {
    const again = 'panelId' in payer ? 'retry the seat' : 'read the addresses again'
    return new BudgetError(
      `over the month's budget: ${ask}; ${spent}. Ask an admin to raise it on the desk under Settings, Budgets, or ${again} next month.`,
    )
  }
  const fix = 'panelId' in payer ? 'Raise the budget and retry the seat.' : 'Raise the budget and read the addresses again.'
  return new BudgetError(`over budget: ${ask}; ${spent}. ${fix}`)
}

/** As if the provider had said so itself: the call was not sent, and its seat comes back later. */
function limited(provider: string, { limit, waitMs }: { limit: string; waitMs: number }): ProviderError {
  const message = `the limit of ${provider} in panel.config.yaml is reached: ${limit}`
  return new ProviderError(message, {
    kind: 'rate-limited',
    provider,
    isRetryable: true,
    retryAfterMs: waitMs,
    statusCode: null,
    requestId: null,
  })
}

type Purchase = LiveLedgerDependencies & { identity: CallIdentity; key: string; owner: string; options: AskOptions; isFree: boolean }
type Bought = { raw: unknown; usage: Usage; costUsd: number | null; latencyMs: number }

async function buy(purchase: Purchase): Promise<LedgerReply> {
  const { identity, runtime } = purchase
  const model = purchase.model(identity.model)
  const held = purchase.heartbeat.hold(purchase)
  const startedMs = runtime.monotonicMs()
  try {
    const { raw, usage } = await callModel(purchase, model)
    const latencyMs = Math.round(runtime.monotonicMs() - startedMs)
    return await keepReply(purchase, { raw, usage, costUsd: asStored(purchase.costUsd({ model: identity.model, usage })), latencyMs })
  } finally {
    held.release()
  }
}

/** Calls the model; a call that breaks gives its reservation up. */
async function callModel(purchase: Purchase, model: ChatModel): Promise<Pick<Bought, 'raw' | 'usage'>> {
  const { identity, options } = purchase
  const { signal, onBegin } = options
  try {
    const raw = keepable(await model.complete(identity.request, { signal, onBegin }))
    return { raw, usage: readUsage(model, raw) }
  } catch (error) {
    const isBilled = mayHaveBeenBilled(error)
    if (isBilled) options.onLost?.({ usage: null, costUsd: purchase.isFree ? 0 : null, latencyMs: null })
    await giveUp(purchase, { reason: error instanceof Error ? error.message : String(error), mayHaveBeenBilled: isBilled })
    throw error
  }
}

/** A reply that our own code breaks over is kept: the next caller finds the same, and no one pays for it twice. */
function readUsage(model: ChatModel, raw: unknown): Usage {
  try {
    return usageIn(model, raw)
  } catch (error) {
    if (error instanceof ProviderError) throw error
    return unknownUsage
  }
}

/** What went wrong with the call matters more than whether its reservation could be given up: without that, it runs out by itself. */
async function giveUp({ key, owner, runtime, store }: Purchase, end: { reason: string; mayHaveBeenBilled: boolean }): Promise<void> {
  await store
    .release({ key, owner, ...end })
    .catch((error: unknown) => runtime.log.warn({ key, err: error }, 'could not give up the reservation of a model call'))
}

/**
 * Keeps a reply that was paid for. One that the store will never take is kept by a stand-in with its price, so that the call is settled and
 * no one pays for it again; when not even that is taken, `UnkeptReplyError` ends the seat.
 */
async function keepReply(purchase: Purchase, bought: Bought): Promise<LedgerReply> {
  try {
    return await settle(purchase, bought)
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error
    const { message: reason } = error
    purchase.runtime.log.error({ key: purchase.key, err: error }, 'a reply that was paid for cannot be kept')
    try {
      return await settle(purchase, { ...bought, raw: unkeptReply({ reason, usage: bought.usage }) })
    } catch (again) {
      if (!(again instanceof UnstorableError)) throw again
      const { usage, costUsd, latencyMs } = bought
      purchase.options.onLost?.({ usage, costUsd, latencyMs } satisfies LostCall)
      await giveUp(purchase, { reason: `its reply could not be kept: ${reason}`, mayHaveBeenBilled: true })
      throw new UnkeptReplyError(`a reply of ${purchase.identity.model} was paid for and could not be kept: ${reason}`, { cause: again })
    }
  }
}

/**
 * Settles a call, through a database that restarts meanwhile. When someone else's reply to the same call was kept first, that one is handed
 * out: what a draft rests on is what the ledger holds.
 */
async function settle({ key, owner, runtime, store }: Purchase, bought: Bought): Promise<LedgerReply> {
  const startedMs = runtime.monotonicMs()
  for (;;) {
    try {
      const isKept = await store.settle({ key, owner, ...bought })
      const kept = isKept ? undefined : (await store.findCalls([key]))[0]
      return kept === undefined ? { key, source: 'call', origin: 'recorded', ...bought } : fromCall(kept)
    } catch (error) {
      if (error instanceof UnstorableError || runtime.monotonicMs() - startedMs > settleTimeoutMs) throw error
      runtime.log.warn({ key, err: error }, 'could not keep a reply; trying again')
      await runtime.sleep(settleAgainMs)
    }
  }
}

/** Dollars with the eight decimals a store keeps, so that the reply in hand and the one read back later make the same record. */
function asStored(usd: number | null): number | null {
  return usd === null || !(usd < mostUsd) ? null : Number(usd.toFixed(8))
}

/** Failures in which a provider turned a request away, also where it says so with status 200. */
const unbilledKinds: readonly ProviderErrorKind[] = [
  'unreachable',
  'rate-limited',
  'loading',
  'authentication',
  'billing',
  'unknown-model',
  'context-too-long',
  'bad-request',
]

/**
 * A provider that answered with an error did not bill, nor one that nothing was sent to; one that went silent, or whose reply could not
 * be read or holds no answer, may have, unless it counted no token.
 */
function mayHaveBeenBilled(error: unknown): boolean {
  if (!(error instanceof ProviderError)) return true
  if (error.usage?.inputTokens || error.usage?.outputTokens) return true
  if (unbilledKinds.includes(error.kind) || (error.usage?.inputTokens === 0 && error.usage.outputTokens === 0)) return false
  return error.statusCode === null || error.statusCode < 400
}
