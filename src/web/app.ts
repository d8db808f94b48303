import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import type { AuthEnv } from './auth/variables.js'
import { type ProxyWatch, watchProxy } from './http/proxy-watch.js'
import { createQueueBoardApp, type QueueBoardOptions, queueBoardPath } from './queue-board.js'
import { createWorkerApp, type WorkerAppDependencies } from './worker-app.js'

export type WebAppDependencies = WorkerAppDependencies & {
  /** The queue board for admins; null when no admin password is set, and then there is none. */
  queueBoard: Omit<QueueBoardOptions, 'runtime' | 'trustedProxyHeader'> | null
  /** Pages and API: apps of their own, each under its path. */
  mounts?: readonly { path: string; app: Hono | Hono<AuthEnv> | OpenAPIHono }[]
  /** Watches the header of the proxy in front; left out where there is none. */
  proxy?: ProxyWatch | undefined
  /** Answers what is ready, and null for what is not; asked before everything else. Whatever it answers carries its own headers. */
  ready?: ((request: Request) => Response | null) | undefined
}

/** The whole web app: what a worker shows, the queue board, and what is mounted. */
export function createWebApp({ queueBoard, mounts = [], ready, proxy, ...dependencies }: WebAppDependencies): Hono {
  const { trustedProxyHeader = null } = dependencies
  const app = createWorkerApp(dependencies)
  if (proxy !== undefined) app.use(watchProxy(proxy))
  if (queueBoard !== null)
    app.route(queueBoardPath, createQueueBoardApp({ ...queueBoard, trustedProxyHeader, runtime: dependencies.runtime }))
  // Each puts on a request itself what its own pages read from it.
  for (const mount of mounts) app.route(mount.path, mount.app as Hono)
  if (ready === undefined) return app
  const { fetch } = app
  app.fetch = (request, ...rest) => ready(request) ?? fetch(request, ...rest)
  return app
}
