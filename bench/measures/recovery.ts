import type { BenchContext } from '../context.js'
import { dossiersForSeats } from '../inputs.js'
import { withPanels } from '../panels.js'
import type { Backend, RecoveryResult } from '../results.js'

export type RecoveryPlan = { seats: number; rounds: number }

/** Longer than any run: a seat of the worker that is killed never gets its reply. */
const neverMs = 300_000
const pollMs = 20

/**
 * Two workers, one of which has all seats at hand when it is killed as a crash would (SIGKILL): seconds from there until the last of them
 * is drafted by the other.
 */
export async function measureRecovery(context: BenchContext, { seats, rounds }: RecoveryPlan): Promise<RecoveryResult> {
  const result: RecoveryResult = []
  for (const backend of context.backends) {
    const seconds: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      context.say(`recovery: ${seats} seats on ${backend}, round ${round} of ${rounds}`)
      seconds.push(await recoverOnce(context, backend, seats))
    }
    result.push({ backend, seats, seconds })
  }
  return result
}

async function recoverOnce(context: BenchContext, backend: Backend, seats: number): Promise<number> {
  const { provider, runtime } = context
  return withPanels(context, { backend, workers: 1, concurrency: seats, endpoint: 'free' }, async ({ run, workers, startWorker }) => {
    const [doomed] = workers
    await provider.set({ latencyMs: neverMs })
    const finished = run({ dossiers: dossiersForSeats(seats, 'recovery') })
    // Awaited below; until then a failure elsewhere is the one to tell of.
    finished.catch(() => undefined)
    while ((await provider.stats()).inFlight < seats) await Promise.race([runtime.sleep(pollMs), finished])
    // Started when there is nothing left to take, so that every seat comes back to it.
    await startWorker()
    await provider.set({ latencyMs: 0 })
    const killedMs = runtime.monotonicMs()
    await doomed?.kill()
    await finished
    return (runtime.monotonicMs() - killedMs) / 1000
  })
}
