import { isUtf8 } from 'node:buffer'
import { ProviderError } from '../../platform/errors.js'
import type { Answer } from '../../platform/fetch.js'
import { parseLenientJson } from '../structured-output/lenient-json.js'
import type { Answered, Fetch, ProviderEndpoint } from './endpoint.js'
import { statusError, unreadableAnswer } from './http-failure.js'
import { networkError, timeoutError, unsentError } from './network-failure.js'
import { type SilenceWatch, watchSilence } from './silence.js'
import type { BodyText } from './unreadable-text.js'

type CallOptions = {
  signal: AbortSignal
  /**
   * Sends one request through the vendor's SDK, which must use the fetch given here. What the SDK makes of the reply is not used,
   * except for an event stream (see `streamFailure`).
   */
  send: (fetch: Fetch) => Promise<unknown>
  /** Called once when a good reply begins: its headers are here, or, of an event stream, its first bytes. Must not throw. */
  onBegin?: (() => void) | undefined
  /**
   * For a request that may be answered by an event stream. Then `send` resolves to the reply as the SDK put it together from the stream,
   * and this turns into an error what the SDK threw over a stream that arrived: an error event in it, an end too early, no JSON.
   */
  streamFailure?: (thrown: unknown, response: Answered, text: string) => ProviderError
  /**
   * For a request that may be answered by a stream which this puts together itself, from its whole text: events, or JSON lines. What the SDK
   * makes of it is not used. Throws `ProviderError` for a stream that is no reply.
   */
  readStream?: (text: string, response: Answered) => unknown
  /** Hands the SDK a good answer without its body (204), for one that copes with it: it would read and parse all of it for nothing. */
  withoutBody?: boolean
  /** The error for a body that came with a good status and is a failure all the same; null for a good body (see `failedReply`). */
  failureIn?: (endpoint: ProviderEndpoint, body: unknown, answered: Answered) => ProviderError | null
}

type Outcome =
  | { status: 'unsent' }
  | { status: 'answered'; body: unknown; response: Answered }
  | { status: 'streamed'; response: Answered; failure: (thrown: unknown) => ProviderError }
  | { status: 'failed'; error: unknown }

/** Far above a reply's size, far below what would hurt; counted after decompression. */
const largestReplyBytes = 8_000_000
const largestErrorBytes = 256 * 1024

/**
 * Makes one call to a provider through its SDK and returns the reply's JSON body as it came over the wire, or as the SDK put it together
 * from an event stream.
 *
 * The SDK never meets a failure: every answer that is not 2xx, and every broken connection, becomes a `ProviderError` here, where the
 * status code is known. SDKs wrap such errors in their own, print them or try again; whatever they do, this one is thrown.
 * An abort by the caller's signal is thrown as it is (`signal.reason`). Redirects are not followed: a key would travel with them.
 */
export async function callProvider(endpoint: ProviderEndpoint, options: CallOptions): Promise<unknown> {
  options.signal.throwIfAborted()
  const silence = watchSilence(endpoint)
  try {
    return await callWatched(endpoint, options, silence)
  } finally {
    silence.stop()
  }
}

async function callWatched(endpoint: ProviderEndpoint, options: CallOptions, silence: SilenceWatch): Promise<unknown> {
  const exchanged: { outcome: Outcome } = { outcome: { status: 'unsent' } }
  const watchedFetch: Fetch = async (input, init) => {
    try {
      const { outcome, response } = await exchange({ endpoint, options, silence, input, init })
      exchanged.outcome = outcome
      return response
    } catch (error) {
      exchanged.outcome = { status: 'failed', error }
      throw error
    }
  }
  const sent = await options.send(watchedFetch).then(
    (reply) => ({ isWhole: true, reply }) as const,
    (thrown: unknown) => ({ isWhole: false, thrown }) as const,
  )
  const { outcome } = exchanged
  const good = (body: unknown, { status, headers }: Answered): unknown => {
    const failure = options.failureIn?.(endpoint, body, { status, headers }) ?? null
    if (failure !== null) throw failure
    return body
  }
  if (outcome.status === 'failed') throw outcome.error
  // An SDK that dislikes a good answer does not matter: the adapter's own tolerant schema judges it.
  if (outcome.status === 'answered') return good(outcome.body, outcome.response)
  if (outcome.status === 'unsent') throw unsentError(endpoint, sent.isWhole ? null : sent.thrown)
  if (sent.isWhole) return good(sent.reply, outcome.response)
  throw outcome.failure(sent.thrown)
}

type Exchange = {
  endpoint: ProviderEndpoint
  options: CallOptions
  silence: SilenceWatch
  input: Parameters<Fetch>[0]
  init: Parameters<Fetch>[1]
}

