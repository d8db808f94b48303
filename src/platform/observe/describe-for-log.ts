import { ProviderError } from '../errors.js'

/**
 * What the log has of an error: its name, message, stack, code and cause, and none of what hangs on it, as a driver's error carries its whole
 * connection along. Prompts and replies are not logged: left out are the words of a provider's answer, which may repeat what it was sent, and
 * the parameters of a query, which Drizzle writes into the message.
 */
export function describeForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, cause } = error
  const safe = safeMessage(error)
  const message = safe ?? error.message
  const stack = safe === null ? error.stack : `${name}: ${safe}${framesOf(error)}`
  return {
    name,
    message,
    stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(cause === undefined || isFromAnswer(error) ? {} : { cause: describeForLog(cause) }),
  }
}

/** The message to log in place of the error's own; null where that one may be logged. */
function safeMessage(error: Error): string | null {
  if (isFromAnswer(error)) {
    const answered = error.statusCode === null ? 'failed' : `answered ${error.statusCode}`
    return `${error.provider} ${answered} (${error.kind}); what it said is kept with the seat`
  }
  return 'query' in error && 'params' in error ? `a query failed: ${String(error.query)}` : null
}

function isFromAnswer(error: Error): error is ProviderError {
  return error instanceof ProviderError && error.repeatsAnswer
}

/** What follows the message in the stack: where it was thrown. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message)
  return at === -1 ? '' : stack.slice(at + message.length)
}
