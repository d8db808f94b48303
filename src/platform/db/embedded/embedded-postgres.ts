import type { Runtime } from '../../runtime.js'
import { type Cluster, clusterIn, clusterUser, initialiseCluster, readClusterOwner, readPassword } from './cluster.js'
import { EmbeddedPostgresError } from './embedded-postgres-error.js'
import { findPackagedBinaries, type PostgresBinaries } from './packaged-binaries.js'
import { choosePlace } from './place.js'
import type { ServerUser } from './run-program.js'
import { prepareRunnableBinaries } from './runnable-binaries.js'
import { findFreePort, readLogEnd, type StartedServer, startServer, stopServer } from './server-process.js'
import { portOf, readServerState, removeStalePidFile } from './server-state.js'
import { ensureSharedFolder } from './shared-folder.js'
import { type SharedLock, takeSharedLock } from './shared-lock.js'

/** A PostgreSQL server that runs at least as long as this process is attached to it. */
export type EmbeddedPostgres = {
  /** For the application's own, at first empty database. Good until `detach`. */
  connectionString: string
  databaseDir: string
  /** Lets go of the server, and stops it when no other process is attached. Close all other connections first. */
  detach: () => Promise<void>
}

type EmbeddedRuntime = Pick<Runtime, 'now' | 'monotonicMs' | 'sleep' | 'log'>

const database = 'panel'
const deadlineMs = 60_000
const pollMs = 20
const maximumPollMs = 500
/** How often our own server may end at once, for no passing reason, before we believe that it always will. */
const maximumFailedStarts = 3
/** A server that dies so often in that time would go on dying. */
const maximumLosses = 5
const lossWindowMs = 60_000

/**
 * Attaches this process to the PostgreSQL server of a home folder (PANEL_HOME, created when missing), starting it, and at first making its
 * database, when need be. Any number of processes may do so at once, and any may die at any moment: there is no lock but PostgreSQL's own.
 * Every attached process holds a shared advisory lock; who detaches and finds no one else holding one stops the server. A server left behind
 * by a killed process is attached to like any other. A server that dies is started again under the same address, by the process that notices first;
 * `onGone` is called once when that does not work. Throws EmbeddedPostgresError, after 60 s at the latest.
 */
export async function attachEmbeddedPostgres({
  home,
  runtime,
  choosePort = findFreePort,
  onGone = () => undefined,
}: {
  home: string
  runtime: EmbeddedRuntime
  choosePort?: () => Promise<number>
  onGone?: (error: unknown) => void
}): Promise<EmbeddedPostgres> {
  let binaries: Promise<PostgresBinaries> | undefined
  const prepareBinaries = (serverUser: ServerUser | null) => {
    binaries ??= findRunnableBinaries(home, serverUser)
    return binaries
  }
  const { base, user } = await choosePlace({ home, runtime, prepareBinaries })
  const cluster = clusterIn(base)
  if ((await readClusterOwner(cluster)) === null) await initialiseCluster({ base, binaries: await prepareBinaries(user), user })
  const password = await readPassword(cluster)
  const runnable = () => prepareBinaries(user)
  const attachment = await keepAttached({ cluster, user, password, runtime, choosePort, binaries: runnable }, onGone)
  const { port } = attachment
  let detached: Promise<void> | undefined
  return {
    connectionString: `postgresql://${clusterUser}:${password}@127.0.0.1:${port}/${database}`,
    databaseDir: cluster.databaseDir,
    detach: () => {
      detached ??= attachment.end().then((lock) => detach({ cluster, port, lock, runtime, binaries: runnable }))
      return detached
    },
  }
}

async function findRunnableBinaries(home: string, user: ServerUser | null): Promise<PostgresBinaries> {
  const packaged = await findPackagedBinaries()
  return await prepareRunnableBinaries({ packaged, user, copyFolder: async () => (user ? await ensureSharedFolder() : home) })
}

type Reach = {
  cluster: Cluster
  user: ServerUser | null
  password: string
  runtime: EmbeddedRuntime
  choosePort: () => Promise<number>
  binaries: () => Promise<PostgresBinaries>
  /** Whether no one wants the server any more. */
  hasEnded: () => boolean
}

/**
 * Attaches, and attaches again whenever the server dies: everyone's connection strings name its port, so it has to come back there. Calls
 * `onGone` when it does not. `end` resolves with the lock held last, once nothing is under way.
 */
