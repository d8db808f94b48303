import type { BenchContext } from '../context.js'
import { benchDossiers } from '../inputs.js'
import { withPanels } from '../panels.js'
import type { OnePanelResult } from '../results.js'

const latencyMs = 50
/** The default of `panel work`. */
const concurrency = 8
const warmUpPanels = 5

/**
 * One tool under four personas, again and again: from the kick-off to the record in hand, less the slowest of its four calls as the
 * provider saw it. The panels follow each other, and nothing else runs.
 */
export async function measureOnePanel(context: BenchContext, { panels: count }: { panels: number }): Promise<OnePanelResult> {
  const result: OnePanelResult = []
  for (const backend of context.backends) {
    context.say(`one panel: ${count} times on ${backend}`)
    const options = { backend, workers: 1, concurrency, endpoint: 'free' } as const
    const beyondSlowestCallMs = await withPanels(context, options, async ({ run }) => {
      const beyond: number[] = []
      for (const dossier of benchDossiers(warmUpPanels + count, { tag: 'one' })) {
        await context.provider.set({ latencyMs })
        const startedMs = context.runtime.monotonicMs()
        await run({ dossiers: [dossier] })
        const totalMs = context.runtime.monotonicMs() - startedMs
        beyond.push(totalMs - (await context.provider.stats()).slowestCallMs)
      }
      return beyond.slice(warmUpPanels)
    })
    result.push({ backend, latencyMs, beyondSlowestCallMs })
  }
  return result
}
