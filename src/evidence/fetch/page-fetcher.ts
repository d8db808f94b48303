import { createGuardedClient, type LookUpName } from '../../platform/net/guarded-client.js'
import type { Runtime } from '../../platform/runtime.js'
import type { FetchFailure, FetchOutcome, FetchRequest, PageFetcher } from './outcome.js'
import { leadsToSignIn, readPageAddress } from './page-address.js'
import { type FetchProblem, notText, rateLimited, signInNeeded, statusProblem, tooManyRedirects } from './problems.js'
import { rateLimitOf } from './rate-limit.js'
import { redirectOf } from './redirect.js'
import { createRobotsGate, type RobotsGate } from './robots-gate.js'
import { type Answer, createSend, type Send } from './send.js'
import { shownText, shownUrl } from './shown-address.js'
import { sniff } from './sniff.js'

export type FetchSettings = {
  /** Hosts of an intranet that may be at private addresses, by name, each with a port or for all of them. */
  allowedHosts: readonly string[]
  /** Names the product first, as robots.txt does, and its address: `ShipPanel/1.2.0 (+https://panel.example.com)`. */
  userAgent: string
  /** Decoded bytes of a page. */
  maxBytes?: number
  /** For all requests of a fetch together, from the look-up of the first name to the end of the last body; not for waiting in line. */
  timeoutMs?: number
  maxRedirects?: number
  /** The system's resolver when left out. */
  lookup?: LookUpName
}

type Limits = Required<Pick<FetchSettings, 'userAgent' | 'maxBytes' | 'timeoutMs' | 'maxRedirects'>>

const pageTypes = 'text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5'

/**
 * Fetches pages of the public internet: http and https alone, from addresses that are checked as the connection is made and on every redirect,
 * one request to a host at a time, by the rules of robots.txt, within limits of size and time. A redirect from https to http is followed, as
 * nothing secret is sent: `headers` stay with the first origin. Bytes that are no text and no PDF are refused, whatever their header says.
 */
export function createPageFetcher({ runtime, settings }: { runtime: Runtime; settings: FetchSettings }): PageFetcher {
  const { allowedHosts, lookup, userAgent, maxBytes = 5_000_000, timeoutMs = 15_000, maxRedirects = 5 } = settings
  const client = createGuardedClient({
    ...{ allowedHosts, lookup, refusesLocalNames: true },
    ...{ connectTimeoutMs: timeoutMs, maxAnswerBytes: maxBytes, connectionsPerOrigin: 1 },
  })
  const send = createSend({ client, runtime })
  const closing = new AbortController()
  const gate = createRobotsGate({ send, runtime, userAgent, timeoutMs, closing: closing.signal })
  const limits = { userAgent, maxBytes, timeoutMs, maxRedirects }
  return {
    fetchPage: async (request) => {
      request.signal?.throwIfAborted()
      const first = readPageAddress(request.url.trim())
      if ('problem' in first) return { ...first.problem, status: 'failed', url: shownText(request.url), finalUrl: null }
      const { last, url } = await follow(first.url, request, { send, gate, limits })
      return 'kind' in last ? failureOf(last, request, url) : outcomeOf(last, request, { url, runtime })
    },
    close: async () => {
      closing.abort()
      await client.close()
    },
  }
}

