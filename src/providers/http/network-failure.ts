import { ProviderError, type ProviderErrorKind } from '../../platform/errors.js'
import { causeChain, cleanText, safeCause, sentences } from '../../platform/text/provider-text.js'
import type { ProviderEndpoint } from './endpoint.js'
import type { Expiry } from './silence.js'

/** Codes of Node's system errors and of undici, the library behind Node's fetch. */
const unreachableCodes = ['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']
const unresolvedCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']
const slowCodes = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']
const certificateCode = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/

/** The error for a call that one of our own timeouts ended. */
export function timeoutError(endpoint: ProviderEndpoint, { timeout, milliseconds }: Expiry): ProviderError {
  const { provider, advice } = endpoint
  const seconds = milliseconds / 1000
  const what = {
    total: `${provider} did not answer within ${seconds} s`,
    'first-byte': `${provider} did not begin to answer within ${seconds} s`,
    idle: `${provider} began to answer and then sent nothing for ${seconds} s`,
  }[timeout]
  return withoutStatus(endpoint, { kind: 'timeout', isRetryable: true, what, fix: advice.slow })
}

/** The error for a call that broke on its way: no answer came, or not all of it. */
export function networkError(endpoint: ProviderEndpoint, error: unknown): ProviderError {
  return withoutStatus(endpoint, { ...diagnoseNetwork(endpoint, causeChain(error)), cause: error })
}

/** The error for a request that the vendor's SDK refused to send. */
export function unsentError(endpoint: ProviderEndpoint, error: unknown): ProviderError {
  return withoutStatus(endpoint, { ...unsent(endpoint, error instanceof Error ? error.message : String(error)), cause: error })
}

type Breakdown = { kind: ProviderErrorKind; isRetryable: boolean; what: string; fix: string | null; cause?: unknown }

function diagnoseNetwork(endpoint: ProviderEndpoint, chain: readonly Error[]): Breakdown {
  const { provider, address, advice } = endpoint
  const codes = chain.flatMap((link) => ('code' in link && typeof link.code === 'string' ? [link.code] : []))
  const isOneOf = (known: readonly string[]) => codes.some((code) => known.includes(code))
  const lost = { kind: 'connection', isRetryable: true } as const
  const away = { kind: 'unreachable', isRetryable: true } as const
  const late = { kind: 'timeout', isRetryable: true, fix: advice.slow } as const
  const detail = chain.at(-1)?.message ?? 'no reason given'
  if (isOneOf(unreachableCodes)) return { ...away, what: `nothing answers at ${address}`, fix: advice.unreachable }
  if (isOneOf(unresolvedCodes))
    return { ...away, what: `the name in ${address} cannot be resolved. Check it, and the network`, fix: advice.unreachable }
  if (isOneOf(slowCodes)) return { ...late, what: `${provider} sent nothing for longer than Node's fetch waits` }
  // Neither our deadline nor our caller, or this would not be reached: the SDK's own clock.
  if (chain.some(({ name }) => name === 'AbortError' || name === 'TimeoutError'))
    return { ...late, what: `the SDK of ${provider} gave up waiting` }
  if (codes.some((code) => certificateCode.test(code))) return unsent(endpoint, detail)
  if (codes.length > 0) return { ...lost, what: `the connection to ${provider} at ${address} was lost: ${detail}`, fix: null }
  return unsent(endpoint, detail)
}

function unsent({ address, advice }: ProviderEndpoint, detail: string): Breakdown {
  return { kind: 'unreachable', isRetryable: false, what: `no request could be sent to ${address}: ${detail}`, fix: advice.unreachable }
}

function withoutStatus({ provider, secrets }: ProviderEndpoint, { kind, isRetryable, what, fix, cause }: Breakdown): ProviderError {
  const details = { kind, provider, isRetryable, retryAfterMs: null, statusCode: null, requestId: null }
  return new ProviderError(sentences(cleanText(what, secrets), fix), details, { cause: safeCause(cause, secrets) })
}
