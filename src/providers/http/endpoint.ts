import type { ProviderErrorKind } from '../../platform/errors.js'
import type { Runtime } from '../../platform/runtime.js'
import type { Secret } from '../../platform/text/provider-text.js'
import type { CallTimeouts } from './call-timeouts.js'

/** What a vendor's SDK is given to send its requests with. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** How one provider is reached, how long its calls may take, and what its failures mean. */
export type ProviderEndpoint = CallTimeouts & {
  /** The provider's name, for messages. */
  provider: string
  /** Where it is, for messages: without credentials. */
  address: string
  fetch: Runtime['fetch']
  /** What no message may hold, e.g. the key. */
  secrets: readonly Secret[]
  /** What an answer that is not 2xx means at this provider; null leaves it to the status code. */
  diagnose: (answer: FailedAnswer) => Diagnosis | null
  advice: {
    /** What to do when nothing answers at the address. */
    unreachable: string
    /** What to do when the answer takes too long. */
    slow: string
  }
  /** Where the provider says how long to wait, in milliseconds; left out, what RFC 9110 and most vendors say. Null when it does not say. */
  retryAfterMs?: (headers: Headers) => number | null
}

/** An answer that is not 2xx: its status and headers, its body if that is JSON (else null), and what it says, cleaned for people. */
export type FailedAnswer = { status: number; headers: Headers; body: unknown; words: string }

/** What a failure is, and what to do about it: a sentence, or null when waiting is all. */
export type Diagnosis = { kind: ProviderErrorKind; isRetryable: boolean; fix: string | null }

export type Answered = { status: number; headers: Headers }
