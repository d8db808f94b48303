import type { Diagnosis, FailedAnswer } from '../http/endpoint.js'
import { retryAfterMsOf } from '../http/http-headers.js'
import { rateLimitResetMsOf } from '../http/rate-limit-reset.js'
import { errorCodes } from '../reply/chat-completion.js'

/**
 * What Mistral's error answers mean, for a call to the given model (null for a call that names none). Sources: docs.mistral.ai, "Error
 * glossary" and "Known limitations"; the bodies, which it does not show, as reported in earendil-works/pi issue 9815 (`rate_limited`),
 * tmc/langchaingo issue 1233 (`invalid_model`), continuedev/continue issue 6185 (capacity) and editor-code-assistant/eca issue 231 (422).
 * Null leaves it to the status code.
 */
export function diagnoseMistral(model: string | null, { status, headers, body, words }: FailedAnswer): Diagnosis | null {
  const codes = errorCodes(body)
  if (status === 401) return refused('Set MISTRAL_API_KEY to a valid key from console.mistral.ai')
  if (status === 402) return unpaid('Add credit, or raise the spending limit, at admin.mistral.ai')
  if (status === 403) return refused('Check at admin.mistral.ai what the plan and workspace of this key include')
  if (/capacity exceeded/i.test(words)) return { kind: 'overloaded', isRetryable: true, fix: null }
  if (status === 429 && headers.get('x-ratelimit-limit-req-minute') === '0') {
    return unpaid('The plan of this key allows no requests to this model: seat another, or change the plan at admin.mistral.ai')
  }
  if (codes.includes('invalid_model') || codes.includes('unknown_model') || (status === 404 && /\bmodel\b/i.test(words))) {
    return {
      kind: 'unknown-model',
      isRetryable: false,
      fix: model === null ? null : 'Run: panel models, and name one of those for mistral',
    }
  }
  if (status === 404)
    return { kind: 'bad-request', isRetryable: false, fix: 'Check that MISTRAL_BASE_URL is the address of the Mistral API' }
  if ((status === 400 || status === 422) && /too large for model|context (length|window|size)|maximum context/i.test(words)) {
    return { kind: 'context-too-long', isRetryable: false, fix: 'Shorten the dossier, or seat a model with a longer context' }
  }
  if ((status === 400 || status === 422) && /response_format|json_schema|json schema|grammar/i.test(words)) {
    return { kind: 'bad-request', isRetryable: false, fix: 'Give this model structuredOutput: json-object, or none, in the catalog' }
  }
  return null
}

/** Retry-After, else the wait for the window of tokens, which Mistral gives in seconds. Milliseconds, null when it gives neither. */
export function mistralRetryAfterMs(headers: Headers): number | null {
  return retryAfterMsOf(headers) ?? rateLimitResetMsOf(headers, rateLimits)
}

/** Not in Mistral's documentation; read by its users, such as tidyverse/ellmer (`R/provider-mistral.R`). */
const rateLimits = ['ratelimitbysize', 'x-ratelimit', 'ratelimit'].map((prefix) => ({
  remaining: `${prefix}-remaining`,
  reset: `${prefix}-reset`,
}))

function unpaid(fix: string): Diagnosis {
  return { kind: 'billing', isRetryable: false, fix }
}

function refused(fix: string): Diagnosis {
  return { kind: 'authentication', isRetryable: false, fix }
}
