import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import { type LocalSampling, localSampling } from '../local-sampling.js'
import { messageText } from '../reply/message-text.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { withoutKeywords } from '../structured-output/json-schema.js'
import type { LlamaServer } from './server-facts.js'

/**
 * Keywords that one of these servers refuses, or enforces wrongly; each only narrows what is valid, and zod checks it after.
 * See docs/structured-output.md for which server and where it says so. `format: date` and numeric bounds stay: each takes or ignores them.
 */
const refusedKeywords: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  'pattern',
  'minLength',
  'maxLength',
  'multipleOf',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'patternProperties',
])

type Mapping = {
  model: string
  /** As `shownRequest` made it. */
  request: ChatRequest
  /** Whether the server is a local one. Those stream, with the counts that come with an unstreamed reply by themselves. */
  isLocal: boolean
  /** What a llama.cpp server says of itself; null for any other. */
  server?: LlamaServer | null
} & Pick<CatalogModel, 'structuredOutput' | 'thinking'>

/** llama.cpp's own fields beside OpenAI's (`tools/server/README.md` in ggml-org/llama.cpp); `repetition_penalty` is vLLM's name for the penalty. */
type LocalFields = LocalSampling & { repetition_penalty?: number }
export type OpenAiRequest = ChatCompletionCreateParams & LocalFields

/**
 * The request with its schema in the prompt, for those that need it there: a model without structured output, and one on a local server, which
 * constrains the reply without showing the model the schema. Pure.
 */
export function shownRequest({
  request,
  isLocal,
  structuredOutput,
}: Pick<Mapping, 'request' | 'isLocal' | 'structuredOutput'>): ChatRequest {
  return structuredOutput === 'json-schema' && !isLocal ? request : withSchemaInPrompt(request)
}

/** A chat request in the form of OpenAI's `POST /chat/completions`. Pure. */
export function toOpenAiRequest({ model, request, isLocal, server = null, structuredOutput, thinking }: Mapping): OpenAiRequest {
  return {
    model,
    messages: request.messages.map(toOpenAiMessage),
    ...(isLocal ? { stream: true as const, stream_options: { include_usage: true } } : { stream: false as const }),
    ...toSampling(request, { thinking, isLocal, isLlama: server !== null }),
    ...toResponseFormat(request, { structuredOutput, isLocal, isLlama: server !== null }),
  }
}

function toOpenAiMessage(message: Message): ChatCompletionCreateParams['messages'][number] {
  return { role: message.role, content: messageText(message) }
}

/**
 * `max_tokens` is what every server knows. OpenAI's reasoning models alone refuse it, and any temperature: they want
 * `max_completion_tokens`, which counts their thinking too (`max_completion_tokens` in the openai package).
 */
function toSampling(
  { sampling }: ChatRequest,
  { thinking, isLocal, isLlama }: Pick<Mapping, 'thinking' | 'isLocal'> & { isLlama: boolean },
): Partial<ChatCompletionCreateParams> & LocalFields {
  const { temperature, maxOutputTokens } = sampling
  if (thinking !== 'off') return { max_completion_tokens: maxOutputTokens, reasoning_effort: thinking }
  const { top_k, min_p, repeat_penalty, ...shared } = localSampling(sampling)
  const asked = { temperature, max_tokens: maxOutputTokens, ...shared }
  if (!isLocal) return asked
  const own = { ...(top_k === undefined ? {} : { top_k }), ...(min_p === undefined ? {} : { min_p }) }
  if (repeat_penalty === undefined) return { ...asked, ...own }
  // Some servers refuse a field that they do not know.
  return { ...asked, ...own, ...(isLlama ? { repeat_penalty } : { repetition_penalty: repeat_penalty }) }
}

/**
 * llama.cpp's server gets the request's own grammar whole. What other local servers decode with is not known: vLLM's xgrammar is hundreds of times
 * slower within a text of limited length (docs/structured-output.md), so theirs is without lengths and patterns.
 */
function toResponseFormat(
  { replySchema }: ChatRequest,
  { structuredOutput, isLocal, isLlama }: Pick<Mapping, 'structuredOutput' | 'isLocal'> & { isLlama: boolean },
): Pick<ChatCompletionCreateParams, 'response_format'> {
  if (structuredOutput === 'none') return {}
  if (structuredOutput === 'json-object') return { response_format: { type: 'json_object' } }
  const { name, schema: shown, grammar } = replySchema
  const own = isLocal ? grammar : undefined
  const schema = own !== undefined && isLlama ? own : withoutKeywords(own ?? shown, refusedKeywords)
  return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } }
}
