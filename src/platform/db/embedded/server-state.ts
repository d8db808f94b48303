import { execFile } from 'node:child_process'
import { open, readFile, readlink, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runtime } from '../../runtime.js'
import type { Cluster } from './cluster.js'
import { programEnvironment } from './run-program.js'
import { isAlive } from './temporary-folder.js'

/**
 * What `postmaster.pid` and the process it names say about a cluster's server:
 * absent (no file), busy (starting or stopping), ready (accepts connections), stale (the file outlived its server).
 */
export type ServerState =
  | { status: 'absent' }
  /** The pid is null for the moment in which PostgreSQL has made the file and not yet written it. */
  | { status: 'busy'; pid: number | null }
  | { status: 'ready'; pid: number; port: number }
  | { status: 'stale'; content: string }

/** How long a pid file may stay empty: PostgreSQL writes it right after it creates it, so an older one was left by a crash. */
const emptyFileAgeMs = 5_000
const abandonedMarkerAgeMs = 5_000

/**
 * Reads the state of a cluster's server. A process that merely inherited the pid of a dead server does not count as one.
 * The file's lines (PostgreSQL, `src/include/utils/pidfile.h`): 1 pid, 2 data folder, 3 start time, 4 port, 8 status.
 */
export async function readServerState(cluster: Cluster, { now }: Pick<Runtime, 'now'>): Promise<ServerState> {
  const content = await readFile(cluster.pidFile, 'utf8').catch(() => null)
  if (content === null) return { status: 'absent' }
  const lines = content.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) {
    return (await ageMs(cluster.pidFile, now)) > emptyFileAgeMs ? { status: 'stale', content } : { status: 'busy', pid: null }
  }
  if (!isAlive(pid) || !(await isServerOf(cluster, pid))) return { status: 'stale', content }
  const port = portOf(content)
  return lines[7] === 'ready' && port !== null ? { status: 'ready', pid, port } : { status: 'busy', pid }
}

/** The port that a pid file names; null when it names none. */
export function portOf(content: string): number | null {
  const port = Number(content.split('\n')[3])
  return Number.isInteger(port) && port > 0 ? port : null
}

/** Whether that live process is the server of this cluster: it works in the data folder, or was started for it. */
async function isServerOf({ databaseDir }: Cluster, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
    if (workingFolder === databaseDir) return true
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return commandLine.split('\0').includes(databaseDir)
  }
  if (process.platform === 'darwin') return (await readCommandLineOnDarwin(pid)).includes(databaseDir)
  return true
}

function readCommandLineOnDarwin(pid: number): Promise<string> {
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], { env: programEnvironment }, (_error, stdout) => resolve(stdout))
  })
}

/**
 * Removes a stale `postmaster.pid`, if it still has that content. PostgreSQL removes a dead server's file itself, but not when another
 * process has its pid, and of two servers that start at once one may remove the other's new file. So it is done here, by one
 * process at a time: the marker file is the lock, held for one read and one unlink, and taken from a holder that died.
 */
export async function removeStalePidFile(cluster: Cluster, content: string, { now }: Pick<Runtime, 'now'>): Promise<void> {
  const marker = join(cluster.folder, 'removing-stale-pid')
  const handle = await open(marker, 'wx').catch(() => null)
  if (handle === null) {
    if ((await ageMs(marker, now)) > abandonedMarkerAgeMs) await rm(marker, { force: true })
    return
  }
  try {
    await handle.close()
    const current = await readFile(cluster.pidFile, 'utf8').catch(() => null)
    if (current === content) await rm(cluster.pidFile, { force: true })
  } finally {
    await rm(marker, { force: true })
  }
}

/** The age of a file by its last change; 0 when it is gone. */
async function ageMs(path: string, now: Runtime['now']): Promise<number> {
  const found = await stat(path).catch(() => null)
  return found ? now().getTime() - found.mtimeMs : 0
}
