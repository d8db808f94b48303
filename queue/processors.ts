import type { Job } from 'bullmq'
import type { SeatJob } from '../src/panels/store/seats.js'
import { ProviderError } from '../src/platform/errors.js'
import { aggregate } from './aggregate.js'
import { UnrecoverableError } from './bullmq.js'
import { deferForEveryone, requeue } from './defer.js'
import { draftAndKeep, type ProcessorDependencies, type SeatAttempt } from './draft-and-keep.js'
import { type Turn, type Turns, takeTurn } from './leader.js'
import { isPause, mayComeBack } from './pauses.js'
import { panelPayloadSchema, seatPayloadSchema } from './payloads.js'

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

/** `turns` is what the seats of one process share. */
export type SeatDependencies = ProcessorDependencies & { turns: Turns }

/** Drafts the seat a job names, and keeps its outcome. Throws when the seat is worth another try, or goes back into its queue. */
export async function processSeat(dependencies: SeatDependencies, job: Job, control: JobControl): Promise<void> {
  const { leaderId, seatId } = parsePayload(seatPayloadSchema, job)
  const turn: Turn | null = leaderId === null ? null : await takeTurn(dependencies, { leaderId, seatId, job, token: control.token })
  try {
    await processTurn(dependencies, job, control)
  } finally {
    turn?.release()
  }
}

async function processTurn(dependencies: SeatDependencies, job: Job, control: JobControl): Promise<void> {
  const { seatId, leaderId, run } = parsePayload(seatPayloadSchema, job)
  const { runtime, panels } = dependencies
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
    // Until it is tried again no other need wait for it. Where this cannot be kept, the failure itself says more.
    if (!attempt.isLastAttempt) await panels.deferSeat({ seatId, reason: null, counts: false }).catch(() => undefined)
    throw error
  }
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

function parsePayload<T>(
  schema: { safeParse: (data: unknown) => { success: true; data: T } | { success: false; error: Error } },
  job: Job,
): T {
  const parsed = schema.safeParse(job.data)
  if (!parsed.success)
    throw new UnrecoverableError(`the job ${job.id} carries a payload this version does not know: ${parsed.error.message}`)
  return parsed.data
}
