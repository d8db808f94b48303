import type { Context, MiddlewareHandler } from 'hono'
import { type Role, rolesThatMay, roleWords } from '../../contracts/role.js'
import { problem } from '../http/problem.js'
import type { AuthContext } from './auth-context.js'
import { readSession } from './session.js'
import type { AuthEnv, Scope } from './variables.js'

/** Puts the person whose cookie it is on the request, as the database has them now; no one when the session or the person is gone. */
export function sessionMiddleware(context: Pick<AuthContext, 'auth' | 'brand'>): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    c.header('cache-control', 'no-store')
    const session = await readSession(c, context)
    const isActive = session !== null && !(session.user.deactivatedAt instanceof Date)
    c.set('actor', isActive ? toActor(session.user) : null)
    c.set('scopes', null)
    // A page whose head has the package's name is better than none.
    c.set('brand', await context.brand().catch(() => null))
    await next()
  }
}

function toActor({ id, name, role }: { id: string; name: string; role: string }) {
  return { userId: id, name, role: role as Role }
}

/** Puts the owner of an API token on the request. Without an Authorization header it changes nothing; with one that is no good it answers 401. */
export function tokenMiddleware({ people }: Pick<AuthContext, 'people'>): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const header = c.req.header('authorization')
    if (header === undefined) {
      c.set('actor', c.get('actor') ?? null)
      c.set('scopes', c.get('scopes') ?? null)
      return next()
    }
    c.header('cache-control', 'no-store')
    const used = await people.useToken(/^Bearer (\S+)$/i.exec(header)?.[1] ?? '')
    if (used === null) return unauthorized(c, 'This token is unknown, revoked or expired. Make one under Account.', 'invalid_token')
    c.set('actor', used.actor)
    c.set('scopes', used.scopes)
    return next()
  }
}

/**
 * Lets those through who are signed in and, when roles are named, have one of them; an admin may do what an editor may. Others are sent to
 * sign in, or told that they may not; under /api in the words of RFC 9457.
 */
export function requireActor(...roles: readonly Role[]): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const actor = c.get('actor') ?? null
    if (actor === null) return isApi(c) ? unauthorized(c, 'Sign in, or send an API token as Authorization: Bearer spt_…') : toSignIn(c)
    const may = roles.length === 0 || rolesThatMay(...roles).includes(actor.role)
    if (!may)
      return forbidden(c, `This is for ${roles.map((role) => `${role}s`).join(' and ')}; you are signed in as ${roleWords[actor.role]}.`)
    return next()
  }
}

/** Lets a token through only with that scope. A person who came by cookie is bound by the role alone. */
export function requireScope(scope: Scope): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const scopes = c.get('scopes') ?? null
    return scopes === null || scopes.includes(scope) ? next() : forbidden(c, `This token lacks the scope ${scope}.`)
  }
}

function isApi(c: Context): boolean {
  return c.req.path === '/api' || c.req.path.startsWith('/api/')
}

function unauthorized(c: Context, detail: string, error?: string): Response {
  c.header('www-authenticate', `Bearer realm="Ship Panel"${error === undefined ? '' : `, error="${error}"`}`)
  return problem(c, {
    status: 401,
    title: 'Unauthorized',
    detail,
    fix: 'Sign in, or send a token that works as Authorization: Bearer spt_….',
  })
}

function forbidden(c: Context, detail: string): Response {
  return problem(c, {
    status: 403,
    title: 'Forbidden',
    detail,
    fix: 'Send a token with the scope that it needs, or ask an admin for the role.',
  })
}

/** Back to the same page afterwards, if it can be asked for again. A part of a page that htmx asked for sends the whole page there. */
function toSignIn(c: Context): Response {
  const { pathname, search } = new URL(c.req.url)
  const target = c.req.method === 'GET' ? `?next=${encodeURIComponent(`${pathname}${search}`)}` : ''
  if (c.req.header('hx-request') === undefined) return c.redirect(`/auth/sign-in${target}`, 303)
  return c.body(null, 401, { 'HX-Redirect': '/auth/sign-in' })
}
