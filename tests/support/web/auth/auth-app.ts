import { Hono } from 'hono'
import { pino } from 'pino'
import { createPeople } from '../../../../src/accounts/people.js'
import { readSignInSecret } from '../../../../src/accounts/sign-in-secret.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createAuth } from '../../../../src/web/auth/create-auth.js'
import type { AuthEnv } from '../../../../src/web/auth/variables.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { createTestDatabase } from '../../database.js'
import { createCookieJar } from '../cookie-jar.js'

export const origin = 'http://desk.test'
export const goodPassword = 'violet teapot under rain'
export const otherPassword = 'seven lazy otters bake'

export type TestAuth = Awaited<ReturnType<typeof openTestAuth>>
type Options = { publicUrl?: string | null; trustedProxyHeader?: string }

/** People and sign-in on a database of their own, with two pages and an API that want someone. Its clock can be put forward. */
export async function openTestAuth({ publicUrl = origin, trustedProxyHeader }: Options = {}) {
  const database = await createTestDatabase()
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log })
  await migrateDatabase(pool, packageFiles.migrations)
  const real = createRuntime({ logLevel: 'silent' })
  let aheadMs = 0
  const runtime = { ...real, log, now: () => new Date(real.now().getTime() + aheadMs) }
  const people = createPeople({ db, runtime })
  const secret = await readSignInSecret({ db, runtime, configured: null })
  const auth = createAuth({ db, people, runtime, secret, publicUrl, log, trustedProxyHeader: trustedProxyHeader ?? null })
  const app = new Hono<AuthEnv>()
  app.use(securityHeaders())
  app.route('/auth', auth.routes)
  app.get('/desk', auth.session, auth.requireActor(), (c) => c.json({ actor: c.get('actor') }))
  app.get('/editing', auth.session, auth.requireActor('editor'), (c) => c.text('editors alone'))
  app.use('/api/*', auth.session, auth.token, auth.requireActor())
  app.get('/api/v1/me', auth.requireScope('read'), (c) => c.json({ actor: c.get('actor'), scopes: c.get('scopes') }))
  app.get('/api/v1/write', auth.requireScope('write'), (c) => c.text('written'))
  app.get('/api/v1/people', auth.requireActor('admin'), (c) => c.text('people'))
  app.onError((error, c) => {
    log.error({ path: c.req.path, reason: String(error), cause: String(error.cause) }, 'a request failed')
    return c.text('failed', 500)
  })
  return {
    app,
    db,
    pool,
    people,
    auth,
    runtime,
    logged,
    advance: (milliseconds: number) => {
      aheadMs += milliseconds
    },
    addPerson: (role: 'admin' | 'editor' | 'reviewer', name: string, password = goodPassword) =>
      people.add({ actor: { system: 'test' }, name, email: `${name.toLowerCase()}@example.org`, role, password }),
    browser: (address = '192.0.2.1') => createBrowser(app, address),
    close: async () => {
      await pool.end()
      await database.drop()
    },
  }
}

export type Browser = ReturnType<typeof createBrowser>

/** Keeps cookies, and sends what a browser sends with a form of the same page. */
function createBrowser(app: Hono<AuthEnv>, address: string) {
  const jar = createCookieJar()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (jar.cookies.size > 0) headers.set('cookie', jar.header())
    const response = await app.request(`${origin}${path}`, { ...init, headers }, { incoming: { socket: { remoteAddress: address } } })
    jar.keep(response)
    return response
  }
  const post = (path: string, fields: Record<string, string | string[]>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    )
    const type = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    return send(path, { method: 'POST', body: body.toString(), headers: { ...type, ...headers } })
  }
  return {
    cookies: jar.cookies,
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post,
    signIn: (name: string, password = goodPassword) => post('/auth/sign-in', { email: `${name.toLowerCase()}@example.org`, password }),
  }
}

/** What a page shows in a certain element. */
export async function textOf(response: Response, id: string): Promise<string> {
  const [, text = ''] = new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(await response.text()) ?? []
  return text.replaceAll('&amp;', '&')
}
