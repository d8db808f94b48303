import { isAPIError } from 'better-auth/api'
import type { Context } from 'hono'
import { forgetParameters } from '../../platform/db/without-parameters.js'
import type { AuthContext } from './auth-context.js'
import { addressHeader, innerBase, innerPath } from './better-auth.js'
import { clientAddress } from './client-address.js'

const maxUserAgentLength = 200

/** What better-auth says: its answer's status, and how long to wait when there were too many tries. */
export type Inner = { status: number; retryAfterSeconds: number | null }

/**
 * Hands a checked form to better-auth, and its cookies to the browser. It sees the cookie, the address and the kind of browser, nothing else
 * that came with the request. Throws when better-auth itself failed.
 */
export async function callInner(c: Context, context: AuthContext, { path, body }: { path: string; body: object }): Promise<Inner> {
  const headers = new Headers({ ...requestHeaders(c, context), 'content-type': 'application/json', origin: innerBase })
  const request = new Request(`${innerBase}${innerPath}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const response = await context.auth.handler(request).catch((error: unknown) => {
    throw new Error(`better-auth could not answer ${path}`, { cause: causeOf(error) })
  })
  if (response.status >= 500) throw new Error(`better-auth answered ${path} with ${response.status}; the line before says why`)
  passCookies(c, response.headers)
  const wait = Number(response.headers.get('x-retry-after') ?? Number.NaN)
  return { status: response.status, retryAfterSeconds: Number.isFinite(wait) ? wait : null }
}

/** Ends the session the browser came with, once it was given a new one. */
export async function endSession(c: Context, { auth }: Pick<AuthContext, 'auth'>): Promise<void> {
  const cookie = c.req.header('cookie')
  if (cookie !== undefined) await auth.api.signOut({ headers: new Headers({ cookie }) })
}

/** The session of the request's cookie with its person, as the database has them now; prolongs it once a day. */
export async function readSession(c: Context, { auth }: Pick<AuthContext, 'auth'>) {
  const cookie = c.req.header('cookie')
  const { name } = (await auth.$context).authCookies.sessionToken
  if (cookie === undefined || !cookie.includes(`${name}=`)) return null
  try {
    const { headers, response } = await auth.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
    passCookies(c, headers)
    return response
  } catch (error) {
    // Ended by someone else just now, between being read and being prolonged.
    if (isAPIError(error) && error.statusCode === 401) return null
    throw new Error('the session could not be read', { cause: causeOf(error) })
  }
}

function causeOf(error: unknown): unknown {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return forgetParameters(cause)
}

function requestHeaders(c: Context, { trustedProxyHeader }: AuthContext): Record<string, string> {
  const cookie = c.req.header('cookie')
  const userAgent = c.req.header('user-agent')?.slice(0, maxUserAgentLength)
  const address = clientAddress(c, trustedProxyHeader)
  return {
    ...(cookie === undefined ? {} : { cookie }),
    ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    ...(address === null ? {} : { [addressHeader]: address }),
  }
}

function passCookies(c: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
}
