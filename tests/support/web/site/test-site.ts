import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../../../src/app/config.js'
import { openDesk } from '../../../../src/app/open-desk.js'
import { openSite } from '../../../../src/app/open-site.js'
import { createRuntime, type Runtime } from '../../../../src/platform/runtime.js'
import { setUpProviders } from '../../../../src/providers/setup.js'
import { createWebApp } from '../../../../src/web/app.js'
import { type RunningServer, startServer } from '../../../../src/web/server.js'
import { createTestDatabase } from '../../database.js'
import { openTestApp } from '../../flow/test-app.js'

export type TestSite = Awaited<ReturnType<typeof openTestSite>>
type Options = { config?: Partial<Config>; runtime?: Partial<Runtime>; freshForMs?: number }

/** The site and the desk as `panel serve` puts them together, over HTTP, on a database of its own. Mails land as files in `home`. */
export async function openTestSite({ config: change = {}, runtime: other = {}, freshForMs = 0 }: Options = {}) {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'panel-site-'))
  const app = await openTestApp({ database, endpoints: [], concurrency: 4 })
  const runtime = { ...createRuntime({ logLevel: 'silent' }), ...other }
  const config = { ...configOf(database.connectionString, home), ...change }
  const desk = await openDesk({ app, config, runtime })
  const site = await openSite({ app, config, runtime, desk, freshForMs })
  const web = createWebApp({ ...nothingElse(runtime), mounts: site.mounts, ready: site.ready, queueBoard: null })
  const server: RunningServer = await startServer({ app: web, port: 0, hostname: '127.0.0.1', runtime })
  return {
    ...site,
    app,
    /** The whole web app, for who asks for its routes. */
    web,
    desk,
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
      await Promise.all([site.votes.backlog.stop(), site.subscriptions.backlog.stop()])
      await site.mailer.close()
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

function configOf(databaseUrl: string, home: string): Config {
  return {
    redisUrl: null,
    databaseUrl,
    home,
    publicUrl: null,
    providers: setUpProviders({ OLLAMA_HOST: 'http://127.0.0.1:9' }),
    endpoints: [],
    catalog: [],
    logLevel: 'silent',
    jurors: [],
    personasFolder: null,
    budgetUsd: 2,
    concurrency: 4,
    limits: {},
    timeouts: {},
    review: { fourEyes: true, blindFirst: false },
    webhooks: { allowPrivateAddresses: false },
    secret: null,
    proxyHeader: null,
    port: 0,
    adminPassword: null,
    metricsToken: null,
    smtpUrl: null,
    mail: null,
    newsletter: { day: 'monday', hour: 6, timeZone: 'UTC' },
    bounceToken: null,
    otlpEndpoint: null,
    columns: null,
  }
}
