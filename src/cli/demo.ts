import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { UsageError } from '../platform/errors.js'
import { packageFiles } from '../platform/files/package-files.js'
import { printRecord, writeRecord } from './print-record.js'
import { runPanel } from './run-panel.js'
import { withApp } from './session.js'

/** The sample comparison on its recordings: the whole pipeline, and no model. */
export async function demo({
  json = false,
  recordings = packageFiles.sampleRecordings,
}: {
  json?: boolean
  recordings?: string
}): Promise<void> {
  const [dossiers, personas, set] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(recordings),
  ])
  const jurors = [...new Set(set.recordings.map((recording) => recording.model))].sort()
  if (jurors.length === 0) throw new UsageError(`there is no recording in ${recordings}; make the sample's with: npm run sample:recordings`)
  process.exitCode = await withApp(async (session) => {
    const record = await runPanel(session, { dossiers, personas, jurors, recordings: set, budgetUsd: null })
    return printRecord(record, { ...session, json, files: await writeRecord(record, session) })
  })
}
