import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plainEnvironment } from '../child.js'
import type { BenchContext } from '../context.js'
import { readReapedCpu, readTreeCpu, readTreeMemory } from '../processes.js'
import { type PeerName, peers } from './definitions.js'
import type { PeerUse } from './results.js'
import type { PeerTask } from './task.js'

/** A peer at work, as the leader of a process group of its own. */
export type PeerProcess = {
  /** Kills the group as a crash would, and waits until its leader is gone. */
  kill: () => Promise<void>
  /** What it used, once it has ended. Throws with what it said when it did not end well. */
  finished: Promise<PeerUse>
}

const sampleMs = 50
const shownCharacters = 2_000

/** Empties what a peer keeps in its folder. */
export async function forget(folder: string): Promise<void> {
  await rm(join(folder, 'home'), { recursive: true, force: true })
  await mkdir(join(folder, 'home'), { recursive: true })
}

/** Starts a peer on a task in the folder it is installed in. */
export async function startPeer(
  context: BenchContext,
  { name, folder, task }: { name: PeerName; folder: string; task: PeerTask },
): Promise<PeerProcess> {
  const { files, args, env, hasDatabase } = peers[name]
  const contents = { 'task.json': JSON.stringify(task), ...files(task) }
  for (const [file, text] of Object.entries(contents)) await writeFile(join(folder, file), text)
  const log = join(folder, 'output.log')
  const output = await open(log, 'w')
  const databaseCpu = () => (hasDatabase ? readTreeCpu(context.servers.postgresPid) : Promise.resolve(0))
  const [reapedBefore, databaseBefore] = [await readReapedCpu(process.pid), await databaseCpu()]
  const child = spawn(process.execPath, args(task), {
    cwd: folder,
    env: { ...plainEnvironment(), DO_NOT_TRACK: '1', ...env },
    stdio: ['ignore', output.fd, output.fd],
    detached: true,
  })
  const exited = once(child, 'exit')
  await output.close()
  const pid = child.pid ?? 0
  const finished = async (): Promise<PeerUse> => {
    let peakBytes: number | null = null
    while (child.exitCode === null && child.signalCode === null) {
      const bytes = await readTreeMemory(pid)
      if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes)
      await Promise.race([context.runtime.sleep(sampleMs), exited])
    }
    await exited
    if (child.exitCode !== 0)
      throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}: ${(await readFile(log, 'utf8')).slice(-shownCharacters)}`)
    const since = (after: number | null, before: number | null) => (after === null || before === null ? null : after - before)
    return {
      processCpuSeconds: since(await readReapedCpu(process.pid), reapedBefore),
      databaseCpuSeconds: since(await databaseCpu(), databaseBefore),
      peakBytes,
    }
  }
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL')
    await exited
  }
  return { kill, finished: finished() }
}
