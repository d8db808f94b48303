import type { PanelRun } from '../panels/store/reopen-panel.js'
import { UsageError } from '../platform/errors.js'
import { exitCodes } from './exit.js'
import { findPanel } from './find-panel.js'
import { answer, type JsonOption } from './json-option.js'
import { printRecord, writeRecord } from './print-record.js'
import { waitingSeats } from './progress.js'
import { followToRecord, providersOf } from './run-panel.js'
import { type Session, withApp } from './session.js'

const drainDeadlineMs = 10_000

const write = (text: string) => process.stdout.write(text)

export type AgainOptions = { budget?: number; detach?: boolean; json?: boolean }

/** Ends a running panel; what is drafted stays. */
export async function cancel(panelId: string, options: JsonOption): Promise<void> {
  await withApp(async ({ app }) => {
    await findPanel(app, panelId)
    await app.cancel(panelId, 'the panel was cancelled at the command line')
    const text = `Panel ${panelId} is cancelled; what is drafted stays. Go on with it: panel resume ${panelId}\n`
    answer(write, options, { document: { schema: 'panel.cancel/1', panelId }, text })
  })
}

/** Drafts the seats of a finished panel again that have no draft. */
export async function retry(panelId: string, options: AgainOptions): Promise<void> {
  await runAgain(panelId, options, ({ app }, budgetUsd) => app.retry(panelId, { budgetUsd }))
}

/** Goes on with a cancelled panel. */
export async function resume(panelId: string, options: AgainOptions): Promise<void> {
  await runAgain(panelId, options, ({ app }, budgetUsd) => app.resume(panelId, { budgetUsd }))
}

/** Puts panels that run into the queue again: all that it has lost, or a certain one whatever is in the queue. */
export async function requeue(panelId: string | undefined, options: JsonOption): Promise<void> {
  await withApp(async ({ app }) => {
    if (panelId !== undefined) await findPanel(app, panelId)
    const requeued = panelId === undefined ? await app.requeueLost() : [(await app.requeue(panelId)).plan.panelId]
    const text = requeued.length === 0 ? 'The queue has lost no panel.\n' : `Requeued: ${requeued.join(', ')}\n`
    answer(write, options, { document: { schema: 'panel.requeue/1', panels: requeued }, text })
  })
}

type Again = (session: Session, budgetUsd: number | undefined) => Promise<PanelRun>

async function runAgain(panelId: string, { budget, detach = false, json = false }: AgainOptions, again: Again): Promise<void> {
  if (budget !== undefined && !(budget >= 0)) throw new UsageError('--budget takes US dollars, e.g. --budget 0.50')
  process.exitCode = await withApp(async (session) => {
    const { app } = session
    const { plan: known } = await findPanel(app, panelId)
    if (detach) {
      const { openSeats } = await again(session, budget)
      const text = `Panel ${panelId}: ${waitingSeats(openSeats.size)}. Follow it: panel status ${panelId} --watch\n`
      answer(write, { json }, { document: { schema: 'panel.kick-off/1', panelId, isNew: false, seats: openSeats.size }, text })
      return exitCodes.done
    }
    // Someone works before there is work: a panel that no one here can work on is not left running.
    const worker = await app.work({ providers: known.recordingSet === null ? providersOf(known.jurors) : [] })
    try {
      const { plan } = await again(session, budget)
      const record = await followToRecord(session, { plan, isOwn: true })
      return printRecord(record, { ...session, json, files: await writeRecord(record, session) })
    } finally {
      await worker.stop({ deadlineMs: drainDeadlineMs })
    }
  })
}
