import type { ChatRequest, Usage } from '../../../../src/contracts/model-call.js'
import { ProviderError, type ProviderErrorKind } from '../../../../src/platform/errors.js'
import type { ChatModel, ReadReply } from '../../../../src/providers/chat-model.js'

export const secretQuestion = 'What no one else should read'
export const secretAnswer = 'What only the panel should read'

export const sampleRequest: ChatRequest = {
  messages: [{ role: 'user', parts: [{ text: secretQuestion, cacheable: false }] }],
  replySchema: { name: 'reply', schema: { type: 'object' } },
  sampling: { temperature: 0.25, maxOutputTokens: 700 },
}

export const sampleUsage: Usage = { inputTokens: 100, cachedInputTokens: 60, cacheWriteInputTokens: null, outputTokens: 20 }

export type Scripted = Partial<Omit<ReadReply, 'text'>> | { breaks: unknown } | { unreadable: true }

/** A model that answers as told. */
export function scriptedModel(id: string, answer: Scripted = {}): ChatModel {
  return {
    id,
    complete: async (_request, { onBegin }) => {
      if ('breaks' in answer) throw answer.breaks
      onBegin?.()
      return { body: secretAnswer }
    },
    read: () => {
      if ('unreadable' in answer) throw providerError('unreadable-reply')
      return { text: secretAnswer, finishReason: 'stop', usage: sampleUsage, ...answer }
    },
  }
}

export function providerError(kind: ProviderErrorKind, statusCode: number | null = null): ProviderError {
  return new ProviderError(`${kind}, about: ${secretQuestion}`, {
    kind,
    provider: 'mistral',
    isRetryable: false,
    retryAfterMs: null,
    statusCode,
    requestId: null,
  })
}
