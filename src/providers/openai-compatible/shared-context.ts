import { ProviderError } from '../../platform/errors.js'
import type { LlamaServer } from './server-facts.js'

/** What llama.cpp's server says, with code 500 and in the stream, when nothing is left of its context (`update_slots` in `tools/server/server-context.cpp`). */
const words = /context size has been exceeded/i

/**
 * Started without `-np`, llama.cpp's server has four slots that share one context, and says of each that it has all of it. Calls that fit alone then end
 * each other: this is that failure, as one that passes when they come one at a time; null for any other.
 */
export function sharedContextFailure(error: unknown, server: LlamaServer | null): ProviderError | null {
  if (!(error instanceof ProviderError) || server === null || server.slots < 2 || !words.test(error.message)) return null
  const { provider, statusCode, requestId, usage } = error
  const { slots, contextTokens } = server
  const fix = `To have several at work, start it again with: llama-server -c ${slots * contextTokens} -np ${slots}`
  return new ProviderError(
    `${provider} ran out of context: its ${slots} slots share ${contextTokens} tokens, which calls at work together fill. It is asked one thing at a time from now on. ${fix}.`,
    { kind: 'overloaded', provider, isRetryable: true, retryAfterMs: null, statusCode, requestId, usage },
    { cause: error },
  )
}
