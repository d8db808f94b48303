import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import type { KickOff } from '../panels/panel-actions.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { printRecord, writeRecord } from './print-record.js'
import { runPanel } from './run-panel.js'
import type { Session } from './session.js'

/** The request of the sample comparison. Throws `UsageError` for a folder without a recording. */
export async function readSample(folder = packageFiles.sampleRecordings): Promise<KickOff> {
  const [dossiers, personas, recordings] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(folder),
  ])
  const jurors = [...new Set(recordings.recordings.map(({ model }) => model))].sort()
  if (jurors.length === 0) throw new UsageError(`there is no recording in ${folder}; make the sample's with: npm run sample:recordings`)
  return { dossiers, personas, jurors, recordings, budgetUsd: null }
}

/** Runs it, and prints its record. Returns the exit code that the record calls for. */
export async function runSample(session: Session, request: KickOff, { json }: { json: boolean }): Promise<number> {
  const record = await runPanel(session, request)
  return printRecord(record, { ...session, json, files: await writeRecord(record, session) })
}
