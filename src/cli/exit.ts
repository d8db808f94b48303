import { ConnectionError } from '../platform/db/connection-failure.js'
import { EmbeddedPostgresError } from '../platform/db/embedded/embedded-postgres-error.js'
import { outageOf } from '../platform/db/is-outage.js'
import { InputError, UsageError } from '../platform/errors.js'
import { explainSystemError } from '../platform/files/system-error.js'
import { FileWriteError } from '../platform/files/write-whole.js'
import { InterruptedError } from './interruption.js'

/** 0 done, 1 failed, 2 wrong usage, 3 finished but some seats unscored; stopped by a signal: 128 and its number. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someUnscored: 3 } as const

/** Says on stderr what went wrong, and returns the exit code for it. A bug shows its stack with LOG_LEVEL=debug. */
export function reportFailure(error: unknown): number {
  if (error instanceof InterruptedError) return error.exitCode
  const isUsage = error instanceof InputError || error instanceof UsageError
  process.stderr.write(`panel: ${describeError(error)}\n`)
  return isUsage ? exitCodes.wrongUsage : exitCodes.failed
}

/** What an error says, and what it says of its causes, for people. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // These have taken in what there is to say of their causes; a driver's words go on with statements and parameters.
  if (error instanceof ConnectionError || error instanceof EmbeddedPostgresError || error instanceof FileWriteError) return error.message
  const system = 'path' in error && typeof error.path === 'string' ? explainSystemError(error) : null
  if (system !== null && 'path' in error) return `${error.path} cannot be used: ${system.why}. To fix it, ${system.fix}`
  const outage = outageOf(error)
  // One that cannot be reached has its own words already, and may be another server.
  if (outage !== null && outage.kind !== 'unreachable') return `${outage.what} (${innermostMessage(error)})\n    fix: ${outage.fix}`
  // pg reports a refused connection as an AggregateError without a message of its own.
  const message = error.message === '' && error instanceof AggregateError ? error.errors.map(describeError).join('; ') : error.message
  const cause = error.cause instanceof Error ? describeError(error.cause) : ''
  // Many a message has taken its cause's words in already.
  return cause === '' || message.includes(cause) ? message : `${message}\n  because: ${cause}`
}

/** The words at the bottom, which name no statement. */
function innermostMessage(error: Error): string {
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message
}
