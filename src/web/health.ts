import { Hono } from 'hono'
import type { Readiness } from '../observe/readiness.js'
import { outageRetrySeconds } from './failure.js'

/**
 * `/healthz`: the process is alive; touches nothing. `/readyz`: it can really run a panel; 503 with the reason of each check when it
 * cannot. Both as JSON, never cached.
 */
export function healthRoutes({ version, readiness }: { version: string; readiness: Readiness }): Hono {
  const app = new Hono()
  app.get('/healthz', (c) => c.json({ status: 'ok', version }, 200, { 'cache-control': 'no-store' }))
  app.get('/readyz', async (c) => {
    const { isReady, checks } = await readiness.report()
    return c.json({ status: isReady ? 'ready' : 'not ready', version, checks }, isReady ? 200 : 503, {
      'cache-control': 'no-store',
      ...(isReady ? {} : { 'retry-after': String(outageRetrySeconds) }),
    })
  })
  return app
}
