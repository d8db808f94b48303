import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Asked, SubscriptionActions } from '../../../newsletter/subscription-actions.js'
import type { Runtime } from '../../../platform/runtime.js'
import { waitWords } from '../../../platform/text/wait-words.js'
import type { SiteLinks } from '../../../site/pages/links.js'
import { addressBlock } from '../../../voting/rules/address-block.js'
import { clientAddress } from '../../auth/client-address.js'
import { sameOriginOnly } from '../../http/same-origin.js'
import { sitePolicy } from '../headers.js'
import { createBounceRoutes } from './bounce-routes.js'
import { maxFormBytes, readForm } from './forms.js'
import { renderConfirmPage, renderNewsletterMessage, renderSubscribePage, renderUnsubscribePage } from './pages.js'

export type SubscriptionRoutesDependencies = {
  subscriptions: Pick<
    SubscriptionActions,
    'subscribe' | 'confirmation' | 'confirm' | 'holder' | 'unsubscribe' | 'sendKeptData' | 'deleteHolder' | 'report'
  >
  links: SiteLinks
  /** This site's address as browsers see it; null when it is not known. */
  publicUrl: string | null
  /** The header in which a proxy in front writes the client's address; null for none. */
  trustedProxyHeader: string | null
  /** With it a mail server may report bounces and complaints; null for none. */
  bounceToken: string | null
  /** For wrong tokens; left out, nothing is logged. */
  log?: Pick<Runtime['log'], 'warn'>
}

type Status = 200 | 404 | 410 | 413 | 415 | 422 | 429 | 503
type RouteContext = SubscriptionRoutesDependencies

/**
 * Subscribing to the newsletter and ending it, at `/weekly/subscribe`, `/weekly/confirm`, `/weekly/unsubscribe`, and reports of mail servers at
 * `/weekly/bounces`; to be mounted at the site's root. No GET changes anything: mail scanners follow every link.
 */
export function createSubscriptionRoutes(context: SubscriptionRoutesDependencies): Hono {
  const app = new Hono()
  const own = sameOriginOnly({ publicUrl: context.publicUrl })
  for (const path of ['/weekly/subscribe', '/weekly/confirm', '/weekly/unsubscribe']) {
    app.use(path, pageHeaders, bodyLimit({ maxSize: maxFormBytes, onError: (c) => message(c, context, tooLarge) }))
  }
  app.get('/weekly/subscribe', (c) => showSubscribe(c, context))
  app.post('/weekly/subscribe', own, (c) => subscribe(c, context))
  app.get('/weekly/confirm', (c) => showConfirm(c, context))
  app.post('/weekly/confirm', own, (c) => confirm(c, context))
  app.get('/weekly/unsubscribe', (c) => showUnsubscribe(c, context))
  app.post(
    '/weekly/unsubscribe',
    (c, next) => oneClick(c, { context, next }),
    own,
    (c) => choose(c, context),
  )
  app.route('/', createBounceRoutes(context))
  return app
}

const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('content-security-policy', sitePolicy)
  c.res.headers.set('cache-control', 'no-store')
}

type Message = { status: Status; title: string; text: string }

function message(c: Context, { links }: RouteContext, { status, title, text }: Message): Response | Promise<Response> {
  return c.html(renderNewsletterMessage({ links, title, text }), status)
}

const tooLarge: Message = {
  status: 413,
  title: 'Too much',
  text: `A form here has ${maxFormBytes / 1024} kB at most. Nothing was changed; go back and send the form as it is on the page.`,
}
const noForm: Message = { status: 415, title: 'Not a form', text: 'Nothing was changed. Use the form on the page.' }
const voidConfirmation: Message = {
  status: 410,
  title: 'This link does not work',
  text: 'It was used already, is older than 3 days, or a newer one was mailed. If you pressed its button before, you are subscribed. If not, subscribe once more for another mail.',
}
const voidUnsubscribing: Message = {
  status: 404,
  title: 'This link does not work',
  text: 'It was copied only in part, or everything about its reader was deleted. Use the link at the end of the newest issue you have; a deleted reader gets none.',
}
const done: Readonly<Record<string, Message>> = {
  asked: {
    status: 200,
    title: 'Check your mail',
    text: 'A mail is on its way to the address you gave. Open its link and press the button there; without that there is no subscription. No mail after some minutes? Look in the spam folder, and check the address for typos.',
  },
  confirmed: {
    status: 200,
    title: 'You are subscribed',
    text: 'The next issue comes to you. Each has a link that ends the subscription.',
  },
  deleted: { status: 200, title: 'You are deleted', text: 'Everything about you was deleted, and no more issues come.' },
}

const has = (c: Context, step: string) => c.req.query('done') === step

