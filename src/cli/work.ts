import { once } from 'node:events'
import { withApp } from './session.js'

/** How long a worker that was told to stop lets its seats finish. */
const drainDeadlineMs = 30_000

/** Works on queued seats and panels until SIGINT or SIGTERM; logs JSON lines on stderr. */
export async function work(): Promise<void> {
  await withApp(async ({ app, runtime }) => {
    const worker = await app.work()
    runtime.log.info('working; stop with Ctrl-C')
    const stop = new AbortController()
    await Promise.race([once(process, 'SIGINT', { signal: stop.signal }), once(process, 'SIGTERM', { signal: stop.signal })])
    stop.abort()
    runtime.log.info({ drainDeadlineMs }, 'stopping: finishing the seats at hand')
    await worker.stop({ deadlineMs: drainDeadlineMs })
  }, 'info')
}
