import { runBare } from '../bare.js'
import type { BenchContext } from '../context.js'
import { runFloor } from '../floor.js'
import { requestBodies } from '../inputs.js'
import { runPanels } from '../panels.js'
import type { WindowCell, WindowResult } from '../results.js'

export type WindowPlan = {
  latenciesMs: readonly number[]
  workers: readonly number[]
  seats: number
  /** Of all workers together, so that every contender may have the same number of calls in flight. */
  concurrency: number
  warmUp: number
  rounds: number
}

/**
 * The same calls by the floor, by bare BullMQ and by the panels, in turn: within a round they follow each other, so that what else the
 * machine does meets all of them.
 */
export async function measureWindow(context: BenchContext, plan: WindowPlan): Promise<WindowResult> {
  const { seats, concurrency, warmUp } = plan
  const cells: WindowCell[] = []
  for (const latencyMs of plan.latenciesMs)
    for (const workers of plan.workers) cells.push(...(await measureRow(context, plan, { latencyMs, workers })))
  return { seats, concurrency, warmUp, requestBytes: Buffer.byteLength(requestBodies(4, 'size')[0] ?? ''), cells }
}

async function measureRow(
  context: BenchContext,
  { seats, concurrency, warmUp, rounds }: WindowPlan,
  { latencyMs, workers }: { latencyMs: number; workers: number },
): Promise<WindowCell[]> {
  const load = { latencyMs, seats, concurrency, warmUp }
  const cells = context.backends.map((backend): WindowCell => ({ latencyMs, workers, backend, floor: [], bare: [], panels: [] }))
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`window: ${latencyMs} ms, ${workers} ${workers === 1 ? 'worker' : 'workers'}, round ${round} of ${rounds}`)
    const floor = await runFloor(context, load)
    for (const cell of cells) {
      const { backend } = cell
      cell.floor.push(floor)
      cell.bare.push(await runBare(context, { backend, workers, load }))
      cell.panels.push(await runPanels(context, { backend, workers, load }))
    }
  }
  return cells
}
