import { type Job, UnrecoverableError } from 'bullmq'
import type { DraftOutcome } from '../src/contracts/verdict.js'
import type { ProviderError } from '../src/errors.js'
import type { Ledger } from '../src/ledger/ledger.js'
import type { ReplyReader } from '../src/models/chat-model.js'
import { buildRecord, type SeatOutcome } from '../src/record/build-record.js'
import type { Runtime } from '../src/runtime.js'
import type { PanelStore, SeatState } from '../src/store/panels.js'
import { draftSeat } from '../src/verdict/draft-seat.js'
import { panelPayloadSchema, seatPayloadSchema } from './payloads.js'

export type ProcessorDependencies = {
  runtime: Pick<Runtime, 'now' | 'log'>
  panels: PanelStore
  /** The ledger a panel's calls go through: live, or a replay of its recordings. */
  ledgerFor: (panel: { panelId: string; recordingSet: string | null }) => Ledger
  reader: (model: string) => ReplyReader
}

/** Drafts the seat a job names, and keeps its outcome. Throws when the seat is worth another try. */
export async function processSeat(dependencies: ProcessorDependencies, job: Job, signal: AbortSignal): Promise<void> {
  const { seatId } = parsePayload(seatPayloadSchema, job)
  const { runtime, panels } = dependencies
  const work = await panels.startSeat({ seatId, at: runtime.now() })
  if (work === null) return
  const { seat, dossier, persona } = work
  const isLastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1)
  const outcome = await draftSeat({
    dossier,
    persona,
    model: seat.model,
    reader: dependencies.reader(seat.model),
    ledger: dependencies.ledgerFor(work),
    signal,
    givesUpOn: (error: ProviderError) => isLastAttempt || !error.isRetryable,
  })
  await panels.finishSeat({ seatId, outcome, at: runtime.now() })
  runtime.log.info(
    { panelId: work.panelId, seatId, tool: seat.tool, persona: seat.persona, model: seat.model, status: outcome.status },
    'seat finished',
  )
}

/** Aggregates a panel whose seats have all ended. A seat whose job died without an outcome is unscored, with the reason. */
export async function processPanel({ runtime, panels }: ProcessorDependencies, job: Job): Promise<void> {
  const { panelId } = parsePayload(panelPayloadSchema, job)
  const { plan, createdAt, seats } = await panels.find(panelId)
  const failures = Object.values(await job.getIgnoredChildrenFailures())
  const outcomes = await Promise.all(seats.map((state) => settleSeat({ runtime, panels }, state, failures)))
  const documents = await panels.documents(plan)
  const finishedAt = runtime.now()
  const { called, spentUsd } = await panels.spending(panelId)
  const replies = new Set(outcomes.flatMap(({ outcome }) => outcome.callKeys)).size
  const isReplay = plan.recordingSet !== null
  const record = buildRecord({
    plan,
    ...documents,
    outcomes,
    run: {
      startedAt: createdAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      wallTimeMs: finishedAt.getTime() - createdAt.getTime(),
      replies: { called, fromLedger: isReplay ? 0 : Math.max(0, replies - called), replayed: isReplay ? replies : 0 },
      spentUsd,
    },
  })
  await panels.saveRecord(record)
  runtime.log.info({ panelId, recordId: record.id, unscored: record.totals.unscored }, 'panel finished')
}

async function settleSeat(
  { runtime, panels }: Pick<ProcessorDependencies, 'runtime' | 'panels'>,
  { seat, outcome }: SeatState,
  failures: string[],
): Promise<SeatOutcome> {
  if (outcome !== null) return { seat, outcome }
  const cause = failures.length === 0 ? '' : ` What the panel's failed jobs said: ${[...new Set(failures)].join('; ')}`
  const neverFinished: DraftOutcome = {
    status: 'unscored',
    kind: 'never-finished',
    reason: `the seat's job ended without a result.${cause}`,
    rawText: null,
    model: seat.model,
    origin: null,
    callKey: null,
    callKeys: [],
    usage: null,
    costUsd: 0,
    latencyMs: 0,
  }
  await panels.finishSeat({ seatId: seat.id, outcome: neverFinished, at: runtime.now() })
  return { seat, outcome: neverFinished }
}

function parsePayload<T>(
  schema: { safeParse: (data: unknown) => { success: true; data: T } | { success: false; error: Error } },
  job: Job,
): T {
  const parsed = schema.safeParse(job.data)
  if (!parsed.success)
    throw new UnrecoverableError(`the job ${job.id} carries a payload this version does not know: ${parsed.error.message}`)
  return parsed.data
}
