import type { Context } from 'hono'
import { sha256 } from '../../hash.js'

const hashLength = 24

/**
 * A strong entity tag: the revision something is at, where it has one, and a hash of what is shown, which may differ by person. The same words
 * give the same tag.
 */
export function entityTag(body: unknown, revision?: string | number): string {
  const hash = sha256(JSON.stringify(body)).slice(0, hashLength)
  return revision === undefined ? `"${hash}"` : `"${revision}.${hash}"`
}

/** The revision in a tag that `entityTag` made; null where it has none. */
export function revisionOf(tag: string): string | null {
  return /^"([^".]+)\.[0-9a-f]+"$/.exec(tag)?.[1] ?? null
}

/** The tags of an If-Match or If-None-Match header; null without the header or when it is no list of tags. */
export function parseTags(header: string | undefined): string[] | null {
  if (header === undefined) return null
  const tags = header.split(',').map((tag) => tag.trim())
  return tags.every((tag) => /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag)) ? tags : null
}

export type IfMatch = { tags: readonly string[] }

/** Whether a write may go on: weak tags match nothing (RFC 9110, 13.1.1). */
export function matches({ tags }: IfMatch, current: string): boolean {
  return tags.includes(current)
}

type Sent = { status?: 200 | 201; revision?: string | number; tag?: string; location?: string }

/**
 * Sends something as JSON with its entity tag; a GET whose If-None-Match names that tag gets 304. `tag` is given where the answer to a write is
 * more than the thing itself.
 */
export function sendTagged(c: Context, body: unknown, { status = 200, revision, tag, location }: Sent = {}): Response {
  const etag = tag ?? entityTag(body, revision)
  const headers: Record<string, string> = { etag, 'cache-control': 'no-store', ...(location === undefined ? {} : { location }) }
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const known = parseTags(c.req.header('if-none-match'))?.map((candidate) => candidate.replace(/^W\//, '')) ?? []
  if (isRead && (known.includes(etag) || c.req.header('if-none-match')?.trim() === '*')) return c.body(null, 304, headers)
  return c.body(JSON.stringify(body), status, { ...headers, 'content-type': 'application/json' })
}
