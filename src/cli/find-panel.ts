import type { App } from '../app/open-app.js'
import type { PanelState } from '../panels/store/panels.js'
import { UsageError } from '../platform/errors.js'

/** The panel of that id, or the newest without one. Throws `UsageError` that names the newest ones when there is none such. */
export async function findPanel({ panels }: Pick<App, 'panels'>, id: string | undefined): Promise<PanelState> {
  const recent = await panels.recent(5)
  const wanted = id ?? recent[0]?.panelId
  if (wanted === undefined) throw new UsageError('there is no panel yet. Make the first with: panel demo')
  const panel = await panels.lookUp(wanted)
  if (panel !== null) return panel
  const known = recent.map(({ panelId, status }) => `  ${panelId}  ${status}`).join('\n')
  throw new UsageError(`there is no panel ${wanted}.${known === '' ? ' Make the first with: panel demo' : ` The newest:\n${known}`}`)
}
