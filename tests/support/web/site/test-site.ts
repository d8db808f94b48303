import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../../../src/app/config.js'
import { openApp } from '../../../../src/app/open-app.js'
import { openWeb } from '../../../../src/app/open-web.js'
import { createRuntime, type Runtime } from '../../../../src/platform/runtime.js'
import { createWebApp } from '../../../../src/web/app.js'
import { type RunningServer, startServer } from '../../../../src/web/server.js'
import { createTestDatabase } from '../../database.js'
import { queueOfTheRun } from '../../flow/test-app.js'
import { testConfig } from '../../test-config.js'

export type TestSite = Awaited<ReturnType<typeof openTestSite>>
type Options = { config?: Partial<Config>; runtime?: Partial<Runtime>; freshForMs?: number }

/** The site and the desk as `panel serve` puts them together, over HTTP, on a database of its own. Mails land as files in `home`. */
export async function openTestSite({ config: change = {}, runtime: other = {}, freshForMs = 0 }: Options = {}) {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'panel-site-'))
  const runtime = { ...createRuntime({ logLevel: 'silent' }), ...other }
  const config = testConfig(database.connectionString, { home, budgetUsd: 2, redisUrl: queueOfTheRun(), ...change })
  const app = await openApp(config, runtime)
  const opened = await openWeb({ app, config, runtime, freshForMs })
  const web = createWebApp({ ...nothingElse(runtime), mounts: opened.mounts, ready: opened.ready, queueBoard: null })
  const server: RunningServer = await startServer({ app: web, port: 0, hostname: '127.0.0.1', runtime })
  const [site, votes, subscriptions, { actions: newsletter }] = await Promise.all([
    app.site(),
    app.votes(),
    app.subscriptions(),
    app.newsletter(),
  ])
  return {
    ...opened,
    site,
    votes,
    subscriptions,
    newsletter,
    app,
    /** The whole web app, for tests that ask for its routes. */
    web,
    desk: { people: await app.people(), review: await app.review() },
    database,
    home,
    runtime,
    config,
    url: server.url,
    /** As sent: no redirect is followed. */
    get: (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { headers, redirect: 'manual' }),
    send: (path: string, init: RequestInit) => fetch(`${server.url}${path}`, { redirect: 'manual', ...init }),
    close: async () => {
      await server.close({ deadlineMs: 1_000 })
      await app.close()
      await database.drop()
      await rm(home, { recursive: true })
    },
  }
}

function nothingElse(runtime: Runtime) {
  const readiness = { report: async () => ({ isReady: true, checks: [] }), stop: () => {} }
  const metrics = { contentType: 'text/plain', exposition: async () => '' }
  return { version: '1.2.3', readiness, metrics, metricsToken: null, runtime }
}
