import { createOperations } from '../operations.js'
import { startServer } from '../web/server.js'
import { untilStopped } from './interruption.js'
import { withWatchedApp } from './session.js'

/** How long a worker that was told to stop lets its seats finish. */
const drainDeadlineMs = 30_000
const closeDeadlineMs = 2_000

export type WorkOptions = { port?: number; host: string }

/** Works on queued seats and panels until SIGINT or SIGTERM; logs JSON lines on stderr. With a port, shows health and metrics there. */
export async function work({ port, host: hostname }: WorkOptions): Promise<void> {
  await withWatchedApp(async ({ app, config, runtime, metrics, signal }) => {
    const operations = createOperations({ app, config, runtime, metrics })
    const server = port === undefined ? null : await startServer({ app: operations.workerApp(), port, hostname, runtime })
    try {
      const worker = await app.work()
      runtime.log.info({ address: server?.url }, 'working; stop with Ctrl-C')
      await untilStopped(signal)
      runtime.log.info({ drainDeadlineMs }, 'stopping: finishing the seats at hand')
      operations.readiness.stop()
      await worker.stop({ deadlineMs: drainDeadlineMs })
    } finally {
      await server?.close({ deadlineMs: closeDeadlineMs })
    }
  })
}
