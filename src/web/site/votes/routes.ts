import { type Context, Hono } from 'hono'
import { slugSchema } from '../../../contracts/primitives.js'
import { withoutAtEnd } from '../../../platform/text/text-end.js'
import { waitWords } from '../../../platform/text/wait-words.js'
import type { SiteLinks } from '../../../site/pages/links.js'
import { renderMessage } from '../../../site/pages/message-pages.js'
import type { VotableTool } from '../../../voting/confirmation.js'
import type { VoteActions } from '../../../voting/vote-actions.js'
import { clientAddress } from '../../auth/client-address.js'
import { sameOriginOnly } from '../../http/same-origin.js'
import { sitePolicy } from '../headers.js'
import { readField, smallFormsOnly } from './forms.js'
import { renderConfirmPage, renderVotePage, type VotePageProps } from './pages.js'
import { createReaderCookie, type ReaderCookie } from './reader-cookie.js'

export type VoteRoutesDependencies = {
  votes: Pick<VoteActions, 'reader' | 'findTool' | 'cookie' | 'admitReader' | 'cast' | 'own' | 'askToConfirm' | 'openLink' | 'confirm'>
  links: SiteLinks
  /** This site's address as browsers see it; null when it is not known, and then mails are sent to readers on this machine alone. */
  publicUrl: string | null
  /** The header in which a proxy in front writes the client's address; null for none. */
  trustedProxyHeader: string | null
}

type Status = 200 | 400 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503
type RouteContext = VoteRoutesDependencies & { cookie: ReaderCookie }
type Ask = { c: Context; context: RouteContext; tool: VotableTool }

/**
 * Readers' votes, at `/vote/…`; to be mounted at the site's root. A first vote is sent twice: the answer to a form without a cookie sets one and
 * has the browser send the same form again (307), so that a browser that keeps none never gets to vote, and no one can count twice that way.
 */
export function createVoteRoutes(dependencies: VoteRoutesDependencies): Hono {
  const { votes, publicUrl } = dependencies
  const context: RouteContext = { ...dependencies, cookie: createReaderCookie({ cookie: votes.cookie, publicUrl }) }
  const app = new Hono()
  app.use('/vote/*', async (c, next) => {
    await next()
    c.res.headers.set('content-security-policy', sitePolicy)
    c.res.headers.set('cache-control', 'no-store')
  })
  app.use('/vote/*', sameOriginOnly({ publicUrl }))
  app.use('/vote/*', ...smallFormsOnly((c, message) => say(c, context, message)))
  app.get('/vote/confirm', (c) => showConfirm(c, context))
  app.post('/vote/confirm', (c) => confirm(c, context))
  app.get('/vote/:slug', (c) => withTool(c, context, showVote))
  app.post('/vote/:slug', (c) => withTool(c, context, vote))
  app.post('/vote/:slug/confirm', (c) => withTool(c, context, askToConfirm))
  return app
}

function send(c: Context, page: string, status: Status = 200): Response | Promise<Response> {
  return c.html(page, status)
}

/** A page that says what is the matter, and what to do. */
function say(c: Context, { links }: RouteContext, message: { status: Status; title: string; text: string }): Response | Promise<Response> {
  const { status, title, text } = message
  return send(c, renderMessage({ title, paragraphs: [text], path: '/vote' }, links), status)
}

/** Hands on a published tool. One that was renamed is looked at under its new name; what is sent to the old one counts for the new. */
async function withTool(c: Context, context: RouteContext, use: (ask: Ask) => Response | Promise<Response>): Promise<Response> {
  const slug = slugSchema.safeParse(c.req.param('slug'))
  const tool = slug.success ? await context.votes.findTool(slug.data) : null
  if (tool === null) {
    const text = 'There is no published tool at this address; votes are taken on published tools alone. Look for it among all comparisons.'
    return say(c, context, { status: 404, title: 'Nothing to vote on', text })
  }
  if (c.req.method === 'GET' && tool.slug !== slug.data) return c.redirect(context.links.to(`/vote/${tool.slug}`), 301)
  return use({ c, context, tool })
}

type Shown = Partial<Pick<VotePageProps, 'problem' | 'email'>> & { status?: Status }

async function showVote({ c, context, tool }: Ask, { problem = null, email = '', status = 200 }: Shown = {}): Promise<Response> {
  const reader = context.cookie.read(c)
  const own = reader === null ? null : await context.votes.own(tool.slug, reader)
  const community = (await context.votes.reader.of([tool.slug])).get(tool.slug)
  if (community === undefined) throw new Error(`no tally of ${tool.slug}`)
  const asked = c.req.query('mail')
  const said = problem === null && (asked === 'sent' || asked === 'confirmed') ? asked : null
  const canConfirm = siteUrlOf(c, context) !== null
  return send(c, renderVotePage({ tool, community, own, links: context.links, canConfirm, said, problem, email }), status)
}

