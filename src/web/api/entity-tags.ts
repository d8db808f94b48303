import type { Context } from 'hono'
import { sha256 } from '../../platform/hash.js'
import { evaluate, readPreconditions, tagListForm } from '../http/preconditions.js'
import { sendProblem } from './problems.js'
import { invalidQuery } from './validation.js'

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

type Sent = { status?: 200 | 201 | 202; revision?: string | number; tag?: string; location?: string }

/** Sends something as JSON with its entity tag. `tag` is given where the answer to a write is more than the thing itself. */
export function sendTagged(c: Context, body: unknown, { status = 200, revision, tag, location }: Sent = {}): Response {
  const etag = tag ?? entityTag(body, revision)
  const headers: Record<string, string> = { etag, 'cache-control': 'no-store', ...(location === undefined ? {} : { location }) }
  return sendRepresentation(c, { status, text: JSON.stringify(body), headers })
}

type Representation = { status?: 200 | 201 | 202; text: string; headers: Record<string, string> }

/**
 * Sends JSON whose `etag` is among its headers. To a read that has it already goes 304, to one that wants another 412, and 400 where its
 * condition cannot be read.
 */
export function sendRepresentation(c: Context, { status = 200, text, headers }: Representation): Response {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.body(text, status, { ...headers, 'content-type': 'application/json' })
  const conditions = readPreconditions((name) => c.req.header(name))
  if ('malformed' in conditions) return invalidQuery(c, [{ parameter: conditions.malformed, detail: tagListForm }])
  const { etag = null } = headers
  const outcome = evaluate(conditions, { current: etag, isRead: true })
  if (outcome === 'not modified') return c.body(null, 304, headers)
  if (outcome === 'failed') return sendProblem(c, 'stale', 'It is not the version that If-Match names.', { ...nothingKnown, etag })
  return c.body(text, status, { ...headers, 'content-type': 'application/json' })
}

/** Of a mismatch about which no more is known than that it is one. */
const nothingKnown = { base: null, current: null, yours: null, merge: null }
