import { Hono } from 'hono'
import { pino } from 'pino'
import { createMailer } from '../../../../src/mail/create-mailer.js'
import { createSubscriptionActions } from '../../../../src/newsletter/subscription-actions.js'
import { openDatabase } from '../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { securityHeaders } from '../../../../src/web/http/security-headers.js'
import { startServer } from '../../../../src/web/server.js'
import { createSubscriptionRoutes } from '../../../../src/web/site/newsletter/routes.js'
import { createTestDatabase } from '../../database.js'
import { startSmtpServer, type TestSmtpOptions } from '../../mail/smtp-server.js'

export const publicUrl = 'https://panel.example'
export const bounceToken = 'bounce-token-of-tests'
export const secret = 'a secret of thirty-two characters or more'

export type TestSubscriptions = Awaited<ReturnType<typeof openTestSubscriptions>>

/** The routes over real HTTP, on a database of their own, with a real mail server. The clock can be put forward. */
export async function openTestSubscriptions(smtp: TestSmtpOptions = {}, { linksLeadNowhere = false } = {}) {
  const database = await createTestDatabase()
  const server = await startSmtpServer(smtp)
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log })
  await migrateDatabase(pool, packageFiles.migrations)
  const real = createRuntime({ logLevel: 'silent' })
  let aheadMs = 0
  const runtime = { ...real, log, now: () => new Date(real.now().getTime() + aheadMs) }
  const mailer = await createMailer({
    smtpUrl: server.url,
    mail: { from: 'Ship Panel <panel@example.com>', returnPath: 'bounces@example.com', connections: 2 },
    outboxFolder: '/nowhere',
    runtime,
  })
  const actions = createSubscriptionActions({
    db,
    mailer,
    secret,
    origin: publicUrl,
    linksLeadNowhere,
    sender: 'Ship Panel, 1 Dock Road, Harbour',
    returnPath: 'bounces@example.com',
    runtime,
  })
  const links = {
    to: (path: string) => path,
    absolute: (path: string) => `${publicUrl}${path}`,
    asset: (name: string) => `/assets/${name}`,
    mode: { kind: 'live' as const },
  }
  const app = new Hono()
  app.use(securityHeaders())
  app.route('/', createSubscriptionRoutes({ subscriptions: actions, links, publicUrl, trustedProxyHeader: 'x-test-address', bounceToken }))
  const web = await startServer({ app, port: 0, hostname: '127.0.0.1', runtime })
  const readers = createReaders(web.url, actions.backlog.settled)
  return {
    ...readers,
    actions,
    server,
    pool,
    runtime,
    logged,
    url: web.url,
    advanceDays: (days: number) => {
      aheadMs += days * 86_400_000
    },
    /** The newest mail to that address: what its links lead to, as paths on the server. */
    lastMail: (email: string) => {
      const mail = server.received.findLast(({ to }) => to.includes(email))
      if (mail === undefined) throw new Error(`no mail to ${email}`)
      const [link = ''] = /https:\/\/panel\.example\S+/g.exec(mail.parsed.text?.replace(/ on https:\S+/g, '') ?? '') ?? []
      return { ...mail, path: link.replace(publicUrl, '') }
    },
    statusOf: async (email: string): Promise<string | null> => {
      const { rows } = await pool.query('select status from subscribers where lower(email) = lower($1)', [email])
      return rows[0]?.status ?? null
    },
    /** Everything in every table of the database that holds the text, as `table: row`. */
    findEverywhere: async (text: string): Promise<string[]> => {
      const { rows: tables } = await pool.query(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      )
      const found: string[] = []
      for (const { name } of tables) {
        const { rows } = await pool.query(`select t::text as row from ${name} t where t::text ilike $1`, [`%${text}%`])
        found.push(...rows.map(({ row }) => `${name}: ${row}`))
      }
      return found
    },
    close: async () => {
      await web.close({ deadlineMs: 2_000 })
      await actions.backlog.stop()
      await mailer.close()
      await server.close()
      await pool.end()
      await database.drop()
    },
  }
}

/** Mails have come when an answer has. */
function createReaders(url: string, settled: () => Promise<void>) {
  const request = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init })
    await settled()
    return { status: response.status, text: await response.text(), headers: response.headers, location: response.headers.get('location') }
  }
  const get = (path: string) => request(path)
  /** As a browser sends a page's form. */
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    request(path, { method: 'POST', headers: { origin: url, ...headers }, body: new URLSearchParams(fields) })
  return {
    request,
    get,
    post,
    subscribe: (email: string, address = '192.0.2.1') => post('/weekly/subscribe', { email }, { 'x-test-address': address }),
  }
}

/** Presses the button of the page that a mail leads to. */
export async function subscribeAndConfirm(scene: TestSubscriptions, email: string): Promise<{ id: string; token: string; path: string }> {
  await scene.subscribe(email)
  const token = new URL(scene.lastMail(email).path, publicUrl).searchParams.get('t') ?? ''
  const pressed = await scene.post('/weekly/confirm', { t: token })
  if (pressed.status !== 303) throw new Error(`not confirmed: ${pressed.status}`)
  const found = await scene.actions.store.findByEmail(email)
  const id = found?.id ?? ''
  const { pathname, search, searchParams } = new URL(scene.actions.unsubscribeLinks(id).url)
  return { id, token: searchParams.get('t') ?? '', path: `${pathname}${search}` }
}
