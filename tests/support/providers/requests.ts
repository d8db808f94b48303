import type { ChatRequest } from '../../../src/contracts/model-call.js'

/** A reply schema that has each thing a provider may stumble over: a date with format and pattern, a property named like a keyword, an enum. */
export const replyJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    deadline: { type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    pattern: { type: 'string' },
    call: { type: 'string', enum: ['ship', 'skip', 'abstain'] },
  },
  required: ['deadline', 'pattern', 'call'],
  additionalProperties: false,
}

/** A short request of a system and a user message, the second in two parts. */
export function chatRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [
      { role: 'system', parts: [{ text: 'You review tools.', cacheable: true }] },
      {
        role: 'user',
        parts: [
          { text: '<dossier>Acme</dossier>', cacheable: true },
          { text: 'Ship or skip?', cacheable: false },
        ],
      },
    ],
    replySchema: { name: 'verdict', schema: replyJsonSchema },
    sampling: { temperature: 0.25, maxOutputTokens: 700 },
    ...changes,
  }
}
