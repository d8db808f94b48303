import type { ChatCompletionRequest, ResponseFormat } from '@mistralai/mistralai/models/components'
import type { ChatRequest } from '../../contracts/model-call.js'
import { hashJson } from '../../platform/hash.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import { messageText } from '../reply/message-text.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { withoutKeywords } from '../structured-output/json-schema.js'

/**
 * Keywords that Mistral's API has refused with a 400 or 422: `$schema` and `$id` (BerriAI/litellm pull request 13389), the others
 * (browser-use/browser-use issue 3098). Its documentation names none, so a limit on items is not sent either. See docs/structured-output.md.
 */
const refusedKeywords: ReadonlySet<string> = new Set([
  ...['$schema', '$id', 'pattern', 'format', 'minLength', 'maxLength', 'minItems', 'maxItems'],
])

type Mapping = { model: string; request: ChatRequest } & Pick<CatalogModel, 'structuredOutput' | 'thinking'>

/** A chat request in the form of `POST /v1/chat/completions`, in the SDK's names. Pure. */
export function toMistralRequest({ model, request, structuredOutput, thinking }: Mapping): ChatCompletionRequest {
  const { messages } = structuredOutput === 'json-schema' ? request : withSchemaInPrompt(request)
  const responseFormat = toResponseFormat(request, structuredOutput)
  const promptCacheKey = sharedPrefixKey(request)
  return {
    model,
    messages: messages.map((message) => ({ role: message.role, content: messageText(message) })),
    stream: false,
    temperature: request.sampling.temperature,
    maxTokens: request.sampling.maxOutputTokens,
    ...toPenalties(request),
    ...(responseFormat === null ? {} : { responseFormat }),
    ...(promptCacheKey === null ? {} : { promptCacheKey }),
    // `none` and `high` are all there is, and a model that cannot think refuses even `none` (docs.mistral.ai, "Reasoning").
    ...(thinking === 'off' ? {} : { reasoningEffort: 'high' as const }),
  }
}

/** What Mistral's API takes of the rest: it has no `top_k`, no `min_p` and no penalty for repeats (docs.mistral.ai, "Sampling"). */
function toPenalties({ sampling: { topP, presencePenalty, frequencyPenalty } }: ChatRequest) {
  return {
    ...(topP === undefined ? {} : { topP }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
  }
}

function toResponseFormat({ replySchema }: ChatRequest, structuredOutput: CatalogModel['structuredOutput']): ResponseFormat | null {
  if (structuredOutput === 'none') return null
  if (structuredOutput === 'json-object') return { type: 'json_object' }
  const { name, schema } = replySchema
  return { type: 'json_schema', jsonSchema: { name, strict: true, schemaDefinition: withoutKeywords(schema, refusedKeywords) } }
}

/**
 * The same key for requests that share a prefix makes it likelier that they meet the cache that holds it (docs.mistral.ai, "Prompt
 * caching"). A hash, because the key must hold nothing confidential; null for a request without a shared prefix.
 */
function sharedPrefixKey({ messages }: ChatRequest): string | null {
  const parts = messages.flatMap((message) => message.parts)
  const end = parts.findLastIndex(({ cacheable }) => cacheable)
  return end === -1 ? null : hashJson(parts.slice(0, end + 1).map(({ text }) => text)).slice(0, 32)
}