type Read = { endpoint: ProviderEndpoint; response: Answered; body: BodyText }

/** What came, and the response that the SDK gets for it. */
type Exchanged = { outcome: Outcome; response: Response }

async function exchange({ endpoint, options, silence, input, init }: Exchange): Promise<Exchanged> {
  const { signal: caller, onBegin, streamFailure, readStream, withoutBody = false } = options
  try {
    const signal = AbortSignal.any([caller, silence.signal, ...ownSignals(input, init)])
    const response = await endpoint.fetch(input, { ...init, signal, redirect: 'manual' })
    if (!response.ok) throw statusError(endpoint, response, await readErrorBody(response, { caller, heard: silence.heard }))
    const mayStream = streamFailure !== undefined || readStream !== undefined
    const isStreamed = mayStream && isStream(response)
    if (!isStreamed) onBegin?.()
    const heard = isStreamed ? onceFirst(onBegin, silence.heard) : silence.heard
    const body = await readText(response, { maxBytes: largestReplyBytes, heard })
    const outcome = judgeBody({ endpoint, response, body, streamFailure, readStream })
    return { outcome, response: withoutBody ? bodiless() : replayed(response, body.text) }
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (caller.aborted) throw caller.reason
    const expiry = silence.expired()
    if (expiry !== null) throw timeoutError(endpoint, expiry)
    throw networkError(endpoint, error)
  }
}

/** Signals that the SDK brings along keep their effect. */
function ownSignals(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): AbortSignal[] {
  return [input instanceof Request ? input.signal : null, init?.signal ?? null].filter((signal) => signal !== null)
}

/** Server-sent events, and the JSON lines of Ollama. */
const eventsType = 'text/event-stream'
const linesType = 'application/x-ndjson'

function hasType({ headers }: Answered, type: string): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith(type) ?? false
}

/** A stream is read to its end like any reply: a connection that breaks shows there, and the SDK meets only what arrived. */
function isStream(response: Answered): boolean {
  return hasType(response, eventsType) || hasType(response, linesType)
}

/** Calls `first` before the first call of `each`. */
function onceFirst(first: (() => void) | undefined, each: () => void): () => void {
  let isFirst = true
  return () => {
    if (isFirst) first?.()
    isFirst = false
    each()
  }
}

/** Gateways mislabel both: JSON is a reply whatever its type, and events are a stream where one was asked for. */
function judgeBody({
  endpoint,
  response,
  body,
  streamFailure,
  readStream,
}: Pick<CallOptions, 'streamFailure' | 'readStream'> & Read): Outcome {
  const isReadable = body.isWhole && body.isUtf8
  const json = isReadable ? parseLenientJson(body.text) : undefined
  // One line of a stream is JSON too, and need not be the last.
  const isLine = readStream !== undefined && hasType(response, linesType)
  if (json !== undefined && !isLine) return { status: 'answered', body: json, response }
  const isStreamed = isStream(response) || /^(?:event|data|id|retry)?:/.test(body.text.trimStart())
  if (isReadable && isStreamed && readStream !== undefined) return { status: 'answered', body: readStream(body.text, response), response }
  if (streamFailure === undefined || !isReadable || !isStreamed) throw unreadableAnswer(endpoint, response, body)
  return { status: 'streamed', response, failure: (thrown) => streamFailure(thrown, response, body.text) }
}

/** The same answer again, for the SDK, from the text that was read. */
function replayed({ status, headers }: Answered, text: string): Response {
  return new Response(text, { status, headers: decodedHeaders(headers) })
}

/** The status is known and worth more than the body: a body that breaks off is taken for an empty one. */
async function readErrorBody(response: Answer, { caller, heard }: { caller: AbortSignal; heard: () => void }): Promise<string> {
  try {
    return (await readText(response, { maxBytes: largestErrorBytes, heard })).text
  } catch (error) {
    if (caller.aborted) throw error
    return ''
  }
}

type Reading = { maxBytes: number; heard: () => void }

/** Reads at most that many bytes, and reports each piece; leaving the loop early closes the connection. */
async function readText({ body }: Answer, { maxBytes, heard }: Reading): Promise<BodyText> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body ?? []) {
    heard()
    chunks.push(chunk)
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) break
  }
  const isWhole = sizeBytes <= maxBytes
  const bytes = Buffer.concat(chunks).subarray(0, maxBytes)
  return { text: new TextDecoder().decode(bytes), sizeBytes: bytes.byteLength, isWhole, isUtf8: isUtf8(bytes) }
}

function bodiless(): Response {
  return new Response(null, { status: 204 })
}

/** The body handed on is neither compressed nor chunked any more. */
function decodedHeaders(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name)
  return kept
}
