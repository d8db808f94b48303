import type { ChatRequest, Message } from '../../contracts/model-call.js'
import { onceFor } from '../../platform/once-for.js'

/**
 * The request with its reply schema written out behind the system message, for models that cannot be held to a schema natively or do not
 * see it. There it belongs to what every request shares: a server that keeps the beginning of a prompt reads the schema once, and not again
 * behind each brief and each reply. It is whole, because there is no grammar to refuse a keyword, and names JSON, which OpenAI's JSON
 * mode insists on. A request without a system message gets one. Pure.
 */
export function withSchemaInPrompt(request: ChatRequest): ChatRequest {
  const part = { text: instruction(request.replySchema.schema), cacheable: true }
  const system = request.messages.findIndex(({ role }) => role === 'system')
  const messages: Message[] =
    system === -1
      ? [{ role: 'system', parts: [part] }, ...request.messages]
      : request.messages.map((message, index) => (index === system ? { ...message, parts: [...message.parts, part] } : message))
  return { ...request, messages }
}

const instruction = onceFor((schema: ChatRequest['replySchema']['schema']): string =>
  [
    'Reply with one JSON object and nothing around it: no code fence, no word before or after. It must be valid under this JSON Schema,',
    'its fields in the order of the schema:',
    '<reply-schema>',
    JSON.stringify(schema),
    '</reply-schema>',
  ].join('\n'),
)
