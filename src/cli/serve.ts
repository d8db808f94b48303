import { openWeb } from '../app/open-web.js'
import { createOperations } from '../app/operations.js'
import { proxyNote } from '../app/proxy-note.js'
import { keepServerNote } from '../app/server-note.js'
import { withoutAtEnd } from '../platform/text/text-end.js'
import { deskPath } from '../web/desk/paths.js'
import { startServer } from '../web/server.js'
import { untilStopped } from './interruption.js'
import { withWatchedApp } from './session.js'

/** How long requests, and seats of the worker inside, may take once the server was told to stop. */
const closeDeadlineMs = 5_000
const drainDeadlineMs = 30_000

export type ServeOptions = { port?: number; host: string; worker: boolean }

/** Serves the web app until SIGINT or SIGTERM, with a worker inside unless told otherwise; logs JSON lines on stderr. */
export async function serve({ port, host: hostname, worker: hasWorker }: ServeOptions): Promise<void> {
  const settings = port === undefined ? {} : { port }
  await withWatchedApp(async ({ app, config, runtime, metrics, signal }) => {
    const operations = createOperations({ app, config, runtime, metrics })
    await proxyNote.forget(config.home)
    const web = await openWeb({ app, config, runtime })
    const server = await startServer({ app: await operations.webApp(web), port: config.port, hostname, runtime })
    const forgetServer = await keepServerNote(config.home, server.url, runtime)
    let sending: Awaited<ReturnType<typeof web.start>> | null = null
    try {
      sending = await web.start()
      const worker = hasWorker ? await app.work() : null
      const address = config.publicUrl === null || config.publicUrl === undefined ? server.url : withoutAtEnd(config.publicUrl, '/')
      process.stdout.write(`The site at ${address}/\nShip Panel at ${address}${deskPath}\n`)
      const people = await app.people()
      const setupLink = await people.ensureSetupLink({ origin: config.publicUrl ?? server.url })
      if (setupLink !== null) process.stdout.write(`No one can sign in yet. Make the first account, within a day: ${setupLink}\n`)
      runtime.log.info(
        { address: server.url, host: hostname, worker: hasWorker, queueBoard: config.adminPassword !== null },
        'serving; stop with Ctrl-C',
      )
      void web.warm()
      await untilStopped(signal)
      runtime.log.info('stopping')
      operations.readiness.stop()
      await worker?.stop({ deadlineMs: drainDeadlineMs })
    } finally {
      await Promise.allSettled([forgetServer(), sending?.stop(), server.close({ deadlineMs: closeDeadlineMs })])
    }
  }, settings)
}
