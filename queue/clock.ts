import type { Runtime } from '../src/platform/runtime.js'
import type { QueueBackend, QueueWorker } from './backend.js'

/** BullMQ takes the time from the client: with clocks further apart, jobs run twice. */
export const maxClockDifferenceMs = 5_000
/** A clock that jumps shows at once against one that never does; one that drifts, against the queue's. */
const lookEveryMs = 1_000
const compareEveryMs = 15_000

/** Refuses when this machine's clock and the queue's are too far apart; afterwards, they can be kept under watch. */
export async function watchClock(backend: QueueBackend, runtime: Runtime) {
  const differenceMs = await readDifference(backend, runtime)
  if (differenceMs > maxClockDifferenceMs) throw new Error(`${describe(differenceMs)} Set the clocks (NTP), then start the worker again.`)
  return {
    /** Lets the workers take nothing while the clocks are too far apart, until the signal aborts. */
    keepWatching: async (workers: readonly QueueWorker[], signal: AbortSignal): Promise<void> => {
      let isPaused = false
      let looked = lookAtClocks(runtime)
      let comparedMs = looked.steadyMs
      while (!signal.aborted) {
        await runtime.sleep(lookEveryMs, signal).catch(() => undefined)
        if (signal.aborted) return
        const look = lookAtClocks(runtime)
        const hasJumped = Math.abs(look.wallMs - looked.wallMs - (look.steadyMs - looked.steadyMs)) > maxClockDifferenceMs / 2
        looked = look
        if (!hasJumped && !isPaused && look.steadyMs - comparedMs < compareEveryMs) continue
        comparedMs = look.steadyMs
        try {
          const differenceMs = await readDifference(backend, runtime)
          const isOff = differenceMs > maxClockDifferenceMs
          if (isOff === isPaused) continue
          if (isOff) runtime.log.error(`${describe(differenceMs)} Nothing is taken up until they agree.`)
          else runtime.log.info('the clocks agree again')
          for (const worker of workers) await (isOff ? worker.pause(true) : worker.resume())
          isPaused = isOff
        } catch (error) {
          // A queue that does not answer says nothing about the clock.
          runtime.log.warn({ err: error }, "could not compare the clock with the queue's")
        }
      }
    },
  }
}

function lookAtClocks(runtime: Runtime): { wallMs: number; steadyMs: number } {
  return { wallMs: runtime.now().getTime(), steadyMs: runtime.monotonicMs() }
}

async function readDifference(backend: QueueBackend, runtime: Runtime): Promise<number> {
  return Math.abs((await backend.now()).getTime() - runtime.now().getTime())
}

function describe(differenceMs: number): string {
  return `this machine's clock and the queue's are ${Math.round(differenceMs / 1000)} s apart; with more than ${maxClockDifferenceMs / 1000} s jobs would run twice.`
}
