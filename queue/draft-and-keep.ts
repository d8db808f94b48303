import type { SeatEnding } from '../src/contracts/head-to-head.js'
import { draftAndTest } from '../src/panels/blind/blind-test.js'
import { uncalled } from '../src/panels/draft/unscored.js'
import { compareTools } from '../src/panels/duel/compare-tools.js'
import type { Ledger } from '../src/panels/ledger/ledger.js'
import { firstSample } from '../src/panels/ledger/samples.js'
import { withOpinion } from '../src/panels/opinion/with-opinion.js'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { SeatJob } from '../src/panels/store/seats.js'
import { ProviderError, UnstorableError } from '../src/platform/errors.js'
import type { Runtime } from '../src/platform/runtime.js'
import type { ReplyReader } from '../src/providers/chat-model.js'
import { type Leading, leadingOf } from './leading.js'
import { isPause, mayComeBack } from './pauses.js'
import { isPermanent, neverLoaded } from './permanent-failures.js'

/*
 * What is done with a seat that was taken up, whether a job of a queue names it or a replay drafts it here: nothing of this needs BullMQ.
 */

/** A seat as a ledger is asked on its behalf. */
export type LedgerClient = { panelId: string; seatId: string; run: number; recordingSet: string | null }

export type ProcessorDependencies = {
  runtime: Pick<Runtime, 'now' | 'log' | 'sleep'>
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
  seatEnded: (seat: { status: SeatEnding['status']; kind: string | null; persona: string; model: string }) => void
  panelEnded: (panel: { outcome: 'complete' | 'with unscored seats' | 'failed' }) => void
}

/** One try at a seat: who may stop it, and whether others wait for it or it comes back. */
export type SeatAttempt = { stopping: AbortSignal; cancelled: AbortSignal; isLeader: boolean; isLastAttempt: boolean }

/** Drafts a seat that was taken up, and keeps its outcome. Throws when there is none yet. */
export async function draftAndKeep(dependencies: ProcessorDependencies, work: SeatJob, attempt: SeatAttempt): Promise<void> {
  const { runtime, panels } = dependencies
  const { id: seatId, tool, persona, model } = work.seat
  const { panelId } = work
  const drafted = await draftOrStop(dependencies, work, attempt)
  const outcome = await giveOpinion(dependencies, { work, attempt, drafted })
  await keepOutcome({ runtime, panels }, seatId, outcome)
  const { status } = outcome
  const kind = outcome.status === 'unscored' ? outcome.kind : null
  dependencies.observe.seatEnded({ status, kind, persona, model })
  runtime.log.info({ panelId, seatId, tool, persona, model, status, callKeys: outcome.callKeys }, 'seat finished')
}

/** An outcome that the database refuses ends its seat all the same: what it cost and rests on is kept, and only a person's retry asks again. */
async function keepOutcome({ runtime, panels }: Pick<ProcessorDependencies, 'runtime' | 'panels'>, seatId: string, outcome: SeatEnding) {
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
async function draftOrStop(dependencies: ProcessorDependencies, work: SeatJob, attempt: SeatAttempt): Promise<SeatEnding> {
  const { runtime, panels } = dependencies
  const { seat, panelId, run, recordingSet, stopReason, persona, form, isBlind } = work
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
  const asking = {
    persona,
    model,
    form,
    isBlind,
    reader: dependencies.reader(model),
    ledger: dependencies.ledgerFor({ panelId, seatId, run, recordingSet }),
    firstSample: firstSample(seat.repeat ?? 1),
    signal: AbortSignal.any([attempt.stopping, attempt.cancelled]),
    // One that is waited for until its end is ready when it has ended.
    ...(attempt.isLeader && !leadingOf(dependencies, model).untilItsEnd ? { onBegin: markBegun } : {}),
    givesUpOn: (error: Error) => {
      lastError = error
      if (error instanceof ProviderError) failure = error
      return givesUpOn(error, work, attempt)
    },
  }
  const { dossier, against, conflict } = work
  const drafted =
    against === null ? await draftAndTest({ ...asking, dossier, conflict }) : await compareTools({ ...asking, tools: [dossier, against] })
  const outcome = failure?.kind === 'loading' ? neverLoaded(drafted, failure) : drafted
  if (outcome.status === 'unscored' && outcome.kind === 'never-finished')
    runtime.log.error({ panelId, seatId, err: lastError }, 'a seat could not be drafted')
  if (outcome.status === 'unscored' && failure !== undefined && (await isPermanent(panels, work, { outcome, failure })))
    await panels.stopModel({ panelId, model, reason: outcome.reason })
  return outcome
}

type Drafted = { work: SeatJob; attempt: SeatAttempt; drafted: SeatEnding }

/** The outcome with a second opinion on its draft, where the panel has them. That it cannot be had ends no seat. */
async function giveOpinion(dependencies: ProcessorDependencies, { work, attempt, drafted }: Drafted): Promise<SeatEnding> {
  if (drafted.status !== 'drafted') return drafted
  const { runtime, panels, reader, ledgerFor } = dependencies
  const { seat, panelId, run, recordingSet, dossier } = work
  const secondOpinion = await panels.secondOpinion(panelId)
  if (secondOpinion === null) return drafted
  return withOpinion(drafted, {
    secondOpinion,
    dossier,
    reader,
    ledger: ledgerFor({ panelId, seatId: seat.id, run, recordingSet }),
    signal: AbortSignal.any([attempt.stopping, attempt.cancelled]),
    sleep: runtime.sleep,
    onError: (error) => runtime.log.warn({ panelId, seatId: seat.id, err: error }, 'a draft has no second opinion'),
  })
}

/** Whether an error ends the seat. Not one that only sends it back into its queue. */
function givesUpOn(error: Error, work: SeatJob, { isLastAttempt, stopping, cancelled }: SeatAttempt): boolean {
  if (stopping.aborted || cancelled.aborted) return false
  if (isPause(error)) return !mayComeBack(error, work)
  return isLastAttempt || (error instanceof ProviderError && !error.isRetryable)
}
