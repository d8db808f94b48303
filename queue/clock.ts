import { runEvery } from '../src/platform/run-every.js'
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
    keepWatching: (workers: readonly QueueWorker[], signal: AbortSignal): Promise<void> =>
      keepComparing(backend, { runtime, workers, signal }),
  }
}

type Watch = { runtime: Runtime; workers: readonly QueueWorker[]; signal: AbortSignal }

async function keepComparing(backend: QueueBackend, { runtime, workers, signal }: Watch): Promise<void> {
  let isPaused = false
  // Until the clocks could be compared: a queue that does not answer says nothing about the clock.
  let isDue = false
  let looked = lookAtClocks(runtime)
  let comparedMs = looked.steadyMs
  const every = { everyMs: lookEveryMs, signal, what: "compare the clock with the queue's", pausesFirst: true }
  await runEvery(runtime, every, async () => {
    const look = lookAtClocks(runtime)
    const hasJumped = Math.abs(look.wallMs - looked.wallMs - (look.steadyMs - looked.steadyMs)) > maxClockDifferenceMs / 2
    looked = look
    isDue ||= hasJumped || isPaused || look.steadyMs - comparedMs >= compareEveryMs
    if (!isDue) return
    const differenceMs = await readDifference(backend, runtime)
    const isOff = differenceMs > maxClockDifferenceMs
    if (isOff !== isPaused) {
      for (const worker of workers) await (isOff ? worker.pause(true) : worker.resume())
      if (isOff) runtime.log.error(`${describe(differenceMs)} No job is taken until they agree.`)
      else runtime.log.info('the clocks agree again')
      isPaused = isOff
    }
    comparedMs = look.steadyMs
    isDue = false
  })
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
