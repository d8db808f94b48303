import { createOperations } from '../app/operations.js'
import { UsageError } from '../platform/errors.js'
import type { Runtime } from '../platform/runtime.js'
import { type ServerOptions, startServer } from '../web/server.js'
import { untilStopped } from './interruption.js'
import { withWatchedApp } from './session.js'

/** How long a worker that was told to stop lets its seats finish. */
const drainDeadlineMs = 30_000
const closeDeadlineMs = 2_000

export type WorkOptions = { port?: number; host: string }

/** Works on queued seats and panels until SIGINT or SIGTERM; logs JSON lines on stderr. With a port, of the option or of PORT, shows health and metrics there. */
export async function work({ port, host: hostname }: WorkOptions): Promise<void> {
  await withWatchedApp(async ({ app, config, runtime, metrics, signal }) => {
    const operations = createOperations({ app, config, runtime, metrics })
    const options = { app: operations.workerApp(), hostname, runtime }
    const server =
      port === undefined ? await serveOnSetPort({ ...options, port: config.setPort ?? null }) : await startServer({ ...options, port })
    try {
      const worker = await app.work()
      const [reading, refreshing] = await Promise.all([app.readIntakes(), app.refreshSources()])
      runtime.log.info({ address: server?.url }, 'working; stop with Ctrl-C')
      await untilStopped(signal)
      runtime.log.info({ drainDeadlineMs }, 'stopping: finishing the seats at hand')
      operations.readiness.stop()
      await Promise.all([worker.stop({ deadlineMs: drainDeadlineMs }), reading.stop(), refreshing.stop()])
    } finally {
      await server?.close({ deadlineMs: closeDeadlineMs })
    }
  })
}

/** PORT may be meant for `panel serve` beside it: a worker that cannot have it goes on without. */
async function serveOnSetPort({ port, ...options }: Omit<ServerOptions, 'port' | 'runtime'> & { port: number | null; runtime: Runtime }) {
  if (port === null) return null
  try {
    return await startServer({ ...options, port })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    options.runtime.log.warn({ reason: error.message }, 'health and metrics are not shown')
    return null
  }
}
