import { ProviderError } from '../errors.js'
import type { Runtime } from '../runtime.js'
import { type Diagnosis, type FailedAnswer, statusError, unreadableAnswer } from './http-failure.js'
import { deadlineError, networkError, unsentError } from './network-failure.js'

export type Fetch = Runtime['fetch']

/** How one provider is reached, and what its failures mean. */
export type ProviderEndpoint = {
  /** The provider's name, for messages. */
  provider: string
  /** Where it is, for messages: without credentials. */
  address: string
  fetch: Fetch
  /** How long one call may take, from sending to the reply's last byte. */
  deadlineMs: number
  /** What no message may hold, e.g. the key. */
  secrets: readonly string[]
  /** What an answer that is not 2xx means at this provider; null leaves it to the status code. */
  diagnose: (answer: FailedAnswer) => Diagnosis | null
  advice: {
    /** What to do when nothing answers at the address. */
    unreachable: string
    /** What to do when the answer takes too long. */
    slow: string
  }
}

type CallOptions = {
  signal: AbortSignal
  /** Sends one request through the vendor's SDK, which must use the fetch given here. What the SDK makes of the reply is not used. */
  send: (fetch: Fetch) => Promise<unknown>
}

type Outcome = { status: 'unsent' } | { status: 'answered'; body: unknown } | { status: 'failed'; error: unknown }

/** Far above a reply's size, far below what would hurt: 16 MiB. */
const largestReplyBytes = 16 * 1024 * 1024
const largestErrorBytes = 64 * 1024

/**
 * Makes one call to a provider through its SDK and returns the reply's JSON body as it came over the wire.
 *
 * The SDK never meets a failure: every answer that is not 2xx, and every broken connection, becomes a `ProviderError` here, where the
 * status code is known. SDKs wrap such errors in their own, print them or try again; whatever they do, this one is thrown.
 * An abort by the caller's signal is thrown as it is (`signal.reason`). Redirects are not followed: a key would travel with them.
 */
export async function callProvider(endpoint: ProviderEndpoint, { signal, send }: CallOptions): Promise<unknown> {
  signal.throwIfAborted()
  const deadline = AbortSignal.timeout(endpoint.deadlineMs)
  const exchanged: { outcome: Outcome } = { outcome: { status: 'unsent' } }
  const watchedFetch: Fetch = async (input, init) => {
    try {
      const { body, response } = await exchange({ endpoint, input, init, caller: signal, deadline })
      exchanged.outcome = { status: 'answered', body }
      return response
    } catch (error) {
      exchanged.outcome = { status: 'failed', error }
      throw error
    }
  }
  const sdkError = await send(watchedFetch).then(
    () => null,
    (error: unknown) => error,
  )
  const { outcome } = exchanged
  if (outcome.status === 'failed') throw outcome.error
  // An SDK that dislikes a good answer does not matter: the adapter's own tolerant schema judges it.
  if (outcome.status === 'answered') return outcome.body
  throw unsentError(endpoint, sdkError)
}

type Exchange = {
  endpoint: ProviderEndpoint
  input: Parameters<Fetch>[0]
  init: Parameters<Fetch>[1]
  caller: AbortSignal
  deadline: AbortSignal
}

async function exchange({ endpoint, input, init, caller, deadline }: Exchange): Promise<{ body: unknown; response: Response }> {
  try {
    const signal = AbortSignal.any([caller, deadline, ...ownSignals(input, init)])
    const response = await endpoint.fetch(input, { ...init, signal, redirect: 'manual' })
    if (!response.ok) throw statusError(endpoint, response, await readErrorBody(response, caller))
    return await readReply(endpoint, response)
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (caller.aborted) throw caller.reason
    if (deadline.aborted) throw deadlineError(endpoint)
    throw networkError(endpoint, error)
  }
}

/** Signals that the SDK brings along keep their effect. */
function ownSignals(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): AbortSignal[] {
  return [input instanceof Request ? input.signal : null, init?.signal ?? null].filter((signal) => signal !== null)
}

async function readReply(endpoint: ProviderEndpoint, response: Response): Promise<{ body: unknown; response: Response }> {
  const text = await readText(response, largestReplyBytes)
  try {
    const body: unknown = JSON.parse(text)
    return { body, response: new Response(text, { status: response.status, headers: decodedHeaders(response.headers) }) }
  } catch {
    throw unreadableAnswer(endpoint, response, text)
  }
}

/** The status is known and worth more than the body: a body that breaks off is taken for an empty one. */
async function readErrorBody(response: Response, caller: AbortSignal): Promise<string> {
  try {
    return await readText(response, largestErrorBytes)
  } catch (error) {
    if (caller.aborted) throw error
    return ''
  }
}

/** Reads at most that many bytes; leaving the loop early closes the connection. */
async function readText({ body }: Response, maxBytes: number): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    sizeBytes += chunk.byteLength
    if (sizeBytes >= maxBytes) break
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes))
}

/** The body handed on is neither compressed nor chunked any more. */
function decodedHeaders(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name)
  return kept
}
