import type { Usage } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { cleanText, sentences } from '../../platform/text/provider-text.js'
import type { ReadReply, ReplyReader } from '../chat-model.js'
import type { Answered, ProviderEndpoint } from './endpoint.js'
import { errorInBody } from './http-failure.js'
import { requestIdOf } from './http-headers.js'
import { loadingFix } from './loading.js'
import { errorIn } from './upstream-error.js'

/** How the replies of one API are distinguished from failures that come with status 200. Nothing here throws but `read`. */
export type ReplyForm = ReplyReader & {
  /** What a body says was used, whatever else it lacks. */
  usageOf: (body: object) => Usage
  /** The provider's own word for how the reply ended; null without one. */
  endingOf: (body: object) => string | null
  /** Whether a body is of this API at all, though it may hold no reply. */
  isOwn: (body: object) => boolean
}

/** Ollama's end of a request that only had its model loaded (ollama/ollama, `server/routes.go`). */
const loadedEnding = 'load'

/**
 * The words with which a provider says that it gave up, whatever is in the reply: OpenRouter and Mistral (`error`), DeepSeek
 * (`insufficient_system_resource`), Z.ai (`network_error`), Google's endpoint (`malformed_function_call`).
 */
const brokenEndings: ReadonlySet<string> = new Set(['error', 'insufficient_system_resource', 'network_error', 'malformed_function_call'])

/**
 * The error for a body that came with status 200 and holds no answer, so that it is tried again instead of kept as the reply; null for a reply.
 * A refusal is a reply, and so is one cut off at the token limit, also where thinking took all of it; text in another place than the answer's
 * is left to the caller to judge. A body that is not of this API is not tried again.
 */
export function failedReply(form: ReplyForm, endpoint: ProviderEndpoint, body: unknown, answered: Answered): ProviderError | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return foreignBody(endpoint, body, answered)
  const usage = form.usageOf(body)
  const reply = tryRead(form, body)
  const error = errorIn(body)
  if (error !== null && !(isReply(reply) && isWhole(reply))) return errorInBody(endpoint, error, { ...answered, usage })
  const ending = form.endingOf(body)
  const why = isReply(reply) ? whyNoAnswer(reply, ending) : form.isOwn(body) ? 'it holds no message' : null
  if (why !== null) return noAnswer(endpoint, { why, isLoading: ending === loadedEnding }, { ...answered, usage })
  return isReply(reply) ? null : withUsage(reply, usage)
}

/** The error for a list of models that came with status 200 and is an error; null for anything else. */
export function failedList(endpoint: ProviderEndpoint, body: unknown, answered: Answered): ProviderError | null {
  const isList = typeof body === 'object' && body !== null && [Reflect.get(body, 'data'), Reflect.get(body, 'models')].some(Array.isArray)
  const error = isList ? null : errorIn(body)
  return error === null ? null : errorInBody(endpoint, error, answered)
}

function tryRead(form: ReplyForm, body: object): ReadReply | ProviderError {
  try {
    return form.read(body)
  } catch (error) {
    if (error instanceof ProviderError) return error
    throw error
  }
}

function withUsage({ message, ...details }: ProviderError, usage: Usage): ProviderError {
  return new ProviderError(message, { ...details, usage })
}

function isReply(read: ReadReply | ProviderError): read is ReadReply {
  return !(read instanceof ProviderError)
}

function isRefusal({ finishReason }: ReadReply): boolean {
  return finishReason === 'refusal' || finishReason === 'content-filter'
}

/** Whether a reply is an answer although an error is beside it: one that came to its end. */
function isWhole(reply: ReadReply): boolean {
  return isRefusal(reply) || (reply.text.trim() !== '' && (reply.finishReason === 'stop' || reply.finishReason === 'length'))
}

function whyNoAnswer(reply: ReadReply, ending: string | null): string | null {
  if (ending !== null && brokenEndings.has(ending.toLowerCase())) return `it ended with "${ending}"`
  if (isRefusal(reply) || reply.finishReason === 'length' || reply.text.trim() !== '' || reply.elsewhere !== undefined) return null
  return ending === null ? 'it is empty' : `it is empty and ended with "${ending}"`
}

type Failed = Answered & { usage: Usage }

type NoAnswer = { why: string; isLoading: boolean }

function noAnswer(
  { provider, secrets }: ProviderEndpoint,
  { why, isLoading }: NoAnswer,
  { status, headers, usage }: Failed,
): ProviderError {
  const message = `${provider} answered ${status} with a reply that holds no answer: ${cleanText(why, secrets)}`
  return new ProviderError(sentences(message, isLoading ? loadingFix : null), {
    kind: isLoading ? 'loading' : 'server',
    provider,
    isRetryable: true,
    retryAfterMs: null,
    statusCode: status,
    requestId: requestIdOf(headers),
    usage,
    repeatsAnswer: true,
  })
}

function foreignBody({ provider, address }: ProviderEndpoint, body: unknown, { status, headers }: Answered): ProviderError {
  const what = Array.isArray(body) ? `a list of ${body.length}` : body === null ? 'null' : `a ${typeof body}`
  return new ProviderError(
    sentences(`${provider} answered ${status} with ${what} instead of a reply`, `Check that ${address} is its API`),
    {
      kind: 'unreadable-reply',
      provider,
      isRetryable: false,
      retryAfterMs: null,
      statusCode: status,
      requestId: requestIdOf(headers),
    },
  )
}
