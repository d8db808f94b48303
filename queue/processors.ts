import { DelayedError, type Job, UnrecoverableError } from 'bullmq'
import type { DraftOutcome } from '../src/contracts/verdict.js'
import type { ProviderError, ProviderErrorKind } from '../src/errors.js'
import type { Ledger } from '../src/ledger/ledger.js'
import type { ReplyReader } from '../src/models/chat-model.js'
import { buildRecord, type SeatOutcome } from '../src/record/build-record.js'
import type { Runtime } from '../src/runtime.js'
import type { PanelStore, SeatJob, SeatState } from '../src/store/panels.js'
import { draftSeat } from '../src/verdict/draft-seat.js'
import { uncalled } from '../src/verdict/unscored.js'
import { panelPayloadSchema, seatPayloadSchema } from './payloads.js'

export type ProcessorDependencies = {
  runtime: Pick<Runtime, 'now' | 'log'>
  panels: PanelStore
  /** The ledger a panel's calls go through: live, or a replay of its recordings. */
  ledgerFor: (panel: { panelId: string; recordingSet: string | null }) => Ledger
  reader: (model: string) => ReplyReader
}

/** How long a seat that waits for its leader stays away before it looks again. */
const leaderPollMs = 250
/** How long a leader may take to begin before the others go on without it. */
const leaderPatienceMs = 60_000
/** Failures that every further call of the same model would meet too. */
const hopelessKinds: readonly ProviderErrorKind[] = ['authentication', 'billing', 'unknown-model', 'context-too-long']

/** Drafts the seat a job names, and keeps its outcome. Throws when the seat is worth another try. */
export async function processSeat(
  dependencies: ProcessorDependencies,
  job: Job,
  { token, signal }: { token?: string; signal: AbortSignal },
): Promise<void> {
  const { seatId, leaderId } = parsePayload(seatPayloadSchema, job)
  const { runtime, panels } = dependencies
  if (leaderId !== null && leaderId !== seatId && (await mustWait({ runtime, panels }, leaderId, job))) {
    await job.moveToDelayed(runtime.now().getTime() + leaderPollMs, token)
    throw new DelayedError()
  }
  const work = await panels.startSeat({ seatId, at: runtime.now() })
  if (work === null) return
  const attempt = { signal, isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1), isLeader: leaderId === seatId }
  const outcome = await draftOrStop(dependencies, work, attempt).catch(async (error: unknown) => {
    // Seats that wait for this one would wait through all its attempts.
    if (attempt.isLeader) await panels.markBegun({ seatId, at: runtime.now() })
    if (!attempt.isLastAttempt || signal.aborted) throw error
    runtime.log.error({ seatId, err: error }, 'a seat could not be drafted')
    const reason = `the seat could not be drafted: ${error instanceof Error ? error.message : String(error)}`
    return uncalled({ model: work.seat.model, kind: 'never-finished', reason })
  })
  await panels.finishSeat({ seatId, outcome, at: runtime.now() })
  const { panelId, seat } = work
  runtime.log.info({ panelId, seatId, tool: seat.tool, persona: seat.persona, model: seat.model, status: outcome.status }, 'seat finished')
}

/** Whether a seat's leader is still to begin. Not for ever: one whose job was lost never begins, and a cold cache only costs more. */
async function mustWait(
  { runtime, panels }: Pick<ProcessorDependencies, 'runtime' | 'panels'>,
  leaderId: string,
  job: Job,
): Promise<boolean> {
  const { isReady, startedAt } = await panels.leader(leaderId)
  const sinceMs = startedAt?.getTime() ?? job.timestamp
  return !isReady && runtime.now().getTime() - sinceMs < leaderPatienceMs
}

type Attempt = { signal: AbortSignal; isLastAttempt: boolean; isLeader: boolean }

/** Drafts a seat, unless its panel calls its model no more; a failure that all its calls would share stops the model for the panel. */
async function draftOrStop(
  dependencies: ProcessorDependencies,
  work: SeatJob,
  { signal, isLastAttempt, isLeader }: Attempt,
): Promise<DraftOutcome> {
  const { runtime, panels } = dependencies
  const { seat, panelId, stopReason, dossier, persona } = work
  const { id: seatId, model } = seat
  if (stopReason !== null)
    return uncalled({ model, kind: 'provider-failure', reason: `not called, because another seat of this model failed: ${stopReason}` })
  const markBegun = () => {
    // Nothing waits for this: seats that follow go ahead at the latest when this seat has ended.
    panels
      .markBegun({ seatId, at: runtime.now() })
      .catch((error: unknown) => runtime.log.warn({ seatId, err: error }, 'could not mark a reply as begun'))
  }
  let failure: ProviderError | undefined
  const outcome = await draftSeat({
    dossier,
    persona,
    model,
    reader: dependencies.reader(model),
    ledger: dependencies.ledgerFor(work),
    signal,
    ...(isLeader ? { onBegin: markBegun } : {}),
    givesUpOn: (error) => {
      failure = error
      return isLastAttempt || !error.isRetryable
    },
  })
  // A call that worked before shows that the model can be called: then it is this conversation that failed.
  const isHopeless =
    failure !== undefined && hopelessKinds.includes(failure.kind) && outcome.status === 'unscored' && outcome.callKeys.length === 0
  if (failure !== undefined && isHopeless) await panels.stopModel({ panelId, model, reason: failure.message })
  return outcome
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
  const neverFinished = uncalled({ model: seat.model, kind: 'never-finished', reason: `the seat's job ended without a result.${cause}` })
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
