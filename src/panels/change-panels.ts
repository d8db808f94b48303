import type { Actor } from '../contracts/actor.js'
import type { Plan } from '../contracts/plan.js'
import { UsageError } from '../platform/errors.js'
import type { PanelActions } from './panel-actions.js'
import type { PanelStore } from './store/panels.js'
import { RepliesCleanedError } from './store/reopen-panel.js'

/** What can be done with several panels at once. */
export const panelChanges = ['retry', 'cancel'] as const
export type PanelChange = (typeof panelChanges)[number]

/** What became of one panel; `plan` is null where there is no such panel. */
export type ChangedPanel = { panelId: string; plan: Plan | null } & ({ status: 'done' } | { status: 'refused'; why: string; fix: string })

type Parts = { actions: Pick<PanelActions, 'cancel' | 'retry' | 'resume'>; panels: Pick<PanelStore, 'byIds'> }
export type PanelsChange = {
  actor: Actor
  change: PanelChange
  panelIds: readonly string[]
  /** Why they are cancelled. */
  reason: string
}

/**
 * Tries the missing drafts of several panels again, or cancels those that run: one after the other, each a change of its own with its entry in the log,
 * in the order of the ids. For editors: the caller checks.
 */
export async function changePanels(parts: Parts, { panelIds, ...terms }: PanelsChange): Promise<ChangedPanel[]> {
  const changed: ChangedPanel[] = []
  for (const panelId of panelIds) changed.push(await changeOne(parts, { ...terms, panelId }))
  return changed
}

type One = Omit<PanelsChange, 'panelIds'> & { panelId: string }

async function changeOne({ actions, panels }: Parts, { actor, change, panelId, reason }: One): Promise<ChangedPanel> {
  const [panel] = await panels.byIds([panelId])
  if (panel === undefined) {
    const why = { why: 'there is no such panel', fix: 'look at the list again, and pick it there' }
    return { panelId, plan: null, status: 'refused', ...why }
  }
  const of = { panelId, plan: panel.plan }
  try {
    // One that was cancelled goes on with what is missing; one that ended tries it again.
    if (change === 'retry') await (panel.status === 'cancelled' ? actions.resume : actions.retry)(panelId, { by: actor })
    else await actions.cancel(panelId, reason, actor)
    return { ...of, status: 'done' }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const fix = error instanceof RepliesCleanedError ? error.fix : 'look at the panel as it is now'
    return { ...of, status: 'refused', why: error.message, fix }
  }
}
