import { UsageError } from '../errors.js'
import { printRecord, renderPage } from './run-panel.js'
import { withApp } from './session.js'

/** Prints a record that was made before: as a scorecard, as JSON, or as its page. */
export async function show(id: string | undefined, { json = false, html = false }: { json?: boolean; html?: boolean }): Promise<void> {
  process.exitCode = await withApp(async ({ app, config }) => {
    const recent = await app.panels.recentRecords(5)
    const wanted = id ?? recent[0]?.id
    if (wanted === undefined) throw new UsageError('there is no record yet. Make the first with: panel demo')
    const record = await app.panels.findRecord(wanted)
    if (record === null) {
      const known = recent.map((entry) => `  ${entry.id}  ${entry.title}`).join('\n')
      throw new UsageError(`there is no record ${wanted}.${known === '' ? ' Make the first with: panel demo' : ` The newest:\n${known}`}`)
    }
    if (!html) return printRecord(record, { json, files: null })
    process.stdout.write(await renderPage(record, config.publicUrl))
    return 0
  })
}
