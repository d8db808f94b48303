import type { Diagnosis, FailedAnswer } from '../http/endpoint.js'
import { retryAfterMsOf } from '../http/http-headers.js'
import { rateLimitResetMsOf } from '../http/rate-limit-reset.js'
import { errorCodes } from '../reply/chat-completion.js'
import { baseUrlFix, contextFix } from './reply.js'

export type EndpointContext = {
  /** The endpoint's name in the config. */
  name: string
  /** Null for a call that names none. */
  model: string | null
  hasKey: boolean
}

/** OpenAI's guide "Error codes": with these a 429 does not pass by waiting. */
const billingCodes = ['insufficient_quota', 'credit_balance_exhausted', 'billing_not_active', 'billing_hard_limit_reached']
/** OpenAI; llama.cpp (`format_error_response` in `tools/server/server-common.cpp`). */
const contextCodes = ['context_length_exceeded', 'exceed_context_size_error']
/**
 * OpenAI and vLLM: "This model's maximum context length is …"; vLLM: "max_tokens=… cannot be greater than max_model_len"; llama.cpp:
 * "… exceeds the available context size"; LM Studio: "Input does not fit in context length", "Trying to keep the first … tokens when
 * context the overflows. However, the model is loaded with context length …" (lmstudio-ai/lmstudio-bug-tracker issues 2322 and 237).
 */
const contextWords = /context (length|size|window)|max_model_len|maximum prompt length|prompt is too long/i
/** vLLM: "The model `x` does not exist."; OpenRouter: "x is not a valid model ID"; LiteLLM: "Invalid model name passed in". */
const unknownModelWords =
  /\bmodels?\b.{0,200}\b(does not exist|not exist|not found|not loaded)\b|not a valid model|invalid model|no models? loaded/i
/** Statuses at which words alone can tell: elsewhere a message may speak of contexts and models for another reason. */
const contextStatuses = [400, 413, 422, 500]
const modelStatuses = [400, 404, 422]

/** What the error answers of OpenAI-compatible servers mean. Null leaves it to the status code, as for llama.cpp's 503 "Loading model". */
export function diagnoseOpenAiCompatible(endpoint: EndpointContext, answer: FailedAnswer): Diagnosis | null {
  const codes = errorCodes(answer.body)
  const hasCode = (known: readonly string[]) => codes.some((code) => known.includes(code))
  const fails = (kind: Diagnosis['kind'], fix: string | null): Diagnosis => ({ kind, isRetryable: false, fix })
  if (answer.status === 402 || hasCode(billingCodes)) {
    return fails('billing', `Add credit, or raise the spending limit, in the billing settings of the account of "${endpoint.name}"`)
  }
  if (hasCode(contextCodes) || (contextStatuses.includes(answer.status) && contextWords.test(answer.words))) {
    return fails('context-too-long', `Shorten the dossier, seat a model with a longer context, or ${contextFix}`)
  }
  if (hasCode(['model_not_found']) || (modelStatuses.includes(answer.status) && unknownModelWords.test(answer.words))) {
    return fails('unknown-model', unknownModelFix(endpoint, answer.words))
  }
  if (answer.status === 401 || answer.status === 403 || hasCode(['invalid_api_key'])) return fails('authentication', keyFix(endpoint))
  return diagnoseRequest(endpoint, answer)
}

function diagnoseRequest({ name }: EndpointContext, { status, words }: FailedAnswer): Diagnosis | null {
  const fails = (fix: string): Diagnosis => ({ kind: 'bad-request', isRetryable: false, fix })
  // LM Studio sends it with status 200.
  if (status === 404 || /unexpected endpoint/i.test(words)) return fails(baseUrlFix(name))
  if (status !== 400 && status !== 422) return null
  if (/content.?(filter|management policy|policy)/i.test(words))
    return fails("The provider's content filter stopped the request: seat another model")
  if (/max_completion_tokens|unsupported.{0,200}temperature/i.test(words)) {
    return fails('If this model reasons, say so in the catalog (thinking: low): it is then asked in the form that such models take')
  }
  if (/response_format|json_schema|json schema|grammar|structured output/i.test(words)) {
    return fails(`Set structuredOutput: json-object, or none, for the endpoint "${name}"`)
  }
  return null
}

function unknownModelFix({ name, model }: EndpointContext, words: string): string | null {
  if (model === null) return null
  if (/no models? loaded/i.test(words)) return `Load it first, in LM Studio with: lms load ${model}`
  return `Run: panel models, and name one of those for ${name}`
}

function keyFix({ name, hasKey }: EndpointContext): string {
  return hasKey
    ? `Check the key of the endpoint "${name}", in the variable that its apiKeyEnv names, and what that key may do`
    : `The endpoint "${name}" asks for a key: put it into a variable, and name that as apiKeyEnv in panel.config.yaml`
}

/** Retry-After, else what OpenAI's headers tell of a limit that is used up (its guide "Rate limits"). Milliseconds, null without either. */
export function openAiRetryAfterMs(headers: Headers): number | null {
  return retryAfterMsOf(headers) ?? rateLimitResetMsOf(headers, rateLimits)
}

const rateLimits = ['requests', 'tokens'].map((counted) => ({
  remaining: `x-ratelimit-remaining-${counted}`,
  reset: `x-ratelimit-reset-${counted}`,
}))