async function keepAttached(
  reach: Omit<Reach, 'hasEnded'>,
  onGone: (error: unknown) => void,
): Promise<{ port: number; end: () => Promise<SharedLock> }> {
  const { cluster, runtime } = reach
  let hasEnded = false
  let again: Promise<void> = Promise.resolve()
  const lossesMs: number[] = []
  const attach = async (choosePort: Reach['choosePort']) => {
    const lost = (error: Error) => {
      if (hasEnded) return
      runtime.log.warn({ databaseDir: cluster.databaseDir, reason: error.message }, 'the embedded PostgreSQL went away: starting it again')
      again = comeBack()
    }
    return reachServer({ ...reach, choosePort, hasEnded: () => hasEnded }, lost)
  }
  let held = await attach(reach.choosePort)
  const { port } = held
  const comeBack = async () => {
    try {
      lossesMs.push(runtime.monotonicMs())
      const [oldest = 0] = lossesMs.slice(-maximumLosses)
      if (lossesMs.length >= maximumLosses && runtime.monotonicMs() - oldest < lossWindowMs) {
        throw await startFailure(cluster, `died ${maximumLosses} times within ${lossWindowMs / 1000} s`)
      }
      const found = await attach(async () => port)
      await held.lock.close().catch(() => undefined)
      held = found
      if (found.port !== port)
        throw new EmbeddedPostgresError(
          `The embedded PostgreSQL in ${cluster.databaseDir} died, and another process started it on port ${found.port} instead of ${port}.`,
        )
      runtime.log.info({ databaseDir: cluster.databaseDir }, 'the embedded PostgreSQL is back')
    } catch (error) {
      if (!hasEnded) onGone(error)
    }
  }
  return {
    port,
    end: async () => {
      hasEnded = true
      await again
      return held.lock
    },
  }
}

/** Goes round until the shared lock of a running server is held: looks at the server's state, and does what that state calls for. */
async function reachServer(
  { cluster, user, password, runtime, choosePort, binaries, hasEnded }: Reach,
  onLost: (error: Error) => void,
): Promise<{ port: number; lock: SharedLock }> {
  const giveUpAt = runtime.monotonicMs() + deadlineMs
  let started: StartedServer | null = null
  let starts = 0
  let failedStarts = 0
  let portBefore: number | null = null
  const runsOurs = () => started?.isRunning() === true
  // A server that we started is waited for even when no one wants it any more: with its lock in hand, the last process to leave stops it.
  while (runtime.monotonicMs() < giveUpAt && (!hasEnded() || runsOurs())) {
    const state = await readServerState(cluster, runtime)
    if (state.status === 'ready') {
      const lock = await takeLock({ cluster, port: state.port, password, onLost }).catch(async (error: unknown) => {
        // One that we started and no one can use is not left running.
        if (started?.isRunning() === true) await stopServer({ cluster, binaries, port: state.port, runtime })
        throw error
      })
      if (lock) return { port: state.port, lock }
    } else if (state.status === 'stale') {
      // Processes that were attached to the dead server look for it there.
      portBefore = portOf(state.content)
      await removeStalePidFile(cluster, state.content, runtime)
    } else if (state.status === 'absent' && !started?.isRunning()) {
      if (started && !(await endedInPassing(started))) failedStarts += 1
      if (failedStarts === maximumFailedStarts) throw await startFailure(cluster, 'ended right after its start, several times')
      started = await startServer({ cluster, binaries: await binaries(), user, port: portBefore ?? (await choosePort()) })
      portBefore = null
      starts += 1
    }
    await runtime.sleep(Math.min(pollMs * Math.max(starts, 1), maximumPollMs))
  }
  throw await startFailure(cluster, `was not ready within ${deadlineMs / 1000} s`)
}

async function takeLock({
  cluster,
  port,
  password,
  onLost,
}: {
  cluster: Cluster
  port: number
  password: string
  onLost: (error: Error) => void
}): Promise<SharedLock | null> {
  const { databaseDir, passwordFile } = cluster
  try {
    return await takeSharedLock({ port, password, database, onLost })
  } catch (cause) {
    // PostgreSQL, appendix A: class 28, who is let in.
    const isRefused = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('28')
    const what = isRefused ? `does not let us in with the password in ${passwordFile}` : 'cannot be used'
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EmbeddedPostgresError(`The embedded PostgreSQL in ${databaseDir} runs on port ${port}, but ${what}: ${reason}`, { cause })
  }
}

/** Whether our server gave way for a reason that a new attempt meets differently. */
async function endedInPassing(started: StartedServer): Promise<boolean> {
  const reasons = /lock file|pre-existing shared memory block|Address already in use|database system is shut down/
  return reasons.test(await started.readLog())
}

async function startFailure(cluster: Cluster, what: string): Promise<EmbeddedPostgresError> {
  const log = await readLogEnd(cluster)
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${cluster.databaseDir} ${what}. The end of its log, ${cluster.logFile}:\n${log || '(empty)'}`,
  )
}

async function detach({
  cluster,
  port,
  lock,
  runtime,
  binaries,
}: {
  cluster: Cluster
  port: number
  lock: SharedLock
  runtime: EmbeddedRuntime
  binaries: () => Promise<PostgresBinaries>
}): Promise<void> {
  const { databaseDir } = cluster
  try {
    if ((await lock.release()) && !(await stopServer({ cluster, binaries, port, runtime }))) {
      runtime.log.warn({ databaseDir }, 'the embedded PostgreSQL is still shutting down')
    }
  } catch (error) {
    runtime.log.warn({ databaseDir, err: error }, 'the embedded PostgreSQL was gone before we could detach')
  } finally {
    await lock.close()
  }
}
