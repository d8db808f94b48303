import { z } from 'zod'
import { ProviderError, type ProviderErrorKind } from '../errors.js'
import type { ProviderEndpoint } from './http.js'
import { requestIdOf, retryAfterMsOf } from './http-headers.js'
import { cleanText, sentences } from './provider-text.js'

/** An answer that is not 2xx: its status and headers, its body if that is JSON (else null), and what it says, cleaned for people. */
export type FailedAnswer = { status: number; headers: Headers; body: unknown; words: string }

/** What a failure is, and what to do about it: a sentence, or null when waiting is all. */
export type Diagnosis = { kind: ProviderErrorKind; isRetryable: boolean; fix: string | null }

/** What FastAPI, under vLLM and many gateways, says of a request that it cannot read. Its `input` repeats the request: left out. */
const requestFaultsSchema = z
  .array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }))
  .min(1)
  .transform((faults) => faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '))

/** The shapes in which the vendors and gateways report errors. */
const errorWordsSchema = z.union([
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ message: z.object({ detail: requestFaultsSchema }) }).transform(({ message }) => message.detail),
  z.object({ detail: z.union([z.string(), requestFaultsSchema]) }).transform(({ detail }) => detail),
])

/** The error for an answer that is not 2xx. `text` is its body, as far as it was read. */
export function statusError(endpoint: ProviderEndpoint, { status, headers }: Response, text: string): ProviderError {
  const body = parseJson(text)
  const words = cleanText(errorWords({ status, headers, body, text }), endpoint.secrets)
  const { kind, isRetryable, fix } = endpoint.diagnose({ status, headers, body, words }) ?? diagnoseStatus(status)
  return new ProviderError(sentences(`${endpoint.provider} answered ${status}${words === '' ? '' : `: ${words}`}`, fix), {
    kind,
    provider: endpoint.provider,
    isRetryable,
    retryAfterMs: (endpoint.retryAfterMs ?? retryAfterMsOf)(headers),
    statusCode: status,
    requestId: requestIdOf(headers),
  })
}

/**
 * The error for an answer of 200 that holds an error instead of a reply, as some servers and gateways send it once they have begun to work.
 * Its `code` counts as the status where it is one, else the failure counts as the server's.
 */
export function errorInBody(endpoint: ProviderEndpoint, body: unknown, headers: Headers = new Headers()): ProviderError {
  const code = z.object({ error: z.object({ code: z.int().min(400).max(599) }) }).safeParse(body)
  const status = code.success ? code.data.error.code : 500
  const words = cleanText(errorWords({ status, headers, body, text: JSON.stringify(body) ?? '' }), endpoint.secrets)
  const { kind, isRetryable, fix } = endpoint.diagnose({ status, headers, body, words }) ?? diagnoseStatus(status)
  return new ProviderError(sentences(`${endpoint.provider} answered 200 with an error: ${words}`, fix), {
    kind,
    provider: endpoint.provider,
    isRetryable,
    retryAfterMs: (endpoint.retryAfterMs ?? retryAfterMsOf)(headers),
    statusCode: 200,
    requestId: requestIdOf(headers),
  })
}

/** What a status code means where a provider gives it no meaning of its own (RFC 9110; 529 is Anthropic's "overloaded"). */
export function diagnoseStatus(status: number): Diagnosis {
  if (status === 401 || status === 403) return { kind: 'authentication', isRetryable: false, fix: 'Check the key and what it may do' }
  if (status === 413)
    return { kind: 'context-too-long', isRetryable: false, fix: 'Shorten the dossier, or seat a model with a longer context' }
  if (status === 429) return { kind: 'rate-limited', isRetryable: true, fix: null }
  if (status === 408 || status === 504) return { kind: 'timeout', isRetryable: true, fix: null }
  if (status === 503 || status === 529) return { kind: 'overloaded', isRetryable: true, fix: null }
  if (status >= 500) return { kind: 'server', isRetryable: true, fix: null }
  return { kind: 'bad-request', isRetryable: false, fix: null }
}

/** The error for a 2xx answer whose body is not what it should be. */
export function unreadableAnswer(endpoint: ProviderEndpoint, { status, headers }: Response, text: string): ProviderError {
  const shown = cleanText(text.startsWith('<') ? 'an HTML page' : text, endpoint.secrets)
  const said = shown === '' ? 'an empty body' : `something that is not JSON: ${shown}`
  return new ProviderError(sentences(`${endpoint.provider} answered ${status} with ${said}`, `Check that ${endpoint.address} is its API`), {
    kind: 'unreadable-reply',
    provider: endpoint.provider,
    isRetryable: true,
    retryAfterMs: null,
    statusCode: status,
    requestId: requestIdOf(headers),
  })
}

function errorWords({ status, headers, body, text }: { status: number; headers: Headers; body: unknown; text: string }): string {
  if (status < 400) return `a redirect to ${headers.get('location') ?? 'nowhere'}`
  const words = errorWordsSchema.safeParse(body)
  if (words.success) return words.data
  return text.trimStart().startsWith('<') ? 'an HTML page' : text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
