import type { IServerAdapter } from '@bull-board/api/typings/app'
import { HonoAdapter } from '@bull-board/hono'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type MiddlewareHandler } from 'hono'
import { basicAuth } from 'hono/basic-auth'
import { bodyLimit } from 'hono/body-limit'
import { outageOf } from '../platform/db/is-outage.js'
import type { Runtime } from '../platform/runtime.js'
import { outageRetrySeconds } from './http/failure.js'
import { guessLimit } from './http/guess-limit.js'
import { problem } from './http/problem.js'
import { sameOriginOnly } from './http/same-origin.js'

/** Where the board is. Its own pages and files name this path, so it is not for the caller to choose. */
export const queueBoardPath = '/admin/queues'
const maxBodyBytes = 256 * 1024
/** The name to log in with; the secret is the password. */
const adminName = 'admin'

/** The board's files and calls come from this server alone. Its page holds style attributes; scripts are files. */
const boardPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export type QueueBoardOptions = {
  /** Puts the queues on the board's server; `createQueueBoard` of queue/board.ts makes it. */
  fill: (server: IServerAdapter) => void
  /** For the user `admin`. */
  password: string
  /** This server's address as browsers see it, where a proxy is in front; null for none. */
  publicUrl: string | null
  /** The header in which that proxy writes a client's address; left out or null for none. */
  trustedProxyHeader?: string | null
  runtime: Pick<Runtime, 'newId' | 'log'>
}

/** Bull Board behind a password: overview, jobs, retry, promote. To be mounted at `queueBoardPath`. Throws when the password is empty. */
export function createQueueBoardApp({ fill, password, publicUrl, trustedProxyHeader = null, runtime }: QueueBoardOptions): Hono {
  if (password === '') throw new Error('the queue board needs a password: without one it is not served')
  const adapter = new HonoAdapter(serveStatic).setBasePath(queueBoardPath)
  // The same interface, which npm may install twice: the adapter asks for one exact version of Bull Board's api.
  fill(adapter as unknown as IServerAdapter)
  adapter.setErrorHandler((error) => {
    const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
    if (status === 400 || status === 404 || status === 409) return { status, body: { message: error.message } }
    const outage = outageOf(error)
    if (outage !== null) {
      runtime.log.error({ err: error }, `the queue board failed: ${outage.what}`)
      // Its type knows fewer statuses than it sends.
      return { status: 503 as 500, body: { message: 'The queue cannot be used just now. Try again in a moment.' } }
    }
    const id = runtime.newId('err')
    runtime.log.error({ id, err: error }, 'the queue board failed')
    return { status: 500, body: { message: `The log says what went wrong, under ${id}.` } }
  })
  const app = new Hono()
  app.use(guessLimit({ what: 'the password of the queue board', trustedProxyHeader, log: runtime.log }))
  app.use(basicAuth({ username: adminName, password, realm: 'Ship Panel queues' }))
  app.use(sameOriginOnly({ publicUrl }))
  app.use(boardHeaders)
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) =>
        problem(c, {
          status: 413,
          title: 'Content Too Large',
          detail: `A request here has ${maxBodyBytes} bytes at most.`,
          fix: 'Send less at once.',
        }),
    }),
  )
  app.route('/', adapter.registerPlugin())
  return app
}

const boardHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  // Bull Board's own error handler answers with a status and a body alone.
  if (c.res.status === 503) c.res.headers.set('retry-after', String(outageRetrySeconds))
  c.res.headers.set('content-security-policy', boardPolicy)
  if (!c.req.path.startsWith(`${queueBoardPath}/static/`)) c.res.headers.set('cache-control', 'no-store')
}
