import type { CallIdentity, ModelCall, Usage } from '../contracts/model-call.js'
import type { ProviderLimits } from '../contracts/provider-limits.js'
import { BudgetError, ProviderError, type ProviderErrorKind } from '../errors.js'
import type { ChatModel, CompleteOptions } from '../models/chat-model.js'
import type { Runtime } from '../runtime.js'
import { callKey } from './call-key.js'
import type { Ledger, LedgerReply } from './ledger.js'

/** How long a reservation outlives the last sign of life of the process that holds it. */
const leaseMs = 8_000
const heartbeatMs = 2_500
/** How often to look again at a call that is running elsewhere. */
const waitMs = 200
/** How long to try to keep a reply that was bought, and how often. */
const settlePatienceMs = 30_000
const settleAgainMs = 500

/** What became of a try to reserve a call. `owner` tells the reservations of one key apart. */
export type Reservation =
  | { status: 'settled'; call: ModelCall }
  | { status: 'running' }
  | { status: 'reserved' }
  | { status: 'over-budget'; budgetUsd: number; committedUsd: number }
  /** The provider's limit is reached; `limit` says which, in words. */
  | { status: 'limited'; limit: string; waitMs: number }

/** Who is asked in a call, what may be asked of it, and what the call is expected to count against a limit of tokens. */
export type ProviderTerms = { provider: string; limits: ProviderLimits; expectedTokens: number }

/** Where the live ledger keeps its rows. Each method is one transaction. */
export type ModelCallStore = {
  /** Finds the settled call, or reserves its worst-case cost against the panel's budget, or says why neither can be. */
  reserve: (call: {
    key: string
    identity: CallIdentity
    owner: string
    panelId: string
    reserveUsd: number | null
    leaseMs: number
    terms: ProviderTerms
  }) => Promise<Reservation>
  /** Keeps a reservation alive. */
  renew: (call: { key: string; owner: string; leaseMs: number }) => Promise<void>
  /** Keeps a reply; false when another one to the same call was kept before. Safe to repeat. */
  settle: (call: { key: string; owner: string; raw: unknown; usage: Usage; costUsd: number | null; latencyMs: number }) => Promise<boolean>
  /** The finished calls of these keys. */
  findCalls: (keys: readonly string[]) => Promise<ModelCall[]>
  /** Gives a reservation up. With `mayHaveBeenBilled`, its worst case stays counted against the budget. */
  release: (call: { key: string; owner: string; reason: string; mayHaveBeenBilled: boolean }) => Promise<void>
}

export type LiveLedgerDependencies = {
  runtime: Pick<Runtime, 'monotonicMs' | 'newId' | 'sleep' | 'log'>
  store: ModelCallStore
  model: (id: string) => ChatModel
  /** US dollars; null when the model's price is not known, 0 for a model that runs locally. */
  costUsd: (call: { model: string; usage: Usage }) => number | null
  worstCaseCostUsd: (identity: CallIdentity) => number | null
  termsOf: (identity: CallIdentity) => ProviderTerms
  panelId: string
}

/** The ledger that calls models, on behalf of one panel. */
export function createLiveLedger(dependencies: LiveLedgerDependencies): Ledger {
  return {
    complete: async (identity, options) => {
      const { signal } = options
      const key = callKey(identity)
      const { runtime, store, panelId } = dependencies
      const owner = runtime.newId('own')
      const reserveUsd = dependencies.worstCaseCostUsd(identity)
      const terms = dependencies.termsOf(identity)
      for (;;) {
        signal.throwIfAborted()
        const reservation = await store.reserve({ key, identity, owner, panelId, reserveUsd, leaseMs, terms })
        if (reservation.status === 'settled') return fromCall(reservation.call)
        if (reservation.status === 'over-budget') throw overBudget(identity, reserveUsd, reservation)
        if (reservation.status === 'limited') throw limited(terms.provider, reservation)
        if (reservation.status === 'reserved') return await buy({ ...dependencies, identity, key, owner, options })
        await runtime.sleep(waitMs, signal)
      }
    },
  }
}

