import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFiles } from '../src/platform/files/package-files.js'
import type { Runtime } from '../src/platform/runtime.js'

/** A Node process of the benchmark. */
export type Child = {
  pid: number
  /** What it has written so far, stdout and stderr together. */
  output: () => Promise<string>
  /** Asks it to end, and waits until it has. */
  stop: () => Promise<void>
  /** Ends it as a crash would. */
  kill: () => Promise<void>
}

export type StartChild = {
  /** Below `dist/`, e.g. `src/cli/main.js`. */
  script: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  folder: string
  /** Where its output goes: a file, because reading a pipe would cost processor time here that is not its own. */
  outputFile: string
  /** What it writes once it is ready. */
  readyText: string
  runtime: Pick<Runtime, 'sleep' | 'monotonicMs'>
}

const pollMs = 20
const deadlineMs = 60_000

/** Starts a script of the build and waits until it says that it is ready. Throws with its output when it ends before that, or takes a minute. */
export async function startChild({ script, args = [], env = {}, folder, outputFile, readyText, runtime }: StartChild): Promise<Child> {
  const output = await open(outputFile, 'w')
  const child = spawn(process.execPath, [...nodeOptions(), join(packageFiles.root, 'dist', script), ...args], {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', output.fd, output.fd],
  })
  const exited = once(child, 'exit')
  await output.close()
  const read = () => readFile(outputFile, 'utf8')
  const giveUpAtMs = runtime.monotonicMs() + deadlineMs
  while (!(await read()).includes(readyText)) {
    if (hasEnded(child) || runtime.monotonicMs() > giveUpAtMs) {
      child.kill('SIGKILL')
      throw new Error(`${script} did not become ready; it said:\n${await read()}`)
    }
    await runtime.sleep(pollMs)
  }
  const end = async (signal: NodeJS.Signals) => {
    if (!hasEnded(child)) child.kill(signal)
    await exited
  }
  return { pid: child.pid ?? 0, output: read, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

/** What a process gets of this one's environment: nothing that would change what is measured. */
export function plainEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
}

/** With BENCH_CPU_PROFILES set to a folder, every process of the benchmark leaves a profile there when it ends. */
function nodeOptions(): string[] {
  const folder = process.env.BENCH_CPU_PROFILES
  return folder === undefined || folder === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}
