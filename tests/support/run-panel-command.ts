import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageFiles } from '../../src/platform/files/package-files.js'

export type CommandResult = { code: number | null; stdout: string; stderr: string }

export type RunOptions = { env?: Record<string, string>; cwd?: string; command?: string }

/** What a command finds in its environment: nothing of the test run's own configuration, and the given variables. */
export const environmentWith = (env: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  // On a busy machine a server that is there may take long to say so.
  PANEL_PATIENCE: '60',
  ...env,
})

/** Runs the built `panel` command as a person would, with nothing of the test run's own configuration in its environment. */
export async function runPanelCommand(args: readonly string[], { env = {}, cwd, command }: RunOptions = {}): Promise<CommandResult> {
  const [file, first] =
    command === undefined ? [process.execPath, [join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')]] : [command, []]
  const child = spawn(file, [...first, ...args], {
    cwd: cwd ?? packageFiles.root,
    env: environmentWith(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, ...output }
}
