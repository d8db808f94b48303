import type { ChatRequest } from '../contracts/model-call.js'

/**
 * The request with its reply schema written out behind the last user message, for models that cannot be held to a schema natively.
 * It goes last so that the prefix that other requests share keeps its bytes, and whole: there is no grammar to refuse a keyword.
 * It names JSON, which OpenAI's JSON mode insists on. A request without a user message gets one. Pure.
 */
export function withSchemaInPrompt(request: ChatRequest): ChatRequest {
  const part = { text: instruction(request), cacheable: false }
  const last = request.messages.findLastIndex(({ role }) => role === 'user')
  const messages =
    last === -1
      ? [...request.messages, { role: 'user' as const, parts: [part] }]
      : request.messages.map((message, index) => (index === last ? { ...message, parts: [...message.parts, part] } : message))
  return { ...request, messages }
}

function instruction({ replySchema }: ChatRequest): string {
  return [
    'Reply with one JSON object and nothing around it: no code fence, no word before or after. It must be valid under this JSON Schema,',
    'its fields in the order of the schema:',
    '<reply-schema>',
    JSON.stringify(replySchema.schema),
    '</reply-schema>',
  ].join('\n')
}
