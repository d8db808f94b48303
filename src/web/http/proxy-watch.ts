import type { MiddlewareHandler } from 'hono'
import { addressInHeader, formOf } from '../auth/proxy-header.js'

export type ProxyWatch = {
  /** The header in which a proxy in front writes a client's address. */
  header: string
  /** Called for the first request whose header holds no address, with the form of what it holds instead: digits as 9, letters as a. */
  unreadable: (form: string) => void
}

/** Looks whether the proxy in front writes addresses that can be read: readers whose address is not known share one block, and one limit. */
export function watchProxy({ header, unreadable }: ProxyWatch): MiddlewareHandler {
  let hasReported = false
  return async (c, next) => {
    const value = hasReported ? undefined : c.req.header(header)
    if (value !== undefined && addressInHeader(value) === null) {
      hasReported = true
      unreadable(formOf(value))
    }
    await next()
  }
}
