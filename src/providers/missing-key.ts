import { ProviderError } from '../platform/errors.js'
import { asSentence } from '../platform/text/sentence.js'

/** The error for a call to a hosted provider without a key: nothing was sent. `fix` is a sentence that names the variable to set. */
export function missingKeyError(provider: string, fix: string): ProviderError {
  return new ProviderError(`there is no key for ${provider}. ${asSentence(fix)}`, {
    kind: 'authentication',
    provider,
    isRetryable: false,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  })
}
