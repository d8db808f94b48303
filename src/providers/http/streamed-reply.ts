import { ProviderError } from '../../platform/errors.js'
import { cleanText, sentences } from '../../platform/text/provider-text.js'
import type { ProviderEndpoint } from './endpoint.js'
import { errorInBody } from './http-failure.js'
import { requestIdOf } from './http-headers.js'
import { errorIn } from './upstream-error.js'

/** The answer a stream came with, for errors. */
export type StreamSource = { endpoint: ProviderEndpoint; response: Pick<Response, 'status' | 'headers'> }

/**
 * One piece of a stream as the JSON object that it is. Throws `ProviderError`: for what is no such object, and for an error that the server
 * sends instead of the next piece, once the status 200 has gone out.
 */
export function parsePiece(text: string, { endpoint, response }: StreamSource): Record<string, unknown> {
  const piece = parseObject(text)
  if (piece === null) {
    const what = `${endpoint.provider} sent a stream that cannot be read: ${cleanText(text, endpoint.secrets)}`
    throw streamError('unreadable-reply', what, { endpoint, response })
  }
  const error = errorIn(piece)
  if (error !== null) throw errorInBody(endpoint, error, response)
  return piece
}

/** The error for a stream that ended before its reply did. */
export function brokenOff(source: StreamSource): ProviderError {
  return streamError('connection', `the reply of ${source.endpoint.provider} broke off before its end`, source)
}

function streamError(kind: 'connection' | 'unreadable-reply', what: string, { endpoint, response }: StreamSource): ProviderError {
  return new ProviderError(sentences(what, null), {
    kind,
    provider: endpoint.provider,
    isRetryable: true,
    retryAfterMs: null,
    statusCode: response.status,
    requestId: requestIdOf(response.headers),
    repeatsAnswer: kind === 'unreadable-reply',
  })
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Whether a value is an object with names, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A message's tool calls hold a function, which holds texts: no field that counts is deeper. */
const deepestJoin = 3

/**
 * The messages of the pieces of a reply as one: texts are joined piece by piece (`content`, and whatever a server calls its thinking), a
 * `role` is taken once, tool calls are put together by their index, and of anything else the last that says something stays. Pure.
 */
export function joinMessages(pieces: readonly Record<string, unknown>[], depth = 0): Record<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [name, value] of pieces.flatMap((piece) => Object.entries(piece))) {
    fields.set(name, joinField({ name, before: fields.get(name), value, depth }))
  }
  return Object.fromEntries(fields)
}

/** Fields that say the same in every piece. */
const repeated = ['role', 'id', 'type', 'name', 'index']

type Joining = { name: string; before: unknown; value: unknown; depth: number }

function joinField({ name, before, value, depth }: Joining): unknown {
  if (value === null || value === undefined) return before ?? value
  if (typeof value === 'string' && typeof before === 'string') return repeated.includes(name) ? value || before : before + value
  if (depth >= deepestJoin) return value
  if (name === 'tool_calls' && Array.isArray(value)) return joinCalls(Array.isArray(before) ? before : [], value, depth)
  return isObject(value) && isObject(before) ? joinMessages([before, value], depth + 1) : value
}

/** No reply that is a verdict holds as many. */
const mostCalls = 64

/** A piece without an index is a whole call. */
function joinCalls(before: readonly unknown[], pieces: readonly unknown[], depth: number): unknown[] {
  const calls = [...before]
  for (const piece of pieces) {
    const place = calls.findIndex((call) => hasIndexOf(call, piece))
    const known = calls[place]
    if (isObject(known) && isObject(piece)) calls[place] = joinMessages([known, piece], depth + 1)
    else if (calls.length < mostCalls) calls.push(piece)
  }
  return calls
}

function hasIndexOf(call: unknown, piece: unknown): boolean {
  if (!isObject(call) || !isObject(piece)) return false
  const { index } = piece
  return index !== undefined && call.index === index
}