/** The answer behind all redirects, or why there is none, and the address that gave it. */
async function follow(
  first: URL,
  { headers, validators, accept, isApi = false, signal }: FetchRequest,
  { send, gate, limits }: { send: Send; gate: RobotsGate; limits: Limits },
): Promise<{ last: Answer | FetchProblem; url: URL }> {
  const { maxBytes, maxRedirects, timeoutMs: wholeMs } = limits
  const budget = { leftMs: wholeMs, wholeMs }
  const seen = new Set<string>()
  const own = ownHeaders({ validators, accept }, limits.userAgent)
  let url = first
  let carried = lowerCase(headers ?? {})
  for (;;) {
    const gated = isApi ? { delayMs: 0 } : await gate(url, signal)
    if ('problem' in gated) return { last: gated.problem, url }
    seen.add(url.href)
    const options = { headers: { ...carried, ...own }, budget, maxBytes, takesStart: false, delayMs: gated.delayMs, signal }
    const answer = await send(url, options)
    if (typeof answer === 'function') return { last: answer(url), url }
    const next = redirectOf(answer, url)
    if (next === null) return { last: answer, url }
    if ('problem' in next) return { last: next.problem, url }
    if (!isApi && leadsToSignIn(first, next.url)) return { last: signInNeeded(first, answer.httpStatus), url: next.url }
    if (seen.has(next.url.href)) return { last: tooManyRedirects(first, null), url }
    if (seen.size > maxRedirects) return { last: tooManyRedirects(first, maxRedirects), url }
    if (next.url.origin !== url.origin) carried = {}
    url = next.url
  }
}

function ownHeaders(
  { validators, accept = pageTypes }: Pick<FetchRequest, 'validators' | 'accept'>,
  userAgent: string,
): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept,
    'accept-language': 'en, *;q=0.5',
    ...(validators?.etag && { 'if-none-match': validators.etag }),
    ...(validators?.lastModified && { 'if-modified-since': validators.lastModified }),
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function failureOf(problem: FetchProblem, request: FetchRequest, url: URL): FetchFailure {
  return { ...problem, status: 'failed', url: shownUrl(new URL(request.url.trim())), finalUrl: shownUrl(url) }
}

function outcomeOf(answer: Answer, request: FetchRequest, { url, runtime }: { url: URL; runtime: Runtime }): FetchOutcome {
  const { httpStatus, headers, bytes } = answer
  const fetchedAt = runtime.now()
  const base = { url: request.url, finalUrl: url.href, fetchedAt, headers }
  const isConditional = Boolean(request.validators?.etag || request.validators?.lastModified)
  if (httpStatus === 304 && isConditional) return { status: 'unchanged', ...base }
  const limit = rateLimitOf(answer, fetchedAt)
  if (limit !== undefined) return failureOf(rateLimited(url, httpStatus, limit.retryAfterMs), request, url)
  if (httpStatus < 200 || httpStatus > 299)
    return failureOf(statusProblem(url, httpStatus, { isApi: request.isApi ?? false }), request, url)
  const type = headers.get('content-type') ?? ''
  const content = request.takesPictures ? { mediaType: namedType(type), charset: null } : contentOf(bytes, type)
  if ('what' in content) return failureOf({ ...notText(url, content.what), httpStatus }, request, url)
  const validators = { etag: headers.get('etag') ?? null, lastModified: headers.get('last-modified') ?? null }
  return { status: 'fetched', ...base, httpStatus, bytes, ...content, ...validators }
}

const textType = /^text\/|[/+](?:json|xml|x-?yaml|yaml|javascript|x-javascript|toml|x-ndjson|rtf)$/

function namedType(contentType: string): string | null {
  return contentType.split(';', 1)[0]?.trim().toLowerCase().slice(0, 100) || null
}

function contentOf(bytes: Uint8Array, contentType: string): { mediaType: string | null; charset: string | null } | { what: string } {
  const named = namedType(contentType) ?? ''
  const charset = /;\s{0,9}charset\s{0,9}=\s{0,9}["']?([\w.:+-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase() ?? null
  const found = sniff(bytes, { isWide: charset?.startsWith('utf-16') ?? false })
  if (found.form === 'binary') return { what: found.what }
  if (found.form === 'pdf') return { mediaType: 'application/pdf', charset: null }
  const isNamed = textType.test(named)
  return {
    mediaType: isNamed ? named.slice(0, 100) : found.looksLikeHtml ? 'text/html' : bytes.length === 0 ? null : 'text/plain',
    charset,
  }
}