function fromCall({ key, origin, raw, usage, costUsd, latencyMs }: ModelCall): LedgerReply {
  return { key, source: 'ledger', origin, raw, usage, costUsd, latencyMs }
}

function overBudget(
  { model }: CallIdentity,
  reserveUsd: number | null,
  { budgetUsd, committedUsd }: { budgetUsd: number; committedUsd: number },
) {
  const ask =
    reserveUsd === null
      ? `the price of ${model} is not known, so its calls cannot be held to a budget`
      : `this call of ${model} may cost $${reserveUsd.toFixed(4)}`
  return new BudgetError(
    `over budget: ${ask}; $${committedUsd.toFixed(4)} of $${budgetUsd.toFixed(4)} is spent or reserved. Raise the budget and retry the seat.`,
  )
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

type Purchase = LiveLedgerDependencies & { identity: CallIdentity; key: string; owner: string; options: CompleteOptions }

async function buy(purchase: Purchase): Promise<LedgerReply> {
  const { identity, runtime } = purchase
  const model = purchase.model(identity.model)
  const heartbeat = new AbortController()
  const beating = keepAlive(purchase, heartbeat.signal)
  const startedMs = runtime.monotonicMs()
  try {
    const reply = await callModel(purchase, model)
    return await keepReply(purchase, { ...reply, latencyMs: Math.round(runtime.monotonicMs() - startedMs) })
  } finally {
    heartbeat.abort()
    await beating
  }
}

/** Calls the model; a call that breaks gives its reservation up. */
async function callModel({ identity, key, owner, store, options }: Purchase, model: ChatModel): Promise<{ raw: unknown; usage: Usage }> {
  try {
    const raw = await model.complete(identity.request, options)
    return { raw, usage: model.read(raw).usage }
  } catch (error) {
    await store.release({
      key,
      owner,
      reason: error instanceof Error ? error.message : String(error),
      mayHaveBeenBilled: mayHaveBeenBilled(error),
    })
    throw error
  }
}

/**
 * Keeps a reply that was paid for, through a database that restarts meanwhile. When somebody else's reply to the same call was kept first,
 * that one is handed out: what a draft rests on is what the ledger holds.
 */
async function keepReply(
  purchase: Purchase,
  { raw, usage, latencyMs }: { raw: unknown; usage: Usage; latencyMs: number },
): Promise<LedgerReply> {
  const { identity, key, owner, runtime, store } = purchase
  const costUsd = asStored(purchase.costUsd({ model: identity.model, usage }))
  const startedMs = runtime.monotonicMs()
  for (;;) {
    try {
      const isKept = await store.settle({ key, owner, raw, usage, costUsd, latencyMs })
      const kept = isKept ? undefined : (await store.findCalls([key]))[0]
      return kept === undefined ? { key, source: 'call', origin: 'recorded', raw, usage, costUsd, latencyMs } : fromCall(kept)
    } catch (error) {
      if (runtime.monotonicMs() - startedMs > settlePatienceMs) throw error
      runtime.log.warn({ key, err: error }, 'could not keep a reply; trying again')
      await runtime.sleep(settleAgainMs)
    }
  }
}

/** Dollars with the eight decimals a store keeps, so that the reply in hand and the one read back later make the same record. */
function asStored(usd: number | null): number | null {
  return usd === null ? null : Number(usd.toFixed(8))
}

/** Failures in which a provider turned a request away, also where it says so with status 200. */
const unbilledKinds: readonly ProviderErrorKind[] = [
  'unreachable',
  'rate-limited',
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

async function keepAlive({ key, owner, runtime, store }: Purchase, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runtime.sleep(heartbeatMs, signal)
      await store.renew({ key, owner, leaseMs })
    } catch (error) {
      // A missed renewal is not fatal: the next may succeed, and a lost lease costs at most this one call.
      if (!signal.aborted) runtime.log.warn({ key, err: error }, 'could not renew the reservation of a model call')
    }
  }
}
