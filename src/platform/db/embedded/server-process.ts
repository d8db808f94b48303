import { spawn } from 'node:child_process'
import { open, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Runtime } from '../../runtime.js'
import type { Cluster } from './cluster.js'
import type { PostgresBinaries } from './packaged-binaries.js'
import { programEnvironment, programFolder, runProgram, type ServerUser } from './run-program.js'
import { readServerState } from './server-state.js'

/** A server process that this process started. */
export type StartedServer = {
  isRunning: () => boolean
  /** What has been written to the server's log since the start; other processes' attempts may have written there too. */
  readLog: () => Promise<string>
}

const maximumLogBytes = 1_000_000
const stopTimeoutMs = 30_000
const pollMs = 20

/** A loopback port that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/**
 * Starts the server of a cluster in a session of its own, so that it outlives this process and no Ctrl-C reaches it; resolves as
 * soon as the process exists. It may end again at once: when another process's server was quicker, or the port is taken.
 */
export async function startServer({
  cluster,
  binaries,
  user,
  port,
}: {
  cluster: Cluster
  binaries: PostgresBinaries
  user: ServerUser | null
  port: number
}): Promise<StartedServer> {
  const log = await open(cluster.logFile, 'a', 0o600)
  try {
    if ((await log.stat()).size > maximumLogBytes) await log.truncate()
    if (user) await log.chown(user.uid, user.gid)
    const logStart = (await log.stat()).size
    const child = spawn(binaries.postgres, ['-D', cluster.databaseDir, '-p', String(port)], {
      cwd: programFolder,
      env: programEnvironment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
      ...user,
    })
    let spawnError: string | null = null
    child.once('error', (error) => {
      spawnError = error.message
    })
    child.unref()
    return {
      isRunning: () => spawnError === null && child.exitCode === null && child.signalCode === null,
      readLog: async () => spawnError ?? (await readLogEnd(cluster, logStart)),
    }
  } finally {
    await log.close()
  }
}

/** The end of the server's log, from a byte on and at most 4,000 bytes; empty when there is none. */
export async function readLogEnd({ logFile }: Cluster, from = 0): Promise<string> {
  const found = await stat(logFile).catch(() => null)
  const handle = found && (await open(logFile, 'r').catch(() => null))
  if (!found || !handle) return ''
  try {
    const start = Math.max(from, found.size - 4_000)
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(4_000), position: start })
    return buffer.toString('utf8', 0, bytesRead).trim()
  } finally {
    await handle.close()
  }
}

/**
 * Asks the server to end its connections, write everything down and stop ("fast shutdown"), and waits until it has.
 * Does nothing when another process's server runs there by now. Answers false when it takes longer than 30 s.
 */
export async function stopServer({
  cluster,
  binaries,
  port,
  runtime,
}: {
  cluster: Cluster
  binaries: () => Promise<PostgresBinaries>
  port: number
  runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep'>
}): Promise<boolean> {
  const running = await readServerState(cluster, runtime)
  if (running.status !== 'ready' || running.port !== port) return true
  if (process.platform === 'win32') {
    // Signals do not exist there; a kill would be a crash.
    const args = ['stop', '-D', cluster.databaseDir, '-m', 'fast', '-W']
    await runProgram({ file: (await binaries()).pgCtl, args, user: null, timeoutMs: stopTimeoutMs })
  } else process.kill(running.pid, 'SIGINT')
  const deadline = runtime.monotonicMs() + stopTimeoutMs
  while (runtime.monotonicMs() < deadline) {
    const state = await readServerState(cluster, runtime)
    const isSameServer = (state.status === 'busy' || state.status === 'ready') && state.pid === running.pid
    if (!isSameServer) return true
    await runtime.sleep(pollMs)
  }
  return false
}
