import { runEvery } from '../../platform/run-every.js'
import type { Runtime } from '../../platform/runtime.js'

/** How long a reservation outlives the last sign of life of the process that holds it. */
export const leaseMs = 8_000
const heartbeatMs = 2_500

/** A reservation that is held until `release`. */
export type Heartbeat = { hold: (call: { key: string; owner: string }) => { release: () => void } }

type Renew = (call: { key: string; owner: string; leaseMs: number }) => Promise<void>
type Beating = { runtime: Pick<Runtime, 'sleep' | 'log'>; store: { renew: Renew } }

/**
 * Keeps the reservations of a process alive, all of them in one round: a timer of its own for each call would cost more than the renewals,
 * which few calls live to see. Beats while there is one. A missed renewal is not fatal: the next may succeed, and a lost lease costs at most
 * the one call.
 */
export function createHeartbeat({ runtime, store }: Beating): Heartbeat {
  const held = new Set<{ key: string; owner: string }>()
  let resting = new AbortController()
  const beat = (signal: AbortSignal) =>
    runEvery(runtime, { everyMs: heartbeatMs, signal, what: 'renew the reservations of model calls', pausesFirst: true }, () =>
      Promise.all([...held].map((call) => store.renew({ ...call, leaseMs }))),
    )
  return {
    hold: ({ key, owner }) => {
      const call = { key, owner }
      held.add(call)
      if (held.size === 1) {
        resting = new AbortController()
        // Never rejects, and ends with the last call.
        void beat(resting.signal)
      }
      const release = (): void => {
        held.delete(call)
        if (held.size === 0) resting.abort()
      }
      return { release }
    },
  }
}
