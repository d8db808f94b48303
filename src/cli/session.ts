import { setFlagsFromString } from 'node:v8'
import { type Config, loadConfig } from '../app/config.js'
import { type LocatedDatabase, locateDatabase } from '../app/locate-database.js'
import type { Metrics } from '../app/observe/metrics.js'
import { outageLogHooks } from '../app/observe/outage-log.js'
import type { App } from '../app/open-app.js'
import { outageOf } from '../platform/db/is-outage.js'
import { packageVersion } from '../platform/files/package-files.js'
import { createRuntime, type Runtime } from '../platform/runtime.js'
import { describeError, exitCodes } from './exit.js'
import { listenForInterruption } from './interruption.js'

/** What a command works with; the signal aborts when someone stops it. */
export type Session = { config: Config; runtime: Runtime; app: App; signal: AbortSignal }

/** A session of a process that others watch. */
export type WatchedSession = Session & { metrics: Metrics }

/** Opens the app for one command and closes it afterwards, however the command ends. */
export function withApp<T>(use: (session: Session) => Promise<T>, defaultLogLevel: Config['logLevel'] = 'error'): Promise<T> {
  return openSession(use, { defaultLogLevel, metricsOf: async () => null })
}

/**
 * How far the heap may grow, in percent of what lived at the last full collection, before the next one. V8 would let it grow to the fourfold
 * on a machine with gigabytes to spare: the memory of a worker then doubled between its first thousand seats and its ten thousandth,
 * without a leak. More frequent collections took no measurable time over ten thousand seats.
 */
const heapGrowingPercent = 20

/**
 * As `withApp`, for a process that runs until it is stopped: it logs what it does, keeps metrics, and keeps its memory small. `settings` of the
 * command line go before those of the configuration.
 */
export function withWatchedApp<T>(use: (session: WatchedSession) => Promise<T>, settings: Partial<Pick<Config, 'port'>> = {}): Promise<T> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`)
  // Loaded for those alone who need it: most commands have ended before it would be.
  const metricsOf = async (runtime: Runtime) =>
    (await import('../app/observe/metrics.js')).createMetrics({ version: packageVersion, runtime })
  return openSession((session) => use(session), { defaultLogLevel: 'info', metricsOf, settings })
}

/** How long a process whose database is gone for good may take to close what it holds. */
const goneDeadlineMs = 10_000

type Opening<M> = { defaultLogLevel: Config['logLevel']; settings?: Partial<Config>; metricsOf: (runtime: Runtime) => Promise<M> }

async function openSession<T, M extends Metrics | null>(
  use: (session: Session & { metrics: M }) => Promise<T>,
  { defaultLogLevel, settings, metricsOf }: Opening<M>,
): Promise<T> {
  const config = { ...(await loadConfig({ folder: process.cwd(), defaultLogLevel })), ...settings }
  const runtime = createRuntime({
    logLevel: config.logLevel,
    logHooks: (clock) => outageLogHooks({ ...clock, kindOf: (error) => outageOf(error)?.kind ?? null }),
  })
  const interruption = listenForInterruption()
  const metrics = await metricsOf(runtime)
  const { otlpEndpoint: endpoint } = config
  const tracing = endpoint === null ? null : await trace(endpoint, runtime)
  try {
    const onDatabaseGone = (error: unknown) => {
      runtime.log.fatal({ reason: describeError(error) }, 'the database is gone: ending, for a supervisor to start this process again')
      interruption.fail(error)
      // Whatever waits for the database waits in vain.
      void runtime.sleep(goneDeadlineMs).then(() => process.exit(exitCodes.failed))
    }
    const located = locateDatabase(config, runtime, onDatabaseGone)
    const [{ openApp }, database] = await Promise.all([loadApp(located), located])
    const app = await openApp(config, runtime, { metrics, tracing, located: database })
    try {
      interruption.signal.throwIfAborted()
      return await use({ config, runtime, app, metrics, signal: interruption.signal })
    } finally {
      await app.close()
    }
  } finally {
    await tracing?.shutdown()
    interruption.release()
  }
}

/** What opens the app is loaded while the embedded PostgreSQL starts, which takes as long. */
async function loadApp(located: Promise<LocatedDatabase>) {
  try {
    return await import('../app/open-app.js')
  } catch (error) {
    await located.then((database) => database.detach())
    throw error
  }
}

async function trace(endpoint: string, runtime: Runtime) {
  const { startTracing } = await import('../app/observe/tracing.js')
  return startTracing({ endpoint, serviceName: 'ship-panel', version: packageVersion, runtime })
}
