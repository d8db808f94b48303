import type { Hono } from 'hono'
import { createReadiness } from '../../../src/platform/observe/readiness.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createWebApp, type WebAppDependencies } from '../../../src/web/app.js'

export const boardPassword = 'correct horse battery'
const runtime = createRuntime({ logLevel: 'silent' })

/** The whole web app with a queue board, or without one, and nothing else of note. */
export function openBoardApp(fill: NonNullable<WebAppDependencies['queueBoard']>['fill'] | null, publicUrl: string | null = null): Hono {
  return createWebApp({
    version: '1.2.3',
    readiness: createReadiness({ checks: [], runtime }),
    metrics: { contentType: 'text/plain', exposition: async () => '' },
    metricsToken: null,
    runtime,
    queueBoard: fill === null ? null : { fill, password: boardPassword, publicUrl },
  })
}
