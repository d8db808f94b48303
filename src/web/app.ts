import type { Hono } from 'hono'
import { createQueueBoardApp, type QueueBoardOptions, queueBoardPath } from './queue-board.js'
import { createWorkerApp, type WorkerAppDependencies } from './worker-app.js'

export type WebAppDependencies = WorkerAppDependencies & {
  /** The queue board for admins; null when no admin password is set, and then there is none. */
  queueBoard: Omit<QueueBoardOptions, 'runtime'> | null
  /** Pages and API: apps of their own, each under its path. */
  mounts?: readonly { path: string; app: Hono }[]
}

/** The whole web app: what a worker shows, the queue board, and what is mounted. */
export function createWebApp({ queueBoard, mounts = [], ...dependencies }: WebAppDependencies): Hono {
  const app = createWorkerApp(dependencies)
  if (queueBoard !== null) app.route(queueBoardPath, createQueueBoardApp({ ...queueBoard, runtime: dependencies.runtime }))
  for (const mount of mounts) app.route(mount.path, mount.app)
  return app
}
