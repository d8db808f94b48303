import type { ChatRequest } from '../../contracts/model-call.js'
import { ProviderError } from '../../platform/errors.js'
import { boundTokens, checkWindow } from '../context/check-window.js'
import { withSchemaInPrompt } from '../structured-output/json-in-prompt.js'
import { readOllamaReply } from './reply.js'

/** The window that was asked for is null where none was. */
type CutCheck = { model: string; request: ChatRequest; reply: unknown; askedTokens: number | null }

/** Throws `ProviderError` (`context-too-long`) for a prompt that is sure not to fit the model's context. Ollama has no tokenizer to ask. */
export function checkPrompt({
  model,
  request,
  contextTokens,
}: {
  model: string
  request: ChatRequest
  contextTokens: number | null
}): void {
  if (contextTokens === null) return
  const { messages } = withSchemaInPrompt(request)
  const prompt = { count: boundTokens(messages).least, isCounted: false }
  const fix = () => `Shorten the dossier, or seat a model with a longer context than ${model} (ollama show ${model})`
  checkWindow({ provider: 'ollama', windowTokens: contextTokens, prompt, request, fix })
}

/**
 * Throws `ProviderError` (`context-too-long`) for a reply to a prompt that was cut: it counts as many tokens of prompt as the whole window has, or
 * fewer than the prompt can have. An Ollama that does not know `truncate: false` drops the oldest messages in silence, and answers what is left.
 */
export function checkUncut({ model, request, reply, askedTokens }: CutCheck): void {
  const { usage } = readOllamaReply(reply)
  // Some gateways count nothing.
  if (askedTokens === null || usage.inputTokens === null || usage.inputTokens === 0) return
  const isWhole = usage.inputTokens >= boundTokens(request.messages).least
  if (isWhole && usage.inputTokens < askedTokens) return
  throw new ProviderError(
    `ollama cut the prompt to the ${askedTokens} tokens of its window in silence, so its reply is to another prompt. Update Ollama, shorten the dossier, or seat a model with a longer context than ${model} (ollama show ${model}).`,
    { kind: 'context-too-long', provider: 'ollama', isRetryable: false, retryAfterMs: null, statusCode: null, requestId: null, usage },
  )
}
