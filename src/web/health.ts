import { Hono } from 'hono'
import { modelsCheck, type Readiness } from '../platform/observe/readiness.js'
import { outageRetrySeconds } from './http/failure.js'

/**
 * `/healthz`: the process is alive; touches nothing. `/readyz`: it can really run a panel; 503 with the reason of each check when it
 * cannot. `/readyz/storage`: the same without the models, which may come later than the container that waits for it. As JSON, never cached.
 */
export function healthRoutes({ version, readiness }: { version: string; readiness: Readiness }): Hono {
  const app = new Hono()
  app.get('/healthz', (c) => c.json({ status: 'ok', version }, 200, { 'cache-control': 'no-store' }))
  app.get('/readyz/:part{storage}?', async (c) => {
    const report = await readiness.report()
    const checks = c.req.param('part') === undefined ? report.checks : report.checks.filter(({ name }) => name !== modelsCheck)
    const isReady = checks.every((check) => check.isReady)
    return c.json({ status: isReady ? 'ready' : 'not ready', version, checks }, isReady ? 200 : 503, {
      'cache-control': 'no-store',
      ...(isReady ? {} : { 'retry-after': String(outageRetrySeconds) }),
    })
  })
  return app
}
