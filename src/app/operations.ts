import { maxClockDifferenceMs } from '../../queue/clock.js'
import { outageOf } from '../platform/db/is-outage.js'
import { packageVersion } from '../platform/files/package-files.js'
import { actionCheck, createReadiness } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { usableProviders } from '../providers/setup.js'
import type { WebAppDependencies } from '../web/app.js'
import { createWorkerApp } from '../web/worker-app.js'
import type { Config } from './config.js'
import type { Metrics } from './observe/metrics.js'
import { createModelReadiness } from './observe/model-readiness.js'
import type { App } from './open-app.js'
import { proxyNote } from './proxy-note.js'

type Watched = { app: App; config: Config; runtime: Runtime; metrics: Metrics }

/** What a serving or working process shows of itself: whether it can really run a panel, and its metrics, fed from database and queues. */
export function createOperations({ app, config, runtime, metrics }: Watched) {
  const { queues, registry } = app
  metrics.readFrom({
    panels: () => app.panels.countByStatus(),
    queues: () => Promise.all(queues.names.map(async (queue) => ({ queue, ...(await queues.state(queue)) }))),
  })
  const explain = (error: unknown) => outageOf(error)?.what ?? null
  const readiness = createReadiness({
    runtime,
    checks: [
      { ...actionCheck('database', () => lookAtDatabase(app)), explain },
      { name: 'queue', check: () => checkQueue(app, runtime), explain: (error) => (queues.kind === 'postgres' ? explain(error) : null) },
      createModelReadiness({ registry, providers: usableProviders(registry.providers, config), jurors: config.jurors, runtime }),
    ],
  })
  const shared = {
    version: packageVersion,
    readiness,
    metrics,
    metricsToken: config.metricsToken,
    trustedProxyHeader: config.proxyHeader,
    runtime,
  }
  const { adminPassword: password, publicUrl } = config
  return {
    readiness,
    workerApp: () => createWorkerApp(shared),
    /** With the pages and whatever else is to be mounted. */
    webApp: async ({ mounts, ready }: Pick<WebAppDependencies, 'mounts' | 'ready'>) => {
      // Bull Board and pages are loaded where they are served: a worker does without their megabytes.
      const { createWebApp } = await import('../web/app.js')
      const fill = async () => {
        const { createQueueBoard } = await import('../../queue/board.js')
        return createQueueBoard(await Promise.all(queues.names.map(async (name) => ({ queue: await queues.queue(name) }))))
      }
      return createWebApp({
        ...shared,
        mounts,
        ready,
        proxy: watchedProxy(config, runtime),
        queueBoard: password === null ? null : { fill: await fill(), password, publicUrl },
      })
    },
  }
}

/** A header that cannot be read is logged once, and noted for `panel doctor`. */
function watchedProxy({ proxyHeader: header, home }: Pick<Config, 'proxyHeader' | 'home'>, runtime: Runtime) {
  if (header === null) return undefined
  const unreadable = (form: string) => {
    const fix = 'let the proxy write the address alone, or name the header that it does write'
    runtime.log.warn({ header, form, fix }, 'PANEL_PROXY_HEADER holds no address that can be read: all its readers count as one')
    void proxyNote.keep(home, { header, form, at: runtime.now().toISOString() }, runtime)
  }
  return { header, unreadable }
}

async function lookAtDatabase({ probeDatabase }: Pick<App, 'probeDatabase'>): Promise<string> {
  await probeDatabase()
  return 'it answers and takes changes'
}

/** A queue whose clock is another would run jobs twice, so workers take nothing from it. */
async function checkQueue({ queues }: App, runtime: Runtime) {
  const differenceMs = Math.abs((await queues.now()).getTime() - runtime.now().getTime())
  const isReady = differenceMs <= maxClockDifferenceMs
  return {
    isReady,
    detail: `${queues.kind} answers; the clocks are ${isReady ? 'together' : `${Math.round(differenceMs / 1000)} s apart`}`,
  }
}
