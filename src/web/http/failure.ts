import type { Context } from 'hono'
import { outageOf } from '../../platform/db/is-outage.js'
import type { Runtime } from '../../platform/runtime.js'

/** When a client should try again that met an outage, in seconds. */
export const outageRetrySeconds = 10

/** How a request that broke is answered: as an outage that passes, or as an error of ours that the log has under an id. */
export type Failure = { status: 503; id: null; title: string; text: string } | { status: 500; id: string; title: string; text: string }

type FailureOptions = {
  error: unknown
  runtime: Pick<Runtime, 'newId' | 'log'>
  /** What broke, for the log. */
  what: string
}

/**
 * Logs an error that a request ended in, and says how to answer it; every app of the server asks here. While the database is stopped, read-only,
 * full, crowded or slow that is 503 with Retry-After (set here); anything else is 500. The words are for anyone: no address, no query.
 */
export function recordFailure(c: Context, { error, runtime, what }: FailureOptions): Failure {
  const { method, path } = c.req
  const outage = outageOf(error)
  if (outage !== null) {
    runtime.log.error({ method, path, err: error }, `${what}: ${outage.what}`)
    c.header('retry-after', String(outageRetrySeconds))
    const text = `The database cannot be used just now, and nothing was stored. Try again in ${outageRetrySeconds} seconds.`
    return { status: 503, id: null, title: 'Back in a moment', text }
  }
  const id = runtime.newId('err')
  runtime.log.error({ id, method, path, err: error }, what)
  const text = `The log of this server says what went wrong, under ${id}. What you sent may not be stored.`
  return { status: 500, id, title: 'Something broke', text }
}
