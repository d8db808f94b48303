import type { CallTimeouts } from './call-timeouts.js'

/** Which of a call's timeouts ended it, and how long that one is, in milliseconds. */
export type Expiry = { timeout: 'total' | 'first-byte' | 'idle'; milliseconds: number }

/** Watches one call: its signal aborts when the whole takes too long, or when nothing is heard for too long. */
export type SilenceWatch = {
  signal: AbortSignal
  /** To be called for each piece of the reply's body. */
  heard: () => void
  /** What ended the call; null while nothing has. */
  expired: () => Expiry | null
  /** Ends the watch. */
  stop: () => void
}

/** A silence is noticed at most this part of its length too late: it is counted in so many ticks, so that a piece costs no timer. */
const ticksPerSilence = 8

/** Starts to watch a call that is sent now. Without a first-byte or idle timeout, only the whole is watched. */
export function watchSilence({ deadlineMs, firstByteMs, idleMs }: CallTimeouts): SilenceWatch {
  const total = AbortSignal.timeout(deadlineMs)
  const silent = new AbortController()
  let expiry: Expiry | null = null
  let counting = { quietTicks: 0 }
  const count = (timeout: Expiry['timeout'], milliseconds: number | undefined): void => {
    const own = { quietTicks: 0 }
    counting = own
    const tick = (): void => {
      if (counting !== own || milliseconds === undefined) return
      own.quietTicks += 1
      if (own.quietTicks <= ticksPerSilence) {
        arm(milliseconds)
        return
      }
      expiry = { timeout, milliseconds }
      silent.abort()
    }
    const arm = (wholeMs: number): void =>
      AbortSignal.timeout(Math.ceil(wholeMs / ticksPerSilence)).addEventListener('abort', tick, { once: true })
    if (milliseconds !== undefined) arm(milliseconds)
  }
  count('first-byte', firstByteMs)
  let hasBegun = false
  return {
    signal: AbortSignal.any([total, silent.signal]),
    heard: () => {
      if (!hasBegun) count('idle', idleMs)
      hasBegun = true
      counting.quietTicks = 0
    },
    expired: () => expiry ?? (total.aborted ? { timeout: 'total', milliseconds: deadlineMs } : null),
    stop: () => {
      counting = { quietTicks: 0 }
    },
  }
}
