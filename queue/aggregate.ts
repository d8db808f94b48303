import { uncalled } from '../src/panels/draft/unscored.js'
import { allCallKeys } from '../src/panels/ledger/record-calls.js'
import { buildRecord, type EndedSeat, isPerJuror, leadIn } from '../src/panels/record/build-record.js'
import type { SeatState } from '../src/panels/store/panels.js'
import { recordId } from '../src/platform/ids.js'
import type { ProcessorDependencies } from './draft-and-keep.js'

/** Makes the record of a panel whose seats have all ended. `readFailures` tells what the jobs said that died under a seat, by job. */
export async function aggregate(
  dependencies: ProcessorDependencies,
  { panelId, run }: { panelId: string; run: number },
  readFailures: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const { runtime, panels, observe } = dependencies
  const [state, ignored, calls] = await Promise.all([panels.find(panelId), readFailures(), panels.askedCalls(panelId)])
  const { plan, askedRun, startedAt, seats } = state
  // Cancelled, or put into the queue again: then this is not the job that ends it.
  if (state.status !== 'running' || state.run !== run) return
  const failures = Object.values(ignored)
  const outcomes = await Promise.all(seats.map((seat) => settleSeat({ runtime, panels }, seat, failures)))
  const [documents, before] = await Promise.all([panels.documents(plan), panels.findRecord(recordId(panelId))])
  const { called, spentUsd, lostCalls } = calls
  const finishedAt = runtime.now()
  // A seat that was drafted before someone asked for this run took nothing in it.
  const inThisRun = new Set(seats.flatMap((state) => (state.run >= askedRun ? [state.seat.id] : [])))
  const replies = new Set(outcomes.flatMap(({ seat, outcome }) => (inThisRun.has(seat.id) ? allCallKeys(outcome) : []))).size
  const isReplay = plan.recordingSet !== null
  const record = buildRecord({
    plan,
    ...documents,
    outcomes,
    leadOf: (seat) => leadIn(before, seat),
    perJuror: isPerJuror(before),
    run: {
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      wallTimeMs: finishedAt.getTime() - startedAt.getTime(),
      replies: {
        called,
        fromLedger: isReplay ? 0 : Math.max(0, replies - called),
        replayed: isReplay ? replies : 0,
      },
      ...(lostCalls === 0 ? {} : { lostCalls }),
      spentUsd,
    },
  })
  if (!(await panels.saveRecord(record, run))) return
  observe.panelEnded({ outcome: record.totals.unscored === 0 ? 'complete' : 'with unscored seats' })
  runtime.log.info({ panelId, recordId: record.id, unscored: record.totals.unscored }, 'panel finished')
}

async function settleSeat(
  { runtime, panels }: Pick<ProcessorDependencies, 'runtime' | 'panels'>,
  { seat, outcome }: SeatState,
  failures: string[],
): Promise<EndedSeat> {
  if (outcome !== null) return { seat, outcome }
  const cause = failures.length === 0 ? '' : ` What the panel's failed jobs said: ${[...new Set(failures)].join('; ')}`
  const neverFinished = uncalled({ model: seat.model, kind: 'never-finished', reason: `the seat's job ended without a result.${cause}` })
  await panels.finishSeat({ seatId: seat.id, outcome: neverFinished, at: runtime.now() })
  return { seat, outcome: neverFinished }
}
