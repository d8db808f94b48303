import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type Problem = { status: ContentfulStatusCode; title: string; detail: string; fix: string; id?: string }

/** An answer that says what went wrong, as RFC 9457 wants it. */
export function problem(c: Context, { status, title, detail, fix, id }: Problem): Response {
  const body = { type: 'about:blank', title, status, detail, fix, ...(id === undefined ? {} : { id }) }
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
}
