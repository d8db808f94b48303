import { findRecord } from './find-record.js'
import { printRecord, renderPage } from './print-record.js'
import { withApp } from './session.js'

/** Prints a record that was made before: as a scorecard, as JSON, or as its page. */
export async function show(
  id: string | undefined,
  { json = false, html = false, passages = false }: { json?: boolean; html?: boolean; passages?: boolean },
): Promise<void> {
  process.exitCode = await withApp(async ({ app, config }) => {
    const stored = await findRecord(app, id)
    const status = await app.panels.recordStatus(stored.id)
    if (json) return printRecord(stored, { app, config, json, files: null })
    if (!html) return printRecord({ ...stored, status }, { app, config, json, files: null, hasPassages: passages })
    // What was approved or published has people's changes, which this page of the panel's own draft has not.
    process.stdout.write(await renderPage(status === 'retracted' ? { ...stored, status } : stored, app))
    return 0
  })
}