async function vote(ask: Ask): Promise<Response> {
  const { c, context, tool } = ask
  const choice = await readField(c, 'choice')
  if (choice === null) return showVote(ask, { problem: 'Nothing was counted: choose Ship or Skip below.', status: 422 })
  const address = clientAddress(c, context.trustedProxyHeader)
  const reader = context.cookie.read(c)
  if (reader === null) return meetReader(ask, address)
  const done = await context.votes.cast({ tool: tool.slug, choice, reader, address })
  if (done.status === 'limited') return tooMany(c, context, { seconds: done.retryAfterSeconds, what: 'votes' })
  context.cookie.write(c, reader)
  return c.redirect(context.links.to(`/vote/${tool.slug}`), 303)
}

/** Sets a cookie and has the browser send the vote again, with it. A browser that comes back without one keeps none. */
async function meetReader({ c, context, tool }: Ask, address: string | null): Promise<Response> {
  const { links, votes, cookie } = context
  if (c.req.query('cookie') === 'set') {
    const text =
      'Your browser keeps no cookies from this site, so your vote could not be distinguished from others’ and was not counted. Allow cookies for this site and vote again.'
    return say(c, context, { status: 400, title: 'Your vote was not counted', text })
  }
  const admitted = await votes.admitReader(address)
  if (admitted.status === 'limited') return tooMany(c, context, { seconds: admitted.retryAfterSeconds, what: 'new voters' })
  cookie.write(c, admitted.reader)
  return c.redirect(`${links.to(`/vote/${tool.slug}`)}?cookie=set`, 307)
}

function tooMany(c: Context, context: RouteContext, { seconds, what }: { seconds: number; what: string }): Response | Promise<Response> {
  c.header('retry-after', String(seconds))
  const text = `There were too many ${what} from your network for now, so this was not counted. Try again in ${waitWords(seconds)}; what you voted before still counts.`
  return say(c, context, { status: 429, title: 'Too many for now', text })
}

async function askToConfirm(ask: Ask): Promise<Response> {
  const { c, context, tool } = ask
  const { links, votes } = context
  const reader = context.cookie.read(c)
  if (reader === null)
    return showVote(ask, { problem: 'No vote of yours is known to this browser. Vote first, then confirm it.', status: 409 })
  const email = await readField(c, 'email')
  if (email === null) {
    return showVote(ask, { problem: 'That is not an email address. Write it like name@example.org; no mail was sent.', status: 422 })
  }
  const siteUrl = siteUrlOf(c, context)
  const unset =
    'This site does not know its own address, so its mails could lead nowhere. Ask the people who run it to set PANEL_PUBLIC_URL.'
  if (siteUrl === null) return showVote(ask, { problem: unset, status: 503 })
  const asked = await votes.askToConfirm({ tool, reader, email, siteUrl, address: clientAddress(c, context.trustedProxyHeader) })
  const page = links.to(`/vote/${tool.slug}`)
  if (asked.status === 'asked') return c.redirect(`${page}?mail=sent`, 303)
  if (asked.status === 'confirmed already') return c.redirect(page, 303)
  if (asked.status === 'limited') {
    c.header('retry-after', String(asked.retryAfterSeconds))
    const problem = `Too many mails were asked for, so none was sent. Try again in ${waitWords(asked.retryAfterSeconds)}; your vote still counts.`
    return showVote(ask, { problem, email, status: 429 })
  }
  return showVote(ask, { email, problem: 'There is no vote of yours on this tool. Vote first, then confirm it.', status: 409 })
}

async function showConfirm(c: Context, { votes, links }: RouteContext): Promise<Response> {
  const token = c.req.query('token') ?? ''
  const opened = await votes.openLink(token)
  return send(c, renderConfirmPage({ opened, token, links }), opened.status === 'void' ? 410 : 200)
}

async function confirm(c: Context, { votes, links }: RouteContext): Promise<Response> {
  const token = (await readField(c, 'token')) ?? ''
  const opened = await votes.openLink(token)
  if (opened.status !== 'open' || (await votes.confirm(token)) === null) {
    const now = await votes.openLink(token)
    return send(c, renderConfirmPage({ opened: now, token, links }), now.status === 'void' ? 410 : 200)
  }
  return c.redirect(`${links.to(`/vote/${opened.tool.slug}`)}?mail=confirmed`, 303)
}

const ownMachine = ['localhost', '127.0.0.1', '[::1]']

/**
 * Where links in mails lead. Never where a request says it was sent, or anyone could have us write mails that lead to them; but a request to this
 * machine's own address comes from no one else.
 */
function siteUrlOf(c: Context, { publicUrl }: RouteContext): string | null {
  if (publicUrl !== null) return withoutAtEnd(publicUrl, '/')
  const { origin, hostname } = new URL(c.req.url)
  return ownMachine.includes(hostname) ? origin : null
}