function showSubscribe(c: Context, context: RouteContext): Response | Promise<Response> {
  if (has(c, 'asked') && done.asked !== undefined) return message(c, context, done.asked)
  return c.html(renderSubscribePage({ links: context.links, problem: null, email: '' }))
}

async function subscribe(c: Context, context: RouteContext): Promise<Response> {
  const { links, subscriptions, trustedProxyHeader } = context
  const form = await readForm(c)
  if (form === null) return message(c, context, noForm)
  const email = form.get('email') ?? ''
  const asked = await subscriptions.subscribe({ email, addressBlock: addressBlock(clientAddress(c, trustedProxyHeader)) })
  if (asked.status === 'asked') return c.redirect(links.to('/weekly/subscribe?done=asked'), 303)
  if (asked.status === 'too many') c.header('retry-after', String(asked.waitSeconds))
  const { problem, status } = problemOf(asked)
  return c.html(renderSubscribePage({ links, problem, email }), status)
}

function problemOf(asked: Exclude<Asked, { status: 'asked' }>): { problem: string; status: Status } {
  switch (asked.status) {
    case 'invalid':
      return { problem: `No mail was sent. ${asked.problem}`, status: 422 }
    case 'no address':
      return {
        problem:
          'This site does not know its own address, so its mails could lead nowhere. Ask the people who run it to set PANEL_PUBLIC_URL.',
        status: 503,
      }
    case 'too many':
      return { problem: `Too many subscriptions were asked for just now. Try again in ${waitWords(asked.waitSeconds)}.`, status: 429 }
  }
}

async function showConfirm(c: Context, context: RouteContext): Promise<Response> {
  if (has(c, 'confirmed') && done.confirmed !== undefined) return message(c, context, done.confirmed)
  const token = c.req.query('t') ?? ''
  const open = await context.subscriptions.confirmation(token)
  if (open === null) return message(c, context, voidConfirmation)
  return c.html(renderConfirmPage({ links: context.links, token, address: open.address }))
}

async function confirm(c: Context, context: RouteContext): Promise<Response> {
  const form = await readForm(c)
  if (form === null) return message(c, context, noForm)
  if (!(await context.subscriptions.confirm(form.get('t') ?? ''))) return message(c, context, voidConfirmation)
  return c.redirect(context.links.to('/weekly/confirm?done=confirmed'), 303)
}

const said: Readonly<Record<string, string>> = {
  sent: 'A mail with all that is kept about you is on its way.',
  limited: 'That mail was sent to you twice today already. Look for it, or try again tomorrow.',
}

async function showUnsubscribe(c: Context, context: RouteContext): Promise<Response> {
  if (has(c, 'deleted') && done.deleted !== undefined) return message(c, context, done.deleted)
  const token = c.req.query('t') ?? ''
  const holder = await context.subscriptions.holder(token)
  if (holder === null) return message(c, context, voidUnsubscribing)
  return c.html(renderUnsubscribePage({ links: context.links, token, holder, said: said[c.req.query('done') ?? ''] ?? null }))
}

/**
 * What a mail program posts by itself (RFC 8058): to the mail's own address, from no page and without a cookie. The signed token alone lets it in.
 * Anything else is the page's form.
 */
async function oneClick(
  c: Context,
  { context, next }: { context: RouteContext; next: () => Promise<void> },
): Promise<Response | undefined> {
  const form = await readForm(c)
  if (form?.get('List-Unsubscribe') !== 'One-Click') {
    await next()
    return undefined
  }
  const isDone = await context.subscriptions.unsubscribe(c.req.query('t') ?? '', 'by one click')
  return isDone ? c.text('You are unsubscribed.\n') : c.text('This link was not made here. Use the one of the newest issue.\n', 404)
}

async function choose(c: Context, context: RouteContext): Promise<Response> {
  const { subscriptions, links } = context
  const form = await readForm(c)
  if (form === null) return message(c, context, noForm)
  const token = form.get('t') ?? ''
  if ((await subscriptions.holder(token)) === null) return message(c, context, voidUnsubscribing)
  const back = (step: string) => c.redirect(links.to(`/weekly/unsubscribe?t=${encodeURIComponent(token)}${step}`), 303)
  switch (form.get('action')) {
    case 'unsubscribe':
      await subscriptions.unsubscribe(token, 'on the page')
      return back('')
    case 'send': {
      const outcome = await subscriptions.sendKeptData(token)
      return back(outcome === 'too many' ? '&done=limited' : '&done=sent')
    }
    case 'delete':
      await subscriptions.deleteHolder(token)
      return c.redirect(links.to('/weekly/unsubscribe?done=deleted'), 303)
    default:
      return back('')
  }
}
