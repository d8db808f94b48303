import { benchDossiers } from '../inputs.js'
import { withPanels } from '../panels.js'
import type { OnePanelResult } from '../results.js'
import type { World } from '../world.js'

const latencyMs = 50
/** The default of `panel work`. */
const concurrency = 8
const warmUpPanels = 5

/**
 * One tool under four personas, again and again: from the kick-off to the record in hand, less the slowest of its four calls as the
 * provider saw it. The panels follow each other, and nothing else runs.
 */
export async function measureOnePanel(world: World, { panels: count }: { panels: number }): Promise<OnePanelResult> {
  const result: OnePanelResult = []
  for (const backend of world.backends) {
    world.say(`one panel: ${count} times on ${backend}`)
    const options = { backend, workers: 1, concurrency, endpoint: 'free' } as const
    const beyondSlowestCallMs = await withPanels(world, options, async ({ run }) => {
      const beyond: number[] = []
      for (const dossier of benchDossiers(warmUpPanels + count, { tag: 'one' })) {
        await world.provider.set({ latencyMs })
        const startedMs = world.runtime.monotonicMs()
        await run({ dossiers: [dossier] })
        const totalMs = world.runtime.monotonicMs() - startedMs
        beyond.push(totalMs - (await world.provider.stats()).slowestCallMs)
      }
      return beyond.slice(warmUpPanels)
    })
    result.push({ backend, latencyMs, beyondSlowestCallMs })
  }
  return result
}
