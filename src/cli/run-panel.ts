import { estimateCost } from '../app/estimate-cost.js'
import type { App } from '../app/open-app.js'
import type { Replay } from '../app/open-replay.js'
import type { Plan } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import { budgetWarnings } from '../panels/estimate/month-cover.js'
import { opinionModel } from '../panels/opinion/with-opinion.js'
import type { KickOff } from '../panels/panel-actions.js'
import { barredText, conflictText } from '../panels/plan/conflicts.js'
import { readMonthSoFar } from '../panels/store/month-so-far.js'
import { PanelEndedError, UsageError } from '../platform/errors.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import { createProgress } from './progress.js'
import type { Session } from './session.js'

const drainDeadlineMs = 10_000

/**
 * Kicks a panel off, works on it in this process, and shows its progress on stderr. Stopped, it cancels the panel that it started, so that
 * nothing goes on that someone stopped.
 */
export async function runPanel(session: Session, request: KickOff): Promise<PanelRecord> {
  if (request.recordings !== null) return runReplay(session, request)
  const { app } = session
  // Only what this panel needs.
  return whileWorking(app, providersOf(request.jurors), async () => {
    await printOtherRuns(app)
    await printBudgetWarning(session, request)
    const { plan, isNew } = await app.kickOff(request)
    printConflicts(plan)
    return followOwnOrOther(session, { plan, isNew })
  })
}

/** A replay calls no model, and has ended before a queue would have been opened. Where that fails, it goes into the queue as every panel does. */
async function runReplay(session: Session, request: KickOff): Promise<PanelRecord> {
  const { app, signal } = session
  const { plan, isNew } = await app.kickOff({ ...request, isWorkedOnHere: true })
  printConflicts(plan)
  // The process that began it may be gone.
  if (!isNew) return whileWorking(app, [], () => followOwnOrOther(session, { plan, isNew }))
  const ending = new AbortController()
  const replay = { ...session, signal: AbortSignal.any([signal, ending.signal]) }
  const worked = replayHereOrInQueue(replay, { plan, recordings: request.recordings?.recordings ?? [] })
  const followed = followOwnOrOther(replay, { plan, isNew })
  try {
    // When neither this process nor the queue can work on it, it would be followed for ever.
    return await Promise.race([followed, worked.then(() => followed)])
  } finally {
    ending.abort(new Error('the replay has ended'))
    const [worker] = await Promise.allSettled([worked, followed])
    if (worker.status === 'fulfilled') await worker.value?.stop({ deadlineMs: drainDeadlineMs })
  }
}

/** The worker that goes on with the replay; null when none has to. */
async function replayHereOrInQueue({ app, runtime, signal }: Session, replay: Replay) {
  try {
    await app.replayHere(replay, signal)
    return null
  } catch (error) {
    if (signal.aborted) return null
    runtime.log.warn({ panelId: replay.plan.panelId, err: error }, 'a replay goes on in the queue')
    const worker = await app.work({ providers: [] })
    await app.requeue(replay.plan.panelId)
    return worker
  }
}

async function whileWorking<T>(app: App, providers: readonly string[], use: () => Promise<T>): Promise<T> {
  const worker = await app.work({ providers })
  try {
    return await use()
  } finally {
    await worker.stop({ deadlineMs: drainDeadlineMs })
  }
}

function followOwnOrOther(session: Session, { plan, isNew }: { plan: Plan; isNew: boolean }): Promise<PanelRecord> {
  if (!isNew) process.stderr.write(`The same panel is running already, as ${plan.panelId}: following it.\n`)
  return followToRecord(session, { plan, isOwn: isNew })
}

/** Says on stderr, before anything is spent, that a budget, or what is left of the month's, is below the estimate. */
export async function printBudgetWarning({ app, config }: Pick<Session, 'app' | 'config'>, request: KickOff): Promise<void> {
  const { budgetUsd, recordings } = request
  if (recordings !== null) return
  const month = await readMonthSoFar(app.db)
  if (budgetUsd === null && month === null) return
  const estimate = await estimateCost(app, request, config)
  for (const warning of budgetWarnings(estimate, { budgetUsd, month })) process.stderr.write(`Warning: ${warning}\n`)
}

/** Says on stderr which jurors have a tie to a tool that they judge or for which they do not, and which of them no second model reads. */
export function printConflicts({ conflicts = [], barred = [], jurors, secondOpinion }: Plan): void {
  for (const conflict of conflicts) process.stderr.write(`Warning: ${conflictText(conflict)}.\n`)
  for (const each of barred) process.stderr.write(`Note: ${barredText(each)}.\n`)
  if (secondOpinion === undefined) return
  for (const juror of jurors.filter((model) => opinionModel(secondOpinion, model) === null))
    process.stderr.write(`Warning: ${juror} is the only model set for second opinions, and reads none of its own drafts.\n`)
}

/** Follows a panel that runs to its record, with its progress on stderr. Stopped, it cancels the panel if that is its own. */
export async function followToRecord(
  { app, runtime, signal }: Pick<Session, 'app' | 'runtime' | 'signal'>,
  { plan, isOwn }: { plan: Plan; isOwn: boolean },
): Promise<PanelRecord> {
  const { panelId } = plan
  const progress = createProgress({ plan, stream: process.stderr, monotonicMs: runtime.monotonicMs })
  try {
    const record = await app.follow(panelId, progress.update, signal)
    progress.finish(record)
    return record
  } catch (error) {
    progress.stop()
    if (isOwn && signal.aborted) await cancelOwn(app, panelId)
    else if (!(error instanceof PanelEndedError))
      process.stderr.write(
        `Panel ${panelId} goes on without being watched. Look: panel status ${panelId}. Stop it: panel cancel ${panelId}\n`,
      )
    throw error
  } finally {
    progress.stop()
  }
}

async function cancelOwn(app: App, panelId: string): Promise<void> {
  await app.cancel(panelId, 'the panel was stopped at the command line').catch((error: unknown) => {
    // It ended on its own a moment before.
    if (!(error instanceof UsageError)) throw error
  })
  process.stderr.write(`Panel ${panelId} is cancelled; what is drafted stays. Go on with it: panel resume ${panelId}\n`)
}

export function providersOf(jurors: readonly string[]): string[] {
  return [...new Set(jurors.map((juror) => parseModelId(juror).provider))]
}

/** A panel whose process died goes on as soon as anyone works on the same database, and its calls cost money. */
async function printOtherRuns(app: App): Promise<void> {
  for (const { panelId, startedAt } of await app.panels.running()) {
    process.stderr.write(
      `Panel ${panelId}, started ${startedAt.toISOString()}, is not finished, and this process works on it too. To stop it: panel cancel ${panelId}\n`,
    )
  }
}
