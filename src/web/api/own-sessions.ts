import type { MiddlewareHandler } from 'hono'
import type { AuthEnv } from '../auth/variables.js'
import { sendProblem } from './problems.js'

const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * A session counts only for what a page of this server asks, or a person by typing the address: browsers send cookies along with whatever asks.
 * Stricter than `sameOriginOnly`, which lets reads through. A request with a token is bound by that alone.
 */
export function ownSessionsOnly({ publicUrl }: { publicUrl: string | null }): MiddlewareHandler<AuthEnv> {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin
  return async (c, next) => {
    if (c.req.header('authorization') !== undefined || (c.get('actor') ?? null) === null) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const isOwnOrigin = origin !== undefined && (origin === new URL(c.req.url).origin || origin === publicOrigin)
    const isReading = readingMethods.includes(c.req.method)
    const isOwn =
      site === undefined ? isOwnOrigin || (isReading && origin === undefined) : site === 'same-origin' || (isReading && site === 'none')
    if (isOwn) return next()
    return sendProblem(c, 'cross-origin', 'This request did not come from a page of this server. Programs send an API token.')
  }
}
