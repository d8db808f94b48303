import type { Readable } from 'node:stream'
import { LRUCache } from 'lru-cache'
import { decodeContent, offeredCodings } from '../../platform/net/content-encoding.js'
import type { GuardedClient } from '../../platform/net/guarded-client.js'
import type { Runtime } from '../../platform/runtime.js'
import { createHostQueue, orAborted } from './host-queue.js'
import { brokenRequest, type FetchProblem, timedOut, tooLarge, undecodable } from './problems.js'

/** The longest body that is read of an answer that is no page, so that its connection can be used again; any other is broken off. */
const mostLeftover = 16 * 1024
/** No server needs more than one. */
const mostCodings = 2
/** For how many hosts it is remembered when they were asked last. */
const mostHosts = 1_000

/** Milliseconds that a fetch has left over all its requests; waiting for the turn of a host takes none. */
export type Budget = { leftMs: number; readonly wholeMs: number }

export type Answer = {
  httpStatus: number
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>
  /** Decoded; empty unless the status is one of success. */
  bytes: Uint8Array
}

/** Why there is no answer, told of the address that people asked for. */
export type Unanswered = (about: URL) => FetchProblem

export type SendOptions = {
  headers: Readonly<Record<string, string>>
  budget: Budget
  /** Decoded bytes. Behind them a body is broken off: an error, or with `takesStart` the end of what is read. */
  maxBytes: number
  takesStart: boolean
  /** Milliseconds that have to pass since the host was last asked for a page. */
  delayMs: number
  signal: AbortSignal | undefined
}

export type Send = (url: URL, options: SendOptions) => Promise<Answer | Unanswered>

/**
 * Sends one GET at a time to a host, whatever its scheme and port, and reads the answer within the budget. Follows no redirect. Rejects with the
 * reason of the caller's signal and with nothing else.
 */
export function createSend({ client, runtime }: { client: GuardedClient; runtime: Runtime }): Send {
  const queue = createHostQueue()
  const askedAtMs = new LRUCache<string, number>({ max: mostHosts })
  return (url, options) => {
    // With a dot behind it, a name is that of the same host.
    const host = url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname
    return queue(
      host,
      async () => {
        const asked = askedAtMs.get(host)
        const waitMs = asked === undefined ? 0 : asked + options.delayMs - runtime.monotonicMs()
        if (waitMs > 0) await runtime.sleep(waitMs, options.signal)
        const startedMs = runtime.monotonicMs()
        if (!options.takesStart) askedAtMs.set(host, startedMs)
        try {
          return await ask(client, url, options)
        } finally {
          options.budget.leftMs -= runtime.monotonicMs() - startedMs
        }
      },
      options.signal,
    )
  }
}

async function ask(client: GuardedClient, url: URL, { headers, budget, signal, ...limits }: SendOptions): Promise<Answer | Unanswered> {
  const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(budget.leftMs)))
  const both = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  try {
    const own = { ...headers, 'accept-encoding': offeredCodings }
    // undici waits for a connection that is under way, aborted or not.
    const { statusCode, headers: raw, body } = await orAborted(client.request(url, { method: 'GET', headers: own, signal: both }), both)
    body.on('error', () => undefined)
    const answer = { httpStatus: statusCode, headers: headerMap(raw), bytes: new Uint8Array() }
    if (statusCode >= 200 && statusCode < 300) {
      const read = await readBody(body, answer.headers, limits)
      return typeof read === 'function' ? read : { ...answer, bytes: read }
    }
    const isShort = Number(answer.headers.get('content-length') ?? Number.NaN) <= mostLeftover
    if (isShort || statusCode === 304) await body.dump({ limit: mostLeftover }).catch(() => undefined)
    else body.destroy()
    return answer
  } catch (error) {
    signal?.throwIfAborted()
    if (deadline.aborted) return (about) => timedOut(about, budget.wholeMs)
    return (about) => brokenRequest(about, error, limits.maxBytes)
  }
}

function headerMap(raw: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), [value ?? []].flat().join(', ')]))
}

/** The decoded bytes, in a buffer of their own. They are counted as they come: what is broken off closes its connection. */
async function readBody(
  body: Readable,
  headers: ReadonlyMap<string, string>,
  { maxBytes, takesStart }: Pick<SendOptions, 'maxBytes' | 'takesStart'>,
): Promise<Uint8Array | Unanswered> {
  const announced = headers.get('content-length')
  const decoded =
    announced === '0' ? body : decodeContent(body, { contentEncoding: headers.get('content-encoding') ?? null, mostCodings, isWhole: true })
  if (decoded === null || (!takesStart && Number(announced ?? 0) > maxBytes)) {
    body.destroy()
    return decoded === null ? undecodable : (about) => tooLarge(about, maxBytes)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decoded as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes && !takesStart) return (about) => tooLarge(about, maxBytes)
    if (size > maxBytes) break
  }
  return joined(chunks, Math.min(size, maxBytes))
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, length - at), at)
    at += Math.min(chunk.length, length - at)
  }
  return bytes
}
