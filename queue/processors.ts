import type { Job } from 'bullmq'
import type { DraftOutcome } from '../src/contracts/verdict.js'
import { draftSeat } from '../src/panels/draft/draft-seat.js'
import { uncalled } from '../src/panels/draft/unscored.js'
import type { Ledger } from '../src/panels/ledger/ledger.js'
import { buildRecord, type SeatOutcome } from '../src/panels/record/build-record.js'
import type { PanelStore, SeatState } from '../src/panels/store/panels.js'
import type { SeatJob } from '../src/panels/store/seats.js'
import { ProviderError, UnstorableError } from '../src/platform/errors.js'
import type { Runtime } from '../src/platform/runtime.js'
import type { ReplyReader } from '../src/providers/chat-model.js'
import { UnrecoverableError } from './bullmq.js'
import { deferForEveryone, isPause, mayComeBack, requeue } from './defer.js'
import { type Leading, leadingOf, waitForLeader } from './leader.js'
import { panelPayloadSchema, seatPayloadSchema } from './payloads.js'
import { isPermanent, neverLoaded } from './permanent-failures.js'

/** A seat as a ledger is asked on its behalf. */
export type LedgerClient = { panelId: string; seatId: string; run: number; recordingSet: string | null }

export type ProcessorDependencies = {
  runtime: Pick<Runtime, 'now' | 'log'>
  panels: PanelStore
  /** The ledger a seat's calls go through: live, or a replay of its panel's recordings. */
  ledgerFor: (client: LedgerClient) => Ledger
  reader: (model: string) => ReplyReader
  /** How a model's seats follow the one that goes ahead; as hosted models' do when left out. */
  leading?: (model: string) => Leading
  /** Told of each seat and each panel that ends. */
  observe: Observer
}

export type Observer = {
  seatEnded: (seat: { status: DraftOutcome['status']; kind: string | null; persona: string; model: string }) => void
  panelEnded: (panel: { outcome: 'complete' | 'with unscored seats' | 'failed' }) => void
}

/** What a job's processor is given beside the job: its lock's token, and who may stop it. */
export type JobControl = {
  token?: string
  /** Aborted when the worker stops; the seat then goes back. */
  stopping: AbortSignal
  /** Lets a seat's work be aborted when its panel is cancelled. */
  watch: (panelId: string) => { signal: AbortSignal; release: () => void }
  /** Lets no one take from this job's queue for so long. */
  pauseQueue: (milliseconds: number) => Promise<void>
}

/** Drafts the seat a job names, and keeps its outcome. Throws when the seat is worth another try, or goes back into its queue. */
export async function processSeat(dependencies: ProcessorDependencies, job: Job, control: JobControl): Promise<void> {
  const { seatId, leaderId, run } = parsePayload(seatPayloadSchema, job)
  const { runtime, panels } = dependencies
  if (leaderId !== null && leaderId !== seatId) await waitForLeader(dependencies, { leaderId, job, token: control.token })
  const work = await panels.startSeat({ seatId, run, at: runtime.now() })
  if (work === null) return
  const cancelled = control.watch(work.panelId)
  try {
    await draftStarted(dependencies, work, {
      ...control,
      job,
      isLeader: leaderId === seatId,
      isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
      cancelled: cancelled.signal,
    })
  } finally {
    cancelled.release()
  }
}

/** One try at a seat: who may stop it, and whether others wait for it or it comes back. */
export type SeatAttempt = { stopping: AbortSignal; cancelled: AbortSignal; isLeader: boolean; isLastAttempt: boolean }
type Attempt = JobControl & SeatAttempt & { job: Job }

async function draftStarted(dependencies: ProcessorDependencies, work: SeatJob, attempt: Attempt): Promise<void> {
  const { runtime, panels } = dependencies
  const { id: seatId } = work.seat
  try {
    await draftAndKeep(dependencies, work, attempt)
  } catch (error) {
    // Seats that wait for this one would wait through all its attempts.
    const leadsOn = error instanceof ProviderError && error.kind === 'loading' && mayComeBack(error, work)
    if (attempt.isLeader && !leadsOn) await panels.markBegun({ seatId, at: runtime.now() })
    // The cancelling said already how the seat ends.
    if (attempt.cancelled.aborted) return
    if (attempt.stopping.aborted) return requeue({ panels }, seatId, attempt)
    if (isPause(error) && mayComeBack(error, work)) return deferForEveryone({ runtime, panels, ...attempt }, work, error)
    throw error
  }
}

/** Drafts a seat that was taken up, and keeps its outcome. Throws when there is none yet. */
export async function draftAndKeep(dependencies: ProcessorDependencies, work: SeatJob, attempt: SeatAttempt): Promise<void> {
  const { runtime, panels } = dependencies
  const { id: seatId, tool, persona, model } = work.seat
  const { panelId } = work
  const outcome = await draftOrStop(dependencies, work, attempt)
  await keepOutcome({ runtime, panels }, seatId, outcome)
  const { status } = outcome
  const kind = outcome.status === 'unscored' ? outcome.kind : null
  dependencies.observe.seatEnded({ status, kind, persona, model })
  runtime.log.info({ panelId, seatId, tool, persona, model, status, callKeys: outcome.callKeys }, 'seat finished')
}

