import type { RunningPanel } from '../src/panels/store/panel-life.js'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { PanelRun } from '../src/panels/store/reopen-panel.js'
import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'
import type { QueueBackend } from './backend.js'
import { jobId, queueNames } from './names.js'

/** How often one of all workers looks for panels that the queue has lost. */
const sweepEveryMs = 5_000
/** How long the process that made a panel may take to put it into the queue. */
const enqueueTimeoutMs = 15_000

export type SweepDependencies = {
  runtime: Runtime
  panels: PanelStore
  backend: QueueBackend
  enqueue: (run: PanelRun) => Promise<void>
}

/** Puts panels that run and that the queue does not know, or has given up, into it again, until the signal aborts. */
export async function sweepPanels(dependencies: SweepDependencies, signal: AbortSignal): Promise<void> {
  const { runtime, panels } = dependencies
  await runEvery(runtime, { everyMs: sweepEveryMs, signal, what: 'look for lost panels' }, async () => {
    if (await panels.claimSweep(sweepEveryMs)) await requeueLostPanels(dependencies)
  })
}

/** Requeues every panel that is lost, and returns their ids. */
export async function requeueLostPanels({ runtime, panels, backend, enqueue }: SweepDependencies): Promise<string[]> {
  const requeued: string[] = []
  for (const panel of await panels.running()) {
    const { panelId, run } = panel
    try {
      if (!(await isLost(panel, { runtime, backend }))) continue
      // Null when the panel ended meanwhile, or when another worker was faster.
      const reopened = await panels.reopen({ panelId, from: ['running'], run, at: runtime.now() })
      if (reopened === null) continue
      await enqueue(reopened)
      runtime.log.warn(
        { panelId, run: reopened.run, seats: reopened.openSeats.size },
        'a panel that the queue had lost was put into it again',
      )
      requeued.push(panelId)
    } catch (error) {
      // The others are looked at all the same.
      runtime.log.error({ panelId, err: error }, 'a panel that the queue may have lost could not be put into it')
    }
  }
  return requeued
}

/** A panel's aggregation is in the queue from its start to its end; when it is not, no one would ever end the panel. */
async function isLost(
  { panelId, run, isEnqueued, startedAt }: RunningPanel,
  { runtime, backend }: Pick<SweepDependencies, 'runtime' | 'backend'>,
) {
  if (!isEnqueued && runtime.now().getTime() - startedAt.getTime() < enqueueTimeoutMs) return false
  return !(await backend.isAlive(queueNames.panels, jobId(panelId, run)))
}
