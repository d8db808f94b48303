import { InputError, UsageError } from '../errors.js'

/** 0 done, 1 failed, 2 wrong usage, 3 finished but some seats unscored. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someUnscored: 3 } as const

/** Says on stderr what went wrong, and returns the exit code for it. A bug shows its stack with LOG_LEVEL=debug. */
export function reportFailure(error: unknown): number {
  const isUsage = error instanceof InputError || error instanceof UsageError
  process.stderr.write(`panel: ${describeError(error)}\n`)
  return isUsage ? exitCodes.wrongUsage : exitCodes.failed
}

/** What an error says, and what it says of its causes, for people. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n  because: ${describeError(error.cause)}` : ''
  // pg reports a refused connection as an AggregateError without a message of its own.
  const message = error.message === '' && error instanceof AggregateError ? error.errors.map(describeError).join('; ') : error.message
  return `${message}${cause}`
}
