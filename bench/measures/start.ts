import { join } from 'node:path'
import { type BenchContext, makeFolder } from '../context.js'
import { type NodeRun, runPanelCommand } from '../node-run.js'
import type { StartResult } from '../results.js'

const bytesPerMiB = 1024 ** 2

/** `panel demo` with a home of its own and its embedded database: the first run ever, which makes that database, and the ones after it. */
export async function measureStart(context: BenchContext, { warmRuns }: { warmRuns: number }): Promise<StartResult> {
  context.say(`start: panel demo, ${warmRuns + 1} times`)
  const folder = await makeFolder(context, 'start')
  const runs: NodeRun[] = []
  for (let run = 0; run <= warmRuns; run += 1) {
    const env = { PANEL_HOME: join(folder, 'home') }
    runs.push(await runPanelCommand({ args: ['demo'], env, folder, monotonicMs: context.runtime.monotonicMs }))
  }
  const [first, ...warm] = runs.map(({ seconds }) => seconds)
  return {
    firstSeconds: first ?? Number.NaN,
    warmSeconds: warm,
    peakMiB: Math.max(...runs.map(({ peakBytes }) => peakBytes)) / bytesPerMiB,
  }
}
