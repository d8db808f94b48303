import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type InterruptSignal = (typeof signals)[number]

/** Somebody stopped the command; it has tidied up. */
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
export function listenForInterruption(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const interrupt = (signal: InterruptSignal) => {
    const error = new InterruptedError(signal)
    if (controller.signal.aborted) process.exit(error.exitCode)
    controller.abort(error)
  }
  for (const signal of signals) process.on(signal, interrupt)
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}

/** Resolves when somebody stops the command: for one that runs until then. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
