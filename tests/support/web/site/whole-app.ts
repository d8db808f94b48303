import type { Hono } from 'hono'
import { createWebApp } from '../../../../src/web/app.js'
import { publishSamples } from '../../site/views/publish-samples.js'
import type { TestSite } from './test-site.js'

export const adminPassword = 'violet teapot under rain'

/** As `panel serve` puts it together, asked without a socket: a server that answers before a megabyte is sent closes the connection. */
export function createWholeApp({ runtime, mounts }: Pick<TestSite, 'runtime' | 'mounts'>): Pick<Hono, 'request' | 'routes'> {
  const readiness = { report: async () => ({ isReady: true, checks: [] }), stop: () => undefined }
  const metrics = { contentType: 'text/plain', exposition: async () => '' }
  return createWebApp({ version: '1', readiness, metrics, metricsToken: null, runtime, queueBoard: null, mounts })
}

/** Every route of an app once, from its own table. */
export function routesOf({ routes }: Pick<Hono, 'routes'>): { method: string; path: string }[] {
  const named = routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
  return [...new Map(named.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()]
}

/** Publishes the sample and adds an admin, ada@example.org. Returns what the names in routes' paths may be. */
export async function fillSite(site: TestSite): Promise<Record<string, string>> {
  const { recordId, panelId, seats } = await publishSamples(site.app.db)
  await site.desk.people.add({
    actor: { system: 'test' },
    name: 'Ada',
    email: 'ada@example.org',
    role: 'admin',
    password: adminPassword,
  })
  return { recordId, panelId, verdictId: seats[0]?.id ?? '', slug: 'mistral-3-instruct', week: '2026-W47' }
}
