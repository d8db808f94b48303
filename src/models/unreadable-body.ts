import { ProviderError } from '../errors.js'
import { cleanText } from './provider-text.js'

/** The error for a JSON body that lacks what it should hold. `fix` is a sentence. */
export function unreadableBody({
  provider,
  raw,
  missing,
  fix,
}: {
  provider: string
  raw: unknown
  missing: string
  fix: string
}): ProviderError {
  const shown = cleanText(JSON.stringify(raw) ?? 'nothing', [])
  return new ProviderError(`${provider}'s reply holds no ${missing}: ${shown}. ${fix}.`, {
    kind: 'unreadable-reply',
    provider,
    isRetryable: false,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  })
}
