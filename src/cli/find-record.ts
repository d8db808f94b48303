import type { App } from '../app/open-app.js'
import type { PanelRecord } from '../contracts/record.js'
import { UsageError } from '../platform/errors.js'
import { isolate } from '../platform/text/text-direction.js'

/** The record of that id, or the newest without one. Throws `UsageError` that names the newest ones when there is none such. */
export async function findRecord({ panels }: Pick<App, 'panels'>, id: string | undefined): Promise<PanelRecord> {
  const recent = await panels.recentRecords(5)
  const wanted = id ?? recent[0]?.id
  if (wanted === undefined) throw new UsageError('there is no record yet. Make the first with: panel demo')
  const record = await panels.findRecord(wanted)
  if (record !== null) return record
  const known = recent.map((entry) => `  ${entry.id}  ${isolate(entry.title)}`).join('\n')
  throw new UsageError(`there is no record ${wanted}.${known === '' ? ' Make the first with: panel demo' : ` The newest:\n${known}`}`)
}
