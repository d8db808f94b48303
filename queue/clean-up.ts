import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'

/** How often a worker looks whether a clean-up is due; one of them does it, once a day. */
const lookEveryMs = 60_000

/** Deletes what is kept no longer when that is due, until the signal aborts; `cleanUpWhenDue` says null when it is not. */
export async function keepCleaning(
  { runtime, cleanUpWhenDue }: { runtime: Runtime; cleanUpWhenDue: (signal: AbortSignal) => Promise<object | null> },
  signal: AbortSignal,
): Promise<void> {
  await runEvery(runtime, { everyMs: lookEveryMs, signal, what: 'delete what is kept no longer', pausesFirst: true }, async () => {
    const report = await cleanUpWhenDue(signal)
    if (report !== null) runtime.log.info({ report }, 'deleted what is kept no longer')
  })
}
