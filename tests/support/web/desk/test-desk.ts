import { Hono } from 'hono'
import type { Config } from '../../../../src/app/config.js'
import { openApp } from '../../../../src/app/open-app.js'
import { openWeb } from '../../../../src/app/open-web.js'
import type { Role } from '../../../../src/contracts/role.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { createTestDatabase } from '../../database.js'
import { queueOfTheRun } from '../../flow/test-app.js'
import { testConfig } from '../../test-config.js'
import { createCookieJar } from '../cookie-jar.js'

export const origin = 'http://desk.test'
export const password = 'violet teapot under rain'
export const everyRole = ['admin', 'editor', 'reviewer', 'nobody'] as const
export type TestRole = (typeof everyRole)[number]

export type TestDesk = Awaited<ReturnType<typeof openTestDesk>>

/** The desk with its sign-in, put together as it is served, on a database of its own. No one works on its panels unless the test does. */
export async function openTestDesk(review: Partial<Config['review']> = {}, change: Partial<Config> = {}) {
  const database = await createTestDatabase()
  const settings = { budgetUsd: 2, redisUrl: queueOfTheRun(), review: { fourEyes: true, blindFirst: false, ...review }, ...change }
  const config = testConfig(database.connectionString, settings)
  const runtime = createRuntime({ logLevel: 'silent' })
  const app = await openApp(config, runtime)
  const { mounts } = await openWeb({ app, config, runtime })
  const [people, reviews] = await Promise.all([app.people(), app.review()])
  const web = new Hono()
  web.use(securityHeaders())
  for (const mount of mounts) web.route(mount.path, mount.app as unknown as Hono)
  return {
    app,
    web,
    review: reviews,
    people,
    database,
    addPerson: async (role: Role, name: string) => {
      const added = await people.add({ actor: { system: 'test' }, name, email: `${name.toLowerCase()}@example.org`, role, password })
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

export type Browser = ReturnType<typeof createBrowser>

/** Keeps cookies, and sends what a browser sends with a form of the same page. */
function createBrowser(app: Hono) {
  const jar = createCookieJar()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (jar.cookies.size > 0) headers.set('cookie', jar.header())
    const response = await app.request(`${origin}${path}`, { ...init, headers })
    jar.keep(response)
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
