import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import type { Runtime } from '../platform/runtime.js'
import { guessLimit } from './http/guess-limit.js'

/** What Hono's bearer authentication accepts, from RFC 6750. */
const tokenForm = /^[A-Za-z0-9._~+/-]+=*$/

export type MetricsEndpointOptions = {
  /** Everything in Prometheus' text format, and its content type with its version. */
  metrics: { contentType: string; exposition: () => Promise<string> }
  /** Who scrapes must show it; null where the network decides who can. */
  token: string | null
  /** The header in which a proxy in front writes a client's address; left out or null for none. */
  trustedProxyHeader?: string | null
  log: Pick<Runtime['log'], 'warn'>
}

/** `/metrics` in Prometheus' text format. Throws for a token that no scraper could send. */
export function metricsRoutes({ metrics, token, trustedProxyHeader = null, log }: MetricsEndpointOptions): Hono {
  if (token !== null && !tokenForm.test(token))
    throw new Error('the token for /metrics may hold letters, digits and . _ ~ + / - alone, and = at its end. Choose another')
  const app = new Hono()
  if (token !== null) {
    app.use('/metrics', guessLimit({ what: 'the token for /metrics', trustedProxyHeader, log }))
    app.use('/metrics', bearerAuth({ token, realm: 'metrics' }))
  }
  app.get('/metrics', async (c) =>
    c.body(await metrics.exposition(), 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }),
  )
  return app
}
