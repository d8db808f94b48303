import { estimateCost } from '../app/estimate-cost.js'
import type { KickOff } from '../panels/panel-actions.js'
import { UsageError } from '../platform/errors.js'
import { panelOfRefresh, type Refresh } from '../review/refresh-tool.js'
import { listWords } from '../site/pages/record/words.js'
import { checkCallable } from './check-callable.js'
import { printEstimate } from './estimate.js'
import { exitCodes } from './exit.js'
import { printRecord, writeRecord } from './print-record.js'
import { waitingSeats } from './progress.js'
import { printBudgetWarning, printConflicts, runPanel } from './run-panel.js'
import { type Session, withApp } from './session.js'

export type RefreshOptions = { model?: string[]; budget?: number; estimate?: boolean; detach?: boolean; json?: boolean }

/**
 * Reads a tool's sources now. Where they changed, stores a new version of its dossier and runs the seats that cite what changed, and only those, as
 * a new panel. With `--estimate` it says what that would cost, and stores nothing.
 */
export async function refresh(slug: string, options: RefreshOptions): Promise<void> {
  if (options.budget !== undefined && !(options.budget >= 0)) throw new UsageError('--budget takes US dollars, e.g. --budget 0.50')
  process.exitCode = await withApp(async (session) => {
    const { app, config, signal } = session
    const actions = await app.freshness()
    const plan = await actions.plan(slug, signal)
    const request = panelOfRefresh(plan, { jurors: options.model, budgetUsd: options.budget ?? config.budgetUsd })
    if (options.estimate) return estimate(session, { plan, request, options })
    const isChanged = plan.dossier.sha256 !== plan.base.sha256
    if (request !== null && !options.detach) await checkCallable(session, request)
    if (isChanged) await actions.store(plan)
    const text = refreshText(plan, { isStored: isChanged })
    if (request === null) return finishAlone(plan, { text, options })
    process.stderr.write(text)
    return run(session, { plan, request, options })
  })
}

type Asked = { plan: Refresh; request: KickOff | null; options: RefreshOptions }

async function estimate(session: Session, { plan, request, options }: Asked): Promise<number> {
  const text = refreshText(plan, { isStored: false })
  if (request === null) return finishAlone(plan, { text, options })
  process.stderr.write(text)
  const { app, config } = session
  return printEstimate(await estimateCost(app, request, config), { ...options, ...request, columns: config.columns })
}

/** Where there is no one to ask, what was found is the answer. */
function finishAlone(plan: Refresh, { text, options }: { text: string; options: RefreshOptions }): number {
  process.stdout.write(options.json ? `${JSON.stringify(documentOf(plan, null))}\n` : text)
  return exitCodes.done
}

async function run(session: Session, { plan, request, options }: Asked & { request: KickOff }): Promise<number> {
  const { app } = session
  if (!options.detach) {
    const record = await runPanel(session, request)
    return printRecord(record, { ...session, json: options.json ?? false, files: await writeRecord(record, session) })
  }
  await printBudgetWarning(session, request)
  const { plan: panel, isNew } = await app.kickOff(request)
  printConflicts(panel)
  if (options.json) process.stdout.write(`${JSON.stringify(documentOf(plan, panel.panelId))}\n`)
  else {
    const waiting = isNew ? `${waitingSeats(panel.seats.length)} (panel work)` : 'the same panel is running already'
    process.stdout.write(`Panel ${panel.panelId}: ${waiting}. Follow it: panel status ${panel.panelId} --watch\n`)
  }
  return exitCodes.done
}

function documentOf({ slug, dossier, base, sources, fields, personas, recordId }: Refresh, panelId: string | null) {
  const isStored = dossier.sha256 !== base.sha256
  const seats = personas.map(({ id }) => id)
  return {
    schema: 'panel.refresh/1',
    tool: slug,
    dossierSha256: dossier.sha256,
    isChanged: isStored,
    sources,
    fields,
    recordId,
    seats,
    panelId,
  }
}

const outcomeWords = {
  same: 'as it was',
  changed: 'changed',
  gone: 'no longer there; its text is kept',
  failed: 'not to be read now; its text is kept',
}

/** What was found, for people. Pure. */
export function refreshText(
  { name, sources, fields, personas, recordId, missingPersonas, dossier, base }: Refresh,
  { isStored }: { isStored: boolean },
): string {
  const lines = sources.map(({ title, outcome, changes, message }) => {
    const more = [...changes, ...(message === null ? [] : [message])].join('; ')
    return `  ${title}: ${outcomeWords[outcome]}${more === '' ? '' : ` (${more})`}`
  })
  const became = fields.map(
    ({ field, before, after, status }) => `  ${field} ${status}: ${[before, after ?? ''].filter((text) => text !== '').join(' → ')}`,
  )
  const isChanged = dossier.sha256 !== base.sha256
  const head = isChanged ? `The sources of ${name}:` : `Nothing changed in the sources of ${name}.`
  const stored = isStored ? ['A new version of its dossier is stored.'] : []
  return `${[head, ...lines, ...became, ...stored, seatsText({ personas, recordId, missingPersonas })].join('\n')}\n`
}

function seatsText({ personas, recordId, missingPersonas }: Pick<Refresh, 'personas' | 'recordId' | 'missingPersonas'>): string {
  if (recordId === null) return 'It is not published, so there is no seat to run again.'
  const missing = missingPersonas.length === 0 ? '' : ` There is no such persona any more: ${missingPersonas.join(', ')}.`
  if (personas.length === 0) return `No seat of ${recordId} cites what changed.${missing}`
  return `Seats of ${recordId} that cite what changed: ${listWords(personas.map(({ seat }) => seat))}.${missing}`
}
