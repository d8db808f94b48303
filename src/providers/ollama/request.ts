import type { ChatRequest as SdkChatRequest } from 'ollama'
import type { ChatRequest } from '../../contracts/model-call.js'
import type { CatalogModel } from '../catalog/catalog-entry.js'
import { localSampling } from '../local-sampling.js'
import { messageText } from '../reply/message-text.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { withoutKeywords } from '../structured-output/json-schema.js'
import { contextWindowTokens } from './context-window.js'

/** `truncate` and `shift` are part of the API (ollama/ollama, `api/types.go`) but not yet of the SDK's types. */
export type OllamaChatRequest = SdkChatRequest & { stream: true; truncate: false; shift: false }

/**
 * Keywords that break Ollama's constrained decoding. A `pattern` is turned into a grammar rule in which `\d` and its like are not known,
 * and it wins over `format: date`, which has a rule that works (ggml-org/llama.cpp, `common/json-schema-to-grammar.cpp`). Zod writes both for a date.
 */
const refusedKeywords: ReadonlySet<string> = new Set(['pattern'])

type Mapping = {
  model: string
  request: ChatRequest
  /** The model's longest context in tokens; null when not known. */
  contextTokens: number | null
} & Pick<CatalogModel, 'structuredOutput' | 'thinking'>

/** A chat request in the form of `POST /api/chat`. Pure. */
export function toOllamaRequest({ model, request, contextTokens, structuredOutput, thinking }: Mapping): OllamaChatRequest {
  // `format` holds the reply to the schema's grammar, but Ollama does not show the schema to the model: what a field means is said only here.
  const shown = withSchemaInPrompt(request)
  return {
    model,
    messages: shown.messages.map((message) => ({ role: message.role, content: messageText(message) })),
    // A reply that comes piece by piece shows that it goes on, however slow the machine.
    stream: true,
    ...toFormat(request, structuredOutput),
    // Thinking would spend the reply's tokens where no reader sees it; the schema puts the reasons before the call instead.
    // Left out, a model that can think does (`ChatHandler` in ollama/ollama, `server/routes.go`).
    think: thinking === 'off' ? false : thinking,
    // A prompt that does not fit is an error then, and a reply that does not fit ends with `length`, instead of losing its beginning.
    // Servers that do not know the two ignore them.
    truncate: false,
    shift: false,
    options: {
      temperature: request.sampling.temperature,
      num_predict: request.sampling.maxOutputTokens,
      ...localSampling(request.sampling),
      num_ctx: contextWindowTokens(request, contextTokens),
    },
  }
}

function toFormat({ replySchema }: ChatRequest, structuredOutput: CatalogModel['structuredOutput']): Pick<SdkChatRequest, 'format'> {
  if (structuredOutput === 'none') return {}
  if (structuredOutput === 'json-object') return { format: 'json' }
  return { format: replySchema.grammar ?? withoutKeywords(replySchema.schema, refusedKeywords) }
}
