import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type InterruptSignal = (typeof signals)[number]

/** Someone stopped the command; it has tidied up. */
export class InterruptedError extends Error {
  /** 128 and the signal's number, as shells count: 130 for Ctrl-C. */
  readonly exitCode: number
  constructor(signal: InterruptSignal) {
    super(`stopped by ${signal}`)
    this.name = 'InterruptedError'
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * A signal that aborts at the first Ctrl-C, SIGTERM or SIGHUP, with an `InterruptedError`, so that the command can tidy up;
 * a second one ends the process at once.
 */
export function listenForInterruption(): { signal: AbortSignal; fail: (error: unknown) => void; release: () => void } {
  const controller = new AbortController()
  const interrupt = (signal: InterruptSignal) => {
    const error = new InterruptedError(signal)
    if (controller.signal.aborted) process.exit(error.exitCode)
    controller.abort(error)
  }
  for (const signal of signals) process.on(signal, interrupt)
  return {
    signal: controller.signal,
    /** Stops the command because it cannot go on. */
    fail: (error) => controller.abort(error),
    release: () => {
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}

/** Resolves when someone stops the command: for one that runs until then. Rejects when it cannot go on, with the reason. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => (signal.reason instanceof InterruptedError ? resolve() : reject(signal.reason))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