/** An outcome that the database refuses ends its seat all the same: what it cost and rests on is kept, and only a person's retry asks again. */
async function keepOutcome({ runtime, panels }: Pick<ProcessorDependencies, 'runtime' | 'panels'>, seatId: string, outcome: DraftOutcome) {
  const at = runtime.now()
  await panels.finishSeat({ seatId, outcome, at }).catch((error: unknown) => {
    if (!(error instanceof UnstorableError)) throw error
    runtime.log.error({ seatId, err: error }, 'what came of a seat cannot be stored')
    const { model, origin, callKey, callKeys, usage, costUsd, latencyMs } = outcome
    const reason = `what came of the seat could not be stored: ${error.message}`
    const provenance = { model, origin, callKey, callKeys, usage, costUsd, latencyMs }
    return panels.finishSeat({ seatId, outcome: { status: 'unscored', kind: 'malformed-reply', reason, rawText: null, ...provenance }, at })
  })
}

/** Drafts a seat, unless its panel calls its model no more; a failure that all its calls would share stops the model for the panel. */
async function draftOrStop(dependencies: ProcessorDependencies, work: SeatJob, attempt: SeatAttempt): Promise<DraftOutcome> {
  const { runtime, panels } = dependencies
  const { seat, panelId, run, recordingSet, stopReason, dossier, persona, conflict } = work
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
  let lastError: Error | undefined
  const drafted = await draftSeat({
    dossier,
    persona,
    model,
    conflict,
    reader: dependencies.reader(model),
    ledger: dependencies.ledgerFor({ panelId, seatId, run, recordingSet }),
    signal: AbortSignal.any([attempt.stopping, attempt.cancelled]),
    // One that is waited for until its end is ready when it has ended.
    ...(attempt.isLeader && !leadingOf(dependencies, model).untilItsEnd ? { onBegin: markBegun } : {}),
    givesUpOn: (error) => {
      lastError = error
      if (error instanceof ProviderError) failure = error
      return givesUpOn(error, work, attempt)
    },
  })
  const outcome = failure?.kind === 'loading' ? neverLoaded(drafted, failure) : drafted
  if (outcome.status === 'unscored' && outcome.kind === 'never-finished')
    runtime.log.error({ panelId, seatId, err: lastError }, 'a seat could not be drafted')
  if (outcome.status === 'unscored' && failure !== undefined && (await isPermanent(panels, work, { outcome, failure })))
    await panels.stopModel({ panelId, model, reason: outcome.reason })
  return outcome
}

/** Whether an error ends the seat. Not one that only sends it back into its queue. */
function givesUpOn(error: Error, work: SeatJob, { isLastAttempt, stopping, cancelled }: SeatAttempt): boolean {
  if (stopping.aborted || cancelled.aborted) return false
  if (isPause(error)) return !mayComeBack(error, work)
  return isLastAttempt || (error instanceof ProviderError && !error.isRetryable)
}

/** Aggregates a panel whose seats have all ended. A seat whose job died without an outcome is unscored, with the reason. */
export async function processPanel(dependencies: ProcessorDependencies, job: Job): Promise<void> {
  const { runtime, panels, observe } = dependencies
  const { panelId, run } = parsePayload(panelPayloadSchema, job)
  try {
    await aggregate(dependencies, { panelId, run }, () => job.getIgnoredChildrenFailures())
  } catch (error) {
    if (job.attemptsMade + 1 < (job.opts.attempts ?? 1)) throw error
    const reason = `its record could not be made: ${error instanceof Error ? error.message : String(error)}`
    await panels.fail({ panelId, run, reason, at: runtime.now() })
    observe.panelEnded({ outcome: 'failed' })
    throw error
  }
}

/** Makes the record of a panel whose seats have all ended. `readFailures` tells what the jobs said that died under a seat, by job. */
export async function aggregate(
  dependencies: ProcessorDependencies,
  { panelId, run }: { panelId: string; run: number },
  readFailures: () => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const { runtime, panels, observe } = dependencies
  const [state, ignored] = await Promise.all([panels.find(panelId), readFailures()])
  const { plan, askedRun, startedAt, seats } = state
  // Cancelled, or put into the queue again: then this is not the job that ends it.
  if (state.status !== 'running' || state.run !== run) return
  const failures = Object.values(ignored)
  const outcomes = await Promise.all(seats.map((seat) => settleSeat({ runtime, panels }, seat, failures)))
  const [documents, { called, spentUsd }, lostCalls] = await Promise.all([
    panels.documents(plan),
    panels.spending(panelId, askedRun),
    panels.lostCalls(panelId, askedRun),
  ])
  const finishedAt = runtime.now()
  // A seat that was drafted before someone asked for this run took nothing in it.
  const inThisRun = new Set(seats.flatMap((state) => (state.run >= askedRun ? [state.seat.id] : [])))
  const replies = new Set(outcomes.flatMap(({ seat, outcome }) => (inThisRun.has(seat.id) ? outcome.callKeys : []))).size
  const isReplay = plan.recordingSet !== null
  const record = buildRecord({
    plan,
    ...documents,
    outcomes,
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
