import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Readiness } from '../platform/observe/readiness.js'
import type { Runtime } from '../platform/runtime.js'
import { healthRoutes } from './health.js'
import { recordFailure } from './http/failure.js'
import { problem } from './http/problem.js'
import { securityHeaders } from './http/security-headers.js'
import { type MetricsEndpointOptions, metricsRoutes } from './metrics-endpoint.js'

export type WorkerAppDependencies = {
  version: string
  readiness: Readiness
  metrics: MetricsEndpointOptions['metrics']
  /** Protects `/metrics`; null leaves it to where the port is reachable from. */
  metricsToken: string | null
  /** The header in which a proxy in front writes a client's address; left out or null for none. */
  trustedProxyHeader?: string | null
  runtime: Pick<Runtime, 'newId' | 'log'>
}

/** What a worker shows of itself: health, readiness, metrics, and nothing else. */
export function createWorkerApp(dependencies: WorkerAppDependencies): Hono {
  const { version, readiness, metrics, metricsToken: token, trustedProxyHeader, runtime } = dependencies
  const app = new Hono()
  app.use(securityHeaders())
  app.route('/', healthRoutes({ version, readiness }))
  app.route('/', metricsRoutes({ metrics, token, trustedProxyHeader: trustedProxyHeader ?? null, log: runtime.log }))
  app.notFound((c) =>
    problem(c, { status: 404, title: 'Not Found', detail: `There is nothing at ${c.req.path}.`, fix: 'Check the address.' }),
  )
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) return error.getResponse()
    const { status, text, id } = recordFailure(c, { error, runtime, what: 'a request failed' })
    const title = status === 503 ? 'Service Unavailable' : 'Internal Server Error'
    const fix = id === null ? 'Try again after the seconds in Retry-After.' : 'Look the id up in the log.'
    return problem(c, { status, title, detail: text, fix, ...(id === null ? {} : { id }) })
  })
  return app
}
