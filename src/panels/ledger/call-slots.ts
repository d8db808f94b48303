import pLimit, { type LimitFunction } from 'p-limit'
import type { CallIdentity } from '../../contracts/model-call.js'
import type { Ledger } from './ledger.js'

export type CallSlots = { callsAtOnce: (provider: string) => number; providerOf: (model: string) => string }

/**
 * Slots for the calls of one process, as many for a provider as `callsAtOnce` says. A worker takes more seats than it has slots: while one
 * is being prepared or kept another's call has the slot, and the model does not wait for the database. Returns what makes a ledger's
 * calls wait for a slot.
 */
export function createCallSlots({ callsAtOnce, providerOf }: CallSlots): (ledger: Ledger) => Ledger {
  const slots = new Map<string, LimitFunction>()
  const slotsOf = ({ model }: CallIdentity): LimitFunction => {
    const provider = providerOf(model)
    const callsNow = callsAtOnce(provider)
    const own = slots.get(provider) ?? pLimit(callsNow)
    // A local server that has loaded its model says how many it takes.
    own.concurrency = callsNow
    slots.set(provider, own)
    return own
  }
  return (ledger) => ({
    complete: (identity, options) =>
      slotsOf(identity)(() => {
        // A call that was stopped in the meantime passes the slot on at once.
        options.signal.throwIfAborted()
        return ledger.complete(identity, options)
      }),
  })
}
