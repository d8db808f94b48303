import { ProviderError } from '../../errors.js'
import { cleanText } from '../provider-text.js'

/** The error for a JSON body of Ollama's that lacks what it should hold. */
export function unreadableBody(raw: unknown, missing: string): ProviderError {
  const shown = cleanText(JSON.stringify(raw) ?? 'nothing', [])
  return new ProviderError(`ollama's reply holds no ${missing}: ${shown}. Check that OLLAMA_HOST is the address of an Ollama server.`, {
    kind: 'unreadable-reply',
    provider: 'ollama',
    isRetryable: false,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  })
}
