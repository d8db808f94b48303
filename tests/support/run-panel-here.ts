import { runProgram } from '../../src/cli/run-program.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { type CommandResult, environmentWith, type RunOptions } from './run-panel-command.js'

/**
 * As `runPanelCommand`, in this process, which is many times as fast: for tests of what a command does and prints, not of its process. What it logs is not
 * in `stderr`. One at a time.
 */
export async function runPanelCommandHere(
  args: readonly string[],
  { env = {}, cwd }: Omit<RunOptions, 'command'> = {},
): Promise<CommandResult> {
  const output = { stdout: '', stderr: '' }
  const before = { env: { ...process.env }, cwd: process.cwd(), exitCode: process.exitCode }
  const streams = ['stdout', 'stderr'] as const
  const writes = streams.map((name) => process[name].write)
  for (const name of streams) {
    process[name].write = (chunk: string | Uint8Array) => {
      output[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      return true
    }
  }
  replaceEnvironment(environmentWith(env))
  process.chdir(cwd ?? packageFiles.root)
  process.exitCode = undefined
  try {
    await runProgram(args)
    return { code: Number(process.exitCode ?? 0), ...output }
  } finally {
    process.exitCode = before.exitCode
    process.chdir(before.cwd)
    replaceEnvironment(before.env)
    for (const [index, name] of streams.entries()) Object.assign(process[name], { write: writes[index] })
  }
}

function replaceEnvironment(env: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
