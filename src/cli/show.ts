import { findRecord } from './find-record.js'
import { printRecord, renderPage } from './print-record.js'
import { withApp } from './session.js'

/** Prints a record that was made before: as a scorecard, as JSON, or as its page. */
export async function show(id: string | undefined, { json = false, html = false }: { json?: boolean; html?: boolean }): Promise<void> {
  process.exitCode = await withApp(async ({ app, config }) => {
    const record = await findRecord(app, id)
    if (!html) return printRecord(record, { app, config, json, files: null })
    process.stdout.write(await renderPage(record, app))
    return 0
  })
}
