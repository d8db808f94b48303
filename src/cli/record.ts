import { writeRecordings } from '../panels/ledger/recording-files.js'
import { secretShapesOf, secretsOf } from '../providers/setup.js'
import { checkCallable } from './check-callable.js'
import { type CompareOptions, readRequest } from './compare.js'
import { printRecord, writeRecord } from './print-record.js'
import { namedRecordings, refuseSecrets } from './refuse-secrets.js'
import { runPanel } from './run-panel.js'
import { withApp } from './session.js'

type RecordOptions = Omit<CompareOptions, 'replay'> & { to: string }

/**
 * As `compare`, live, and every model call the record rests on is written as a recording: those bought now and those that were in the
 * ledger already. When one of them holds a secret, nothing at all is written or printed.
 */
export async function recordComparison(files: string[], { to, json = false, ...options }: RecordOptions): Promise<void> {
  const request = await readRequest(files, options)
  process.exitCode = await withApp(async (session) => {
    const { app, config } = session
    await checkCallable(session, request)
    const record = await runPanel(session, request)
    const recordings = await app.recordingsOf(record)
    refuseSecrets(namedRecordings(recordings), { known: secretsOf(config), shapes: secretShapesOf(config), recordId: record.id })
    await writeRecordings(to, recordings)
    const files = await writeRecord(record, session)
    process.stderr.write(
      `${recordings.length === 1 ? '1 recording' : `${recordings.length} recordings`} in ${to}; replay with --replay ${to}\n`,
    )
    return printRecord(record, { ...session, json, files })
  })
}
