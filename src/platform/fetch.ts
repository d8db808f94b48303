import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { decodeContent, offeredCodings } from './net/content-encoding.js'

/** As much of a `Response` as is used; its body is read once. */
export type Answer = Pick<Response, 'ok' | 'status' | 'headers' | 'arrayBuffer' | 'text' | 'json'> & {
  body: AsyncIterable<Uint8Array> | null
}
/** Any `fetch` is one. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Answer>

/** No server needs more than one. */
const mostCodings = 3

const ownHeaders = { accept: '*/*', 'accept-encoding': offeredCodings, 'user-agent': 'undici' }

let agent: Dispatcher | undefined

/**
 * Sends one request and resolves once the answer's headers are here, as `fetch` does, at a fifth of its processor time: nothing is put into web
 * streams and requests that no one looks at. The caller's deadline alone decides: `fetch` gives up after 300 s without a header, and a local
 * model that does not stream sends none until it has written its reply. Redirects are never followed. Rejects, as `fetch` does, with the
 * signal's reason or with a `TypeError` whose `cause` says what broke. undici is loaded at the first request: most commands make none.
 */
export const patientFetch: Fetch = async (input, init = {}) => {
  const { Agent, request } = await import('undici')
  agent ??= new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  const { signal = null, method = 'GET', body = null } = init
  const url = new URL(input instanceof Request ? input.url : input)
  if (input instanceof Request || (body !== null && typeof body !== 'string'))
    throw new TypeError('a request is sent by its address, with a text or nothing')
  if (url.username !== '' || url.password !== '') throw new TypeError('an address may not hold a name or a password')
  // Refuses what no header may hold, in words that do not repeat it.
  const headers = { ...ownHeaders, ...Object.fromEntries(new Headers(init.headers)) }
  try {
    const answer = await request(url, { dispatcher: agent, method: method as Dispatcher.HttpMethod, headers, body, signal })
    return toAnswer(answer, signal)
  } catch (cause) {
    throw failed('fetch failed', cause, signal)
  }
}

function toAnswer({ statusCode: status, headers: raw, body: encoded }: Dispatcher.ResponseData, signal: AbortSignal | null): Answer {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) for (const one of [value ?? []].flat()) headers.append(name, one)
  // One that is not known is left on, as `fetch` leaves it.
  const contentEncoding = headers.get('content-encoding')
  const body = readBody(decodeContent(encoded, { contentEncoding, mostCodings, isWhole: false }) ?? encoded, signal)
  const arrayBuffer = async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return new Uint8Array(Buffer.concat(chunks)).buffer
  }
  const text = async () => new TextDecoder().decode(await arrayBuffer())
  return { ok: status >= 200 && status < 300, status, headers, body, arrayBuffer, text, json: async () => JSON.parse(await text()) }
}

async function* readBody(stream: Readable, signal: AbortSignal | null): AsyncGenerator<Uint8Array, void> {
  try {
    yield* stream
  } catch (cause) {
    throw failed('terminated', cause, signal)
  }
}

/** As `fetch` fails: with the signal's reason, or with an error of its own, and a request that cannot be sent without a code of the network's. */
function failed(what: string, cause: unknown, signal: AbortSignal | null): unknown {
  if (signal?.aborted) return signal.reason
  if (cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_INVALID_ARG') return new TypeError(cause.message)
  return new TypeError(what, { cause })
}
