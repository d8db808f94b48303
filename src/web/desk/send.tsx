import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Role, rolesThatMay, roleWords } from '../../contracts/role.js'
import { renderHtml } from '../../platform/html/render-html.js'
import type { Runtime } from '../../platform/runtime.js'
import type { AuthEnv } from '../auth/variables.js'
import { recordFailure } from '../http/failure.js'
import { formsOnly } from '../http/forms.js'
import { validAddressOnly } from '../http/valid-address.js'
import { actorOf, type DeskContext } from './env.js'
import { BrandContext, Page, PageHead } from './layout.js'
import { deskPath } from './paths.js'

/** Pages load styles, scripts, fonts and streams from this server alone, none of them written into the page. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** The policy of every answer of the desk that has none of its own, and no copy of a page in any cache. */
export const deskHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', pagePolicy)
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
}

/** Sends a whole page. */
export function sendPage(c: DeskContext, page: ReturnType<typeof Page>, status: ContentfulStatusCode = 200): Response | Promise<Response> {
  const branded = <BrandContext.Provider value={c.get('brand') ?? null}>{page}</BrandContext.Provider>
  return c.html(`<!DOCTYPE html>\n${renderHtml(branded)}`, status)
}

type Plain = { status: ContentfulStatusCode; title: string; children: Child }

/** A page that only says what is the matter, and what to do. */
export function sendPlain(c: DeskContext, { status, title, children }: Plain): Response | Promise<Response> {
  return sendPage(
    c,
    <Page title={title} actor={c.get('actor') ?? null} path={c.req.path}>
      <PageHead title={title} />
      <p class="lede">{children}</p>
      <p class="actions">
        <a href={deskPath}>To the desk</a>
      </p>
    </Page>,
    status,
  )
}

/** There is no such thing, or no longer. */
export function sendNotFound(c: DeskContext, what: string): Response | Promise<Response> {
  return sendPlain(c, { status: 404, title: 'Not found', children: `There is no ${what} at this address. Look for it in the lists.` })
}

/** The page for a request that broke: what could not be read, an outage of the database, or an error of ours. */
export function sendFailure(runtime: Pick<Runtime, 'newId' | 'log'>, what: string) {
  return (error: Error, c: Context): Response | Promise<Response> => {
    if (error instanceof HTTPException && error.status < 500) {
      return sendPlain(c, { status: error.status, title: 'Not understood', children: `${error.message}. Go back and try again.` })
    }
    const { status, title, text } = recordFailure(c, { error, runtime, what })
    return sendPlain(c, { status, title, children: text })
  }
}

/** Nothing is at an address that stands for no text, and nothing is looked up for it. */
export const refuseInvalidAddress = validAddressOnly<AuthEnv>((c, { part }) => {
  if (part === 'path') return sendNotFound(c as DeskContext, 'page')
  return sendPlain(c as DeskContext, { status: 400, title: 'Not understood', children: 'What follows the ? in the address is no text.' })
})

/** Lets through who has one of the roles; an admin may do what an editor may. */
export function only(...roles: readonly Role[]): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { role } = actorOf(c)
    if (rolesThatMay(...roles).includes(role)) return next()
    const who = roles.map((each) => `${each}s`).join(' and ')
    return sendPlain(c, {
      status: 403,
      title: 'Not allowed',
      children: `This is for ${who}; you are here as ${roleWords[role]}. Ask one of them, or an admin for the role.`,
    })
  }
}

/** Refuses a body that is larger, or is no form. */
export function formsUpTo(maxBytes: number): MiddlewareHandler<AuthEnv>[] {
  return formsOnly({
    maxBytes,
    type: 'any',
    tooLarge: (c) =>
      sendPlain(c, {
        status: 413,
        title: 'Too large',
        children: `A form here has ${Math.floor(maxBytes / 1024)} KiB at most. Shorten what you sent; nothing was stored.`,
      }),
    notAForm: (c) => sendPlain(c, { status: 415, title: 'Not a form', children: 'Send this as a form, the way the pages of the desk do.' }),
  })
}

/** The fields of a form. Answers 400 where the body cannot be read as one. */
export async function readForm(c: DeskContext): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch (cause) {
    throw new HTTPException(400, { message: 'the form cannot be read', cause })
  }
}

/** A text field as sent, with line ends as in Unix; empty when it is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** Every value of a field that may be sent several times, each once. */
export function listOf(form: FormData, name: string): string[] {
  return [...new Set(form.getAll(name).filter((value) => typeof value === 'string'))]
}
