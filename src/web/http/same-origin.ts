import type { MiddlewareHandler } from 'hono'
import { problem } from './problem.js'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a request that changes something unless a page of this server sent it: the browser says so (Sec-Fetch-Site, over TLS and on
 * loopback), or the Origin is this server's own, as requested or as given. Unlike hono/csrf for every content type: a board's button sends
 * JSON, and its browser sends the password along with whatever page asks.
 */
export function sameOriginOnly({ publicUrl }: { publicUrl: string | null }): MiddlewareHandler {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin
  return async (c, next) => {
    if (safeMethods.includes(c.req.method)) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const isOwn = origin !== undefined && (origin === new URL(c.req.url).origin || origin === publicOrigin)
    if (site === 'same-origin' || (site === undefined && isOwn)) return next()
    const detail = 'This request did not come from a page of this server.'
    return problem(c, { status: 403, title: 'Forbidden', detail, fix: 'Open the page at PANEL_PUBLIC_URL, and do it there.' })
  }
}
