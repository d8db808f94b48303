import pLimit from 'p-limit'
import type { Plan } from '../src/contracts/plan.js'
import { aggregate } from './aggregate.js'
import { draftAndKeep, type ProcessorDependencies } from './draft-and-keep.js'

/** No seat waits for a model: so many share the statements that start and end them. More hold the process for longer at a time. */
const seatsAtOnce = 32

/**
 * Works on a replay in this process alone, without a queue: no model is called, so nothing has to wait, come back or be shared, and the round trips
 * of a queue would be most of what it costs. The panel is in the database all the same: when this process dies, a worker's sweep finds a
 * panel that no queue knows, and goes on with it.
 *
 * Resolves when the panel has its record, or when someone else took it up. Rejects with what went wrong; the panel then still runs.
 */
export async function replayHere(
  dependencies: ProcessorDependencies,
  { panelId, seats }: Plan,
  { run, signal }: { run: number; signal: AbortSignal },
): Promise<void> {
  const { runtime, panels } = dependencies
  const attempt = { stopping: signal, cancelled: signal, isLeader: false, isLastAttempt: true }
  await pLimit(seatsAtOnce).map(seats, async ({ id: seatId }) => {
    signal.throwIfAborted()
    const work = await panels.startSeat({ seatId, run, at: runtime.now() })
    if (work !== null) await draftAndKeep(dependencies, work, attempt)
  })
  await aggregate(dependencies, { panelId, run }, async () => ({}))
}
