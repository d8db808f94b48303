import { onceFor } from '../../platform/once-for.js'

/**
 * Reads each body once, however many ask: whether it is a failure, what it used, what it cost and what it says are all read from the same reply.
 * A body must not change once it was read. One that cannot be read throws each time.
 */
export function oncePerBody<Read>(read: (raw: unknown) => Read): (raw: unknown) => Read {
  const readOnce = onceFor((body: object) => ({ reply: read(body) }))
  return (raw) => (typeof raw === 'object' && raw !== null ? readOnce(raw).reply : read(raw))
}
