import { tmpdir } from 'node:os'
import { Hono } from 'hono'
import type { Config } from '../../../../src/app/config.js'
import { openDesk } from '../../../../src/app/open-desk.js'
import type { Role } from '../../../../src/contracts/role.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { setUpProviders } from '../../../../src/providers/setup.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { createTestDatabase } from '../../database.js'
import { openTestApp } from '../../flow/test-app.js'

export const origin = 'http://desk.test'
export const password = 'violet teapot under rain'
export const everyRole = ['admin', 'editor', 'reviewer', 'nobody'] as const
export type TestRole = (typeof everyRole)[number]

export type TestDesk = Awaited<ReturnType<typeof openTestDesk>>

/** The desk with its sign-in, put together as it is served, on a database of its own. No one works on its panels unless the test does. */
export async function openTestDesk(review: Partial<Config['review']> = {}) {
  const database = await createTestDatabase()
  const app = await openTestApp({ database, endpoints: [], concurrency: 4 })
  const runtime = createRuntime({ logLevel: 'silent' })
  const desk = await openDesk({ app, config: configOf(database.connectionString, review), runtime })
  const web = new Hono()
  web.use(securityHeaders())
  for (const mount of desk.mounts) web.route(mount.path, mount.app as unknown as Hono)
  return {
    app,
    web,
    review: desk.review,
    people: desk.people,
    database,
    addPerson: async (role: Role, name: string) => {
      const added = await desk.people.add({ actor: { system: 'test' }, name, email: `${name.toLowerCase()}@example.org`, role, password })
      if (added.status !== 'added') throw new Error(`${name} could not be added: ${added.status}`)
      return { userId: added.userId, name, role }
    },
    /** Someone who is signed in, by name; no one for null. */
    signedIn: async (name: string | null) => {
      const browser = createBrowser(web)
      if (name !== null) await browser.post('/auth/sign-in', { email: `${name.toLowerCase()}@example.org`, password })
      return browser
    },
    close: async () => {
      await app.close()
      await database.drop()
    },
  }
}

function configOf(databaseUrl: string, review: Partial<Config['review']>): Config {
  return {
    redisUrl: null,
    databaseUrl,
    home: tmpdir(),
    publicUrl: null,
    // Where nothing listens: no model of the machine's own is offered.
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
    review: { fourEyes: true, blindFirst: false, ...review },
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

export type Browser = ReturnType<typeof createBrowser>

/** Keeps cookies, and sends what a browser sends with a form of the same page. */
function createBrowser(app: Hono) {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.request(`${origin}${path}`, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }
  const ownPage = { 'sec-fetch-site': 'same-origin' }
  return {
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    /** A form as a browser sends it: of a list, each value. */
    post: (path: string, fields: Record<string, string | readonly string[]>, headers: Record<string, string> = {}) => {
      const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))
      const body = new URLSearchParams(pairs).toString()
      return send(path, { method: 'POST', body, headers: { ...ownPage, 'content-type': 'application/x-www-form-urlencoded', ...headers } })
    },
    /** A form with files. */
    upload: (path: string, fields: Record<string, string | File>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      return send(path, { method: 'POST', body, headers: ownPage })
    },
  }
}
