import { ConnectionError } from './connection-failure.js'

/** Of the network and of the pool; and of PostgreSQL (appendix A): class 08, an administrator's stop, a start that is not over, too many clients. */
const codes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08\w{3}|57P0[1-3]|53300)$/
/** What the driver says without a code; and the server of a database that nobody is let into for now. */
const words =
  /not currently accepting connections|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/

/** Whether an error says that the database could not be reached, so that another try may do better. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ConnectionError) return true
  if (error instanceof AggregateError && error.errors.some(isOutage)) return true
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && codes.test(error.code)) return true
  return words.test(error.message) || (error.cause !== undefined && isOutage(error.cause))
}
