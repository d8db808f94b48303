import { join } from 'node:path'
import { type BenchContext, makeFolder } from '../context.js'
import { type NodeRun, runPanelCommand } from '../node-run.js'
import type { StartResult } from '../results.js'

const bytesPerMiB = 1024 ** 2

/** What people type most often: one that loads next to nothing, and one that reads the database. */
const commands = ['--help', 'show']

/**
 * `panel demo` with a home of its own and its embedded database: the first run ever, which makes that database, and the ones after it. Then
 * `panel --help`, and `panel show` of the record that the demo made, as often.
 */
export async function measureStart(context: BenchContext, { warmRuns }: { warmRuns: number }): Promise<StartResult> {
  context.say(`start: panel demo, ${warmRuns + 1} times; panel ${commands.join(', panel ')}, ${warmRuns} times each`)
  const folder = await makeFolder(context, 'start')
  const env = { PANEL_HOME: join(folder, 'home') }
  const runs = async (command: string, count: number): Promise<NodeRun[]> => {
    const ended: NodeRun[] = []
    for (let run = 0; run < count; run += 1)
      ended.push(await runPanelCommand({ args: [command], env, folder, monotonicMs: context.runtime.monotonicMs }))
    return ended
  }
  const demos = await runs('demo', warmRuns + 1)
  const [first, ...warm] = secondsOf(demos)
  const others: NonNullable<StartResult['commands']> = []
  for (const command of commands) {
    const ended = await runs(command, warmRuns)
    others.push({ command, seconds: secondsOf(ended), peakMiB: peakMiB(ended) })
  }
  return { firstSeconds: first ?? Number.NaN, warmSeconds: warm, peakMiB: peakMiB(demos), commands: others }
}

function secondsOf(runs: readonly NodeRun[]): number[] {
  return runs.map(({ seconds }) => seconds)
}

function peakMiB(runs: readonly NodeRun[]): number {
  return Math.max(...runs.map(({ peakBytes }) => peakBytes)) / bytesPerMiB
}
