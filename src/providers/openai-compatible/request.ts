import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { ChatRequest, Message } from '../../contracts/model-call.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import { messageText } from '../reply/message-text.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { withoutKeywords } from '../structured-output/json-schema.js'

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
  request: ChatRequest
  /**
   * Whether the server is a local one. Those constrain the reply without showing the model the schema, so the prompt shows it; and they
   * stream, with the counts that come with an unstreamed reply by themselves.
   */
  isLocal: boolean
} & Pick<CatalogModel, 'structuredOutput' | 'thinking'>

/** A chat request in the form of OpenAI's `POST /chat/completions`. Pure. */
export function toOpenAiRequest({ model, request, isLocal, structuredOutput, thinking }: Mapping): ChatCompletionCreateParams {
  const { messages } = structuredOutput === 'json-schema' && !isLocal ? request : withSchemaInPrompt(request)
  return {
    model,
    messages: messages.map(toOpenAiMessage),
    ...(isLocal ? { stream: true as const, stream_options: { include_usage: true } } : { stream: false as const }),
    ...toSampling(request, thinking),
    ...toResponseFormat(request, structuredOutput),
  }
}

function toOpenAiMessage(message: Message): ChatCompletionCreateParams['messages'][number] {
  return { role: message.role, content: messageText(message) }
}

/**
 * `max_tokens` is what every server knows. OpenAI's reasoning models alone refuse it, and any temperature: they want
 * `max_completion_tokens`, which counts their thinking too (`max_completion_tokens` in the openai package).
 */
function toSampling({ sampling }: ChatRequest, thinking: CatalogModel['thinking']): Partial<ChatCompletionCreateParams> {
  if (thinking === 'off') return { temperature: sampling.temperature, max_tokens: sampling.maxOutputTokens }
  return { max_completion_tokens: sampling.maxOutputTokens, reasoning_effort: thinking }
}

function toResponseFormat(
  { replySchema }: ChatRequest,
  structuredOutput: CatalogModel['structuredOutput'],
): Pick<ChatCompletionCreateParams, 'response_format'> {
  if (structuredOutput === 'none') return {}
  if (structuredOutput === 'json-object') return { response_format: { type: 'json_object' } }
  const { name, schema } = replySchema
  return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: withoutKeywords(schema, refusedKeywords) } } }
}
