import type { Usage } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { cleanText, sentences } from '../../platform/text/provider-text.js'
import { parseJson } from '../structured-output/lenient-json.js'
import type { Answered, Diagnosis, FailedAnswer, ProviderEndpoint } from './endpoint.js'
import { requestIdOf, retryAfterMsOf } from './http-headers.js'
import { diagnoseLoading } from './loading.js'
import { type BodyText, bodyWords, describeBody } from './unreadable-text.js'
import { errorInLines, errorWords, retryAfterMsIn, statusOf } from './upstream-error.js'

/** The error for an answer that is not 2xx. `text` is its body, as far as it was read. */
export function statusError(endpoint: ProviderEndpoint, { status, headers }: Answered, text: string): ProviderError {
  const body = parseJson(text) ?? null
  const words = cleanText(statusWords({ status, headers, body, text }), endpoint.secrets)
  const { kind, isRetryable, fix } = diagnose(endpoint, { status, headers, body, words })
  return new ProviderError(sentences(`${endpoint.provider} answered ${status}${words === '' ? '' : `: ${words}`}`, fix), {
    kind,
    provider: endpoint.provider,
    isRetryable,
    retryAfterMs: (endpoint.retryAfterMs ?? retryAfterMsOf)(headers),
    statusCode: status,
    requestId: requestIdOf(headers),
    repeatsAnswer: true,
  })
}

/**
 * The error for an answer of 200 that holds an error instead of a reply, as some servers and gateways send it once they have begun to work.
 * Its own code counts as the status where it has one, else the failure counts as the server's. `usage` is what the answer says was used.
 */
export function errorInBody(
  endpoint: ProviderEndpoint,
  body: { error: string | Record<string, unknown> },
  { status: answered, headers, usage = null }: { status: number; headers: Headers; usage?: Usage | null },
): ProviderError {
  const words = cleanText(errorWords(body) ?? '', endpoint.secrets)
  const status = statusOf(body, words) ?? 500
  const { kind, isRetryable, fix } = diagnose(endpoint, { status, headers, body, words })
  return new ProviderError(sentences(`${endpoint.provider} answered ${answered} with an error${words === '' ? '' : `: ${words}`}`, fix), {
    kind,
    provider: endpoint.provider,
    isRetryable,
    retryAfterMs: (endpoint.retryAfterMs ?? retryAfterMsOf)(headers) ?? retryAfterMsIn(body, words),
    statusCode: answered,
    requestId: requestIdOf(headers),
    usage,
    repeatsAnswer: true,
  })
}

/** The provider's own meaning first, but for a server that says that it is loading: that passes, whatever its status means otherwise. */
function diagnose(endpoint: ProviderEndpoint, answer: FailedAnswer): Diagnosis {
  return diagnoseLoading(answer.status, answer.words) ?? endpoint.diagnose(answer) ?? diagnoseStatus(answer.status)
}

/** What a status code means where a provider gives it no meaning of its own (RFC 9110; 529 is Anthropic's "overloaded"). */
export function diagnoseStatus(status: number): Diagnosis {
  if (status === 401 || status === 403) return { kind: 'authentication', isRetryable: false, fix: 'Check the key and what it may do' }
  if (status === 402) return { kind: 'billing', isRetryable: false, fix: 'Add credit to the account, or seat a model of another provider' }
  if (status === 413)
    return { kind: 'context-too-long', isRetryable: false, fix: 'Shorten the dossier, or seat a model with a longer context' }
  if (status === 429) return { kind: 'rate-limited', isRetryable: true, fix: null }
  if (status === 408 || status === 504) return { kind: 'timeout', isRetryable: true, fix: null }
  if (status === 503 || status === 529) return { kind: 'overloaded', isRetryable: true, fix: null }
  if (status >= 500) return { kind: 'server', isRetryable: true, fix: null }
  return { kind: 'bad-request', isRetryable: false, fix: null }
}

/** The error for a 2xx answer whose body is no JSON. Only what may have broken on its way is worth another try: a reply may be billed. */
export function unreadableAnswer(endpoint: ProviderEndpoint, { status, headers }: Answered, body: BodyText): ProviderError {
  const errorEvent = errorInLines(body.text)
  if (errorEvent !== null) return errorInBody(endpoint, errorEvent, { status, headers })
  const { what, isRetryable } = describeBody(body, headers)
  const said = cleanText(what, endpoint.secrets)
  return new ProviderError(sentences(`${endpoint.provider} answered ${status} with ${said}`, `Check that ${endpoint.address} is its API`), {
    kind: 'unreadable-reply',
    provider: endpoint.provider,
    isRetryable,
    retryAfterMs: null,
    statusCode: status,
    requestId: requestIdOf(headers),
    repeatsAnswer: true,
  })
}

function statusWords({ status, headers, body, text }: { status: number; headers: Headers; body: unknown; text: string }): string {
  if (status < 400) return `a redirect to ${headers.get('location') ?? 'nowhere'}`
  return errorWords(body) ?? bodyWords(text)
}
