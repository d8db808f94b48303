import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const compilerScript = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')

export type WatchOptions = {
  /** Where the TypeScript project is. */
  folder: string
  /** The configuration that tsc builds, from the folder. */
  project: string
  /** The built program, from the folder, and its arguments. */
  program: readonly string[]
  /** Where the output of both goes; this process's own when left out. */
  output?: 'inherit' | 'pipe'
  /** Told of each process that is started. */
  onStart?: (child: ChildProcess) => void
}

/**
 * Compiles a project whenever a file of it is saved, and starts its program again whenever a file that it loaded was written. Both go on
 * after an error: the compiler says what is wrong, and the program as it was before goes on. Returns what ends both.
 */
export function watchAndRun({ folder, project, program, output = 'inherit', onStart }: WatchOptions): () => Promise<void> {
  const start = (args: readonly string[]): ChildProcess => {
    // Groups of their own: a Ctrl-C reaches this process alone, which then ends each of them once.
    const child = spawn(process.execPath, [...args], { cwd: folder, stdio: ['ignore', output, output], detached: true })
    onStart?.(child)
    return child
  }
  // Without --preserveWatchOutput it would clear the terminal, and with it what the program said.
  const compiler = start([compilerScript, '--project', project, '--watch', '--preserveWatchOutput'])
  const runner = start(['--watch', '--watch-preserve-output', ...program])
  return async () => {
    await Promise.all([
      // tsc is a script that runs the compiler as a process of its own: the whole group ends.
      endChild(compiler, ({ pid }) => pid !== undefined && process.kill(-pid, 'SIGTERM')),
      // This one ends its program by itself, and waits for it.
      endChild(runner, (child) => child.kill('SIGTERM')),
    ])
  }
}

async function endChild(child: ChildProcess, end: (child: ChildProcess) => boolean): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  end(child)
  await ended
}
