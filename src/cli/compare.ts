import { loadConfig } from '../app/config.js'
import { estimateCost } from '../app/estimate-cost.js'
import type { ConflictPolicy } from '../contracts/conflict.js'
import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import { recordedJurors } from '../panels/opinion/plan-opinion.js'
import type { KickOff } from '../panels/panel-actions.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { checkCallable } from './check-callable.js'
import { printEstimate } from './estimate.js'
import { exitCodes } from './exit.js'
import { findJurors } from './find-jurors.js'
import { printRecord, writeRecord } from './print-record.js'
import { waitingSeats } from './progress.js'
import { readTerms } from './read-terms.js'
import { printBudgetWarning, printConflicts, runPanel } from './run-panel.js'
import { type Session, withApp } from './session.js'

export type CompareOptions = {
  model?: string[]
  jury?: string
  repeat?: number
  conflicts?: ConflictPolicy
  replay?: string
  budget?: number
  personas?: string
  json?: boolean
  background?: boolean
  headToHead?: boolean
  blind?: boolean
}

/** Kicks off a panel over dossier files. Every file is read and checked before anything is stored. */
export async function compare(files: string[], options: CompareOptions & { estimate?: boolean; detach?: boolean }): Promise<void> {
  const request = await readRequest(files, options)
  process.exitCode = await withApp(async (session) => {
    if (options.estimate)
      return printEstimate(await estimateCost(session.app, request, session.config), {
        ...options,
        ...request,
        columns: session.config.columns,
      })
    if (options.detach) return kickOffAlone(session, request, options)
    await checkCallable(session, request)
    const record = await runPanel(session, request)
    return printRecord(record, { ...session, json: options.json ?? false, files: await writeRecord(record, session) })
  })
}

/** Leaves a panel to the workers of the fleet, and says how to follow it. */
async function kickOffAlone(session: Session, request: KickOff, { json }: CompareOptions): Promise<number> {
  const { app } = session
  await printBudgetWarning(session, request)
  const { plan, isNew } = await app.kickOff(request)
  const { panelId, seats, conflicts = [], barred } = plan
  printConflicts(plan)
  if (json) {
    const document = {
      schema: 'panel.kick-off/1',
      panelId,
      isNew,
      seats: seats.length,
      conflicts,
      ...(barred === undefined ? {} : { barred }),
    }
    process.stdout.write(`${JSON.stringify(document)}\n`)
  } else {
    const waiting = isNew ? `${waitingSeats(seats.length)} (panel work)` : 'the same panel is running already'
    process.stdout.write(`Panel ${panelId}: ${waiting}. Follow it: panel status ${panelId} --watch\n`)
  }
  return exitCodes.done
}

/** What `compare` and its options ask for, with every file read and checked. Throws `InputError` and `UsageError`. */
export async function readRequest(files: string[], options: Omit<CompareOptions, 'json'>): Promise<KickOff> {
  const config = await loadConfig({ folder: process.cwd(), defaultLogLevel: 'error' })
  const dossiers = await readDossierFiles(files)
  const personas = await loadPersonas(options.personas ?? config.personasFolder ?? packageFiles.personas)
  const recordings = options.replay === undefined ? null : await readRecordings(options.replay)
  if (options.budget !== undefined && !(options.budget >= 0)) throw new UsageError('--budget takes US dollars, e.g. --budget 0.50')
  const { asked, ...terms } = readTerms(options, { config, isReplay: recordings !== null })
  const jurors = await findJurors(config, {
    asked,
    recorded: recordings === null ? undefined : recordedJurors(recordings.recordings),
  })
  const priority = options.background ? 'background' : 'editor'
  const { headToHead = false, blind = false } = options
  const budgetUsd = options.budget ?? config.budgetUsd
  return { dossiers, personas, jurors, ...terms, recordings, budgetUsd, priority, headToHead, blind }
}
