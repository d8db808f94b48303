import type { PanelStore } from '../src/panels/store/panels.js'
import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'

/** How long a seat goes on after its panel was cancelled, at most. */
const lookEveryMs = 1_000

export type RunningPanels = {
  /** A signal that is aborted when the panel ends before its time; released when the seat's work is done. */
  watch: (panelId: string) => { signal: AbortSignal; release: () => void }
  /** Looks for panels that ended, until the signal aborts. */
  look: (signal: AbortSignal) => Promise<void>
}

/**
 * The panels whose seats this worker drafts just now, so that cancelling one reaches its calls. Looked up rather than announced: one
 * short query a second for a whole worker, and no announcement to be missed.
 */
export function createRunningPanels({ runtime, panels }: { runtime: Runtime; panels: Pick<PanelStore, 'endedAmong'> }): RunningPanels {
  const controllers = new Map<string, Set<AbortController>>()
  return {
    watch: (panelId) => {
      const controller = new AbortController()
      const watching = controllers.get(panelId) ?? new Set()
      controllers.set(panelId, watching.add(controller))
      const release = () => {
        watching.delete(controller)
        if (watching.size === 0) controllers.delete(panelId)
      }
      return { signal: controller.signal, release }
    },
    look: (signal) =>
      runEvery(runtime, { everyMs: lookEveryMs, signal, what: 'look for cancelled panels', pausesFirst: true }, async () => {
        if (controllers.size === 0) return
        for (const panelId of await panels.endedAmong([...controllers.keys()])) {
          for (const controller of controllers.get(panelId) ?? []) controller.abort(new Error(`panel ${panelId} was cancelled`))
        }
      }),
  }
}
