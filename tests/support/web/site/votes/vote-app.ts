import { Hono } from 'hono'
import { pino } from 'pino'
import type { Mail, Mailer } from '../../../../../src/mail/mailer.js'
import { openDatabase } from '../../../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../../../src/platform/files/package-files.js'
import { createRuntime } from '../../../../../src/platform/runtime.js'
import type { SiteLinks } from '../../../../../src/site/pages/links.js'
import type { VotableTool } from '../../../../../src/voting/confirmation.js'
import { createVoteActions } from '../../../../../src/voting/vote-actions.js'
import { securityHeaders } from '../../../../../src/web/http/security-headers.js'
import { startServer } from '../../../../../src/web/server.js'
import { siteAssetRoutes } from '../../../../../src/web/site/asset-routes.js'
import { loadSiteAssets } from '../../../../../src/web/site/assets.js'
import { liveLinks } from '../../../../../src/web/site/links.js'
import { createVoteRoutes } from '../../../../../src/web/site/votes/routes.js'
import { createTestDatabase } from '../../../database.js'
import { createCookieJar } from '../../cookie-jar.js'

export type TestVotes = Awaited<ReturnType<typeof openTestVotes>>

export const secret = 'a secret of thirty-two characters or more'
export const tools: readonly VotableTool[] = [
  { slug: 'alpha', name: 'Alpha <1>' },
  { slug: 'beta', name: 'Beta' },
  { slug: 'gamma', name: 'Gamma' },
]
/** Old slugs of tools. */
const renamed: Readonly<Record<string, string>> = { 'old-alpha': 'alpha' }
export const proxyHeader = 'x-forwarded-for'

/** Keeps what it is given; refuses one domain for good, fails for another, and for a third once it has the mail. */
function memoryMailer(sent: Mail[]): Mailer {
  return {
    kind: 'files',
    place: 'memory',
    send: async (mail, options) => {
      if (mail.to.endsWith('@refused.example')) return { status: 'refused', to: 'recipient', code: 550, response: '550 no such user' }
      if (mail.to.endsWith('@down.example')) throw new Error(`no connection for ${mail.to.toUpperCase()}`)
      sent.push(mail)
      await options?.onHandOver?.()
      if (mail.to.endsWith('@lost.example')) throw new Error('the connection broke')
      return { status: 'sent', messageId: `${sent.length}@test`, response: '250 taken' }
    },
    close: async () => undefined,
  }
}

export async function findTestTool(slug: string): Promise<VotableTool | null> {
  return tools.find((tool) => tool.slug === (renamed[slug] ?? slug)) ?? null
}

/** Voting on a database of its own, over real HTTP. Its clock can be put forward; what it logs is kept. */
export async function openTestVotes({ publicUrl = null }: { publicUrl?: string | null } = {}) {
  const database = await createTestDatabase()
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log })
  await migrateDatabase(pool, packageFiles.migrations)
  const real = createRuntime({ logLevel: 'silent' })
  let aheadMs = 0
  const runtime = { ...real, log, now: () => new Date(real.now().getTime() + aheadMs) }
  const mails: Mail[] = []
  const votes = createVoteActions({ db, secret, mailer: memoryMailer(mails), findTool: findTestTool, runtime })
  const assets = loadSiteAssets()
  const links: SiteLinks = liveLinks({ publicUrl, assets })
  const failures: string[] = []
  const app = new Hono()
  app.use(securityHeaders())
  app.route('/', siteAssetRoutes(assets))
  app.route('/', createVoteRoutes({ votes, links, publicUrl, trustedProxyHeader: proxyHeader }))
  app.onError((error, c) => {
    failures.push(`${c.req.path}: ${error} ${error.cause ?? ''}`)
    return c.text('failed', 500)
  })
  const server = await startServer({ app, port: 0, hostname: '127.0.0.1', runtime })
  return {
    app,
    db,
    pool,
    votes,
    runtime,
    mails,
    logged,
    failures,
    database,
    url: server.url,
    advance: (milliseconds: number) => {
      aheadMs += milliseconds
    },
    reader: (address: string, options: { keepsCookies?: boolean } = {}) =>
      createReader(server.url, { address, settled: votes.backlog.settled, ...options }),
    tally: async (slug: string) => {
      const community = (await votes.reader.of([slug])).get(slug)
      if (community === undefined) throw new Error(`no tally of ${slug}`)
      return community
    },
    rows: async <Row extends object>(statement: string): Promise<Row[]> => (await pool.query(statement)).rows as Row[],
    close: async () => {
      await server.close({ deadlineMs: 2_000 })
      await votes.backlog.stop()
      await pool.end()
      await database.drop()
    },
  }
}

export type Answer = { status: number; location: string | null; headers: Headers; text: string }

type ReaderOptions = { address: string; settled: () => Promise<void>; keepsCookies?: boolean }

/** A browser without script, whose mails have come when an answer has: keeps cookies if it does, sends what a browser sends with a form, and goes on as it is reported. */
function createReader(url: string, { address, settled, keepsCookies = true }: ReaderOptions) {
  const jar = createCookieJar()
  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = new Headers(init.headers)
    headers.set(proxyHeader, address)
    if (jar.cookies.size > 0) headers.set('cookie', jar.header())
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers })
    await settled()
    if (keepsCookies) jar.keep(response)
    const { status } = response
    return { status, location: response.headers.get('location'), headers: response.headers, text: await response.text() }
  }
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    return send(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { ...form, ...headers } })
  }
  /** The answer where the redirects end. */
  const follow = async (path: string, fields: Record<string, string>): Promise<Answer> => {
    let answer = await post(path, fields)
    for (let hops = 0; answer.location !== null && hops < 5; hops += 1) {
      const next = answer.location
      answer = answer.status === 307 ? await post(next, fields) : await send(next)
    }
    return answer
  }
  return {
    cookies: jar.cookies,
    send,
    post,
    get: (path: string) => send(path),
    follow,
    /** A vote to its end: the page that shows it, or why not. */
    vote: (slug: string, choice: string) => follow(`/vote/${slug}`, { choice }),
  }
}

/** The link in a mail, as a path. */
export function linkIn(mail: Mail | undefined): string {
  const [, path] = /https?:\/\/[^/\s]+(\/vote\/confirm\?token=\S+)/.exec(mail?.text ?? '') ?? []
  if (path === undefined) throw new Error('the mail holds no link')
  return path
}

/** The token in a mail's link. */
export function tokenIn(mail: Mail | undefined): string {
  return linkIn(mail).replace(/^.*token=/, '')
}
