import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import type { SubscriptionActions } from '../../../newsletter/subscription-actions.js'
import type { Runtime } from '../../../platform/runtime.js'
import { mediaType } from '../../http/forms.js'
import { guessLimit } from '../../http/guess-limit.js'
import { problem } from '../../http/problem.js'

/** A report holds the mail it is about, or its headers. */
const maxReportBytes = 1024 * 1024

/** What Hono's bearer authentication accepts, from RFC 6750. */
const tokenForm = /^[A-Za-z0-9._~+/-]+=*$/

export type BounceRoutesDependencies = {
  subscriptions: Pick<SubscriptionActions, 'report'>
  /** PANEL_BOUNCE_TOKEN; null closes the route. */
  bounceToken: string | null
  /** The header in which a proxy in front writes a client's address; null for none. */
  trustedProxyHeader: string | null
  /** For wrong tokens; left out, nothing is logged. */
  log?: Pick<Runtime['log'], 'warn'>
}

/**
 * `POST /weekly/bounces`: where a mail server hands on what came back, as it came (message/rfc822). Throws for a token that no client could send.
 */
export function createBounceRoutes({ subscriptions, bounceToken: token, trustedProxyHeader, log }: BounceRoutesDependencies): Hono {
  if (token !== null && !tokenForm.test(token))
    throw new Error('PANEL_BOUNCE_TOKEN may hold letters, digits and . _ ~ + / - alone, and = at its end. Choose another')
  const app = new Hono()
  const path = '/weekly/bounces'
  if (token === null) {
    app.post(path, (c) =>
      problem(c, {
        status: 404,
        title: 'Not found',
        detail: 'No reports are taken here: PANEL_BOUNCE_TOKEN is not set.',
        fix: 'Set it, and restart panel serve.',
      }),
    )
    return app
  }
  app.use(path, guessLimit({ what: 'PANEL_BOUNCE_TOKEN', trustedProxyHeader, log }))
  app.use(path, bearerAuth({ token, realm: 'bounces' }))
  const detail = `A report has ${maxReportBytes / 1024} kB at most. Have the server send the headers of the mail alone.`
  const fix = 'Have the server send the headers of the mail alone.'
  app.use(path, bodyLimit({ maxSize: maxReportBytes, onError: (c) => problem(c, { status: 413, title: 'Too large', detail, fix }) }))
  app.post(path, async (c) => {
    if (mediaType(c) !== 'message/rfc822') {
      const detail = 'Send the whole mail as message/rfc822.'
      return problem(c, { status: 415, title: 'No mail', detail, fix: 'Set Content-Type to message/rfc822.' })
    }
    const outcome = await subscriptions.report(Buffer.from(await c.req.arrayBuffer()))
    return c.json(outcome, 200, { 'cache-control': 'no-store' })
  })
  return app
}
